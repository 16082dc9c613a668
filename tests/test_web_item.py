"""Nội dung: an item's text, times, findings, approvals, attempts, history and wordings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from signed_kit import entered
from web_kit import APPROVER, WRITER, Read, approve, arrive, client, read, submit, write

from habac24h import workflow
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.clock import VirtualClock
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.office import Office
from habac24h.web.words import moment

pytestmark = pytest.mark.sqlite


@pytest.fixture
def staffed(office: Office) -> Office:
    arrive(office)
    return office


@pytest.fixture
def practice(office: Office) -> Iterator[PracticePage]:
    office.home.mkdir(exist_ok=True)
    with office.practice_page() as page:
        yield page


def page_of(office: Office, key: str) -> Read:
    return read(client(office).get(f"/noi-dung/{key}"))


def one_pass(office: Office, practice: PracticePage) -> None:
    with replace(office, practice=practice).engine("thu") as engine:
        run_pass(replace(engine, report=Report()))


def test_an_item_says_what_it_is(staffed: Office) -> None:
    key = write(staffed, "Bài một", days=1)
    blocks = page_of(staffed, key).blocks
    assert blocks[blocks.index("Bài một") :][:8] == [
        "Bài một",
        "In nội dung này",
        "Fanpage nháp",
        "Tuyên truyền thường xuyên về bình đẳng giới, năm 2026.",
        "Mã: thuong-xuyen/2026/rieng-001 · bản 1",
        "Giờ và nơi",
        "07:00, Thứ Sáu 02/01/2026",
        "nháp",
    ]


def test_an_airings_key_leads_to_its_item(staffed: Office) -> None:
    key = write(staffed, "Bài một")
    assert page_of(staffed, f"{key}@1").headings[0] == (1, "Bài một")


def test_an_unknown_key_is_not_found_in_words(office: Office) -> None:
    answer = client(office).get("/noi-dung/khong/2026/co")
    blocks = Read(answer.text).blocks
    assert (answer.status_code, blocks[blocks.index("Không tìm thấy") + 1]) == (
        404,
        "Không có nội dung nào có mã “khong/2026/co”.",
    )


def test_the_text_keeps_its_lines_and_a_script_its_voices(staffed: Office) -> None:
    text = "NHẠC HIỆU\nGIỌNG NAM: Kính thưa bà con!\n\nGIỌNG NỮ: Xin chào."
    key = write(staffed, "Bài đọc", channel="loudspeaker", text=text)
    assert page_of(staffed, key).sections["loi-bai"] == [
        "Lời bài",
        "NHẠC HIỆU",
        "GIỌNG NAM: Kính thưa bà con!",
        "GIỌNG NỮ: Xin chào.",
    ]
    html = client(staffed).get(f"/noi-dung/{key}").text
    assert html.count("<b>GIỌNG NAM:</b>") == 1
    assert html.count('<p class="nhac">NHẠC HIỆU</p>') == 1


def test_a_finding_is_told_and_marked_in_the_text(staffed: Office) -> None:
    key = write(staffed, "Bài", text="Gọi [CHƯA ĐIỀN: phone_police] ngay.")
    html = client(staffed).get(f"/noi-dung/{key}").text
    words, preview = html.split('<h2 id="loi-bai">')[1], html.split('<h2 id="loi-bai">')[0]
    assert words.count("<mark>[CHƯA ĐIỀN: số điện thoại Công an xã]</mark>") == 1
    assert preview.count("<mark>[CHƯA ĐIỀN: số điện thoại Công an xã]</mark>") == 1
    assert Read(html).sections["kiem-tra"][0] == "Điều cần sửa 1"
    assert Read(html).sections["kiem-tra"][1].startswith("Phải sửa: ")


def test_an_item_with_a_blank_offers_no_submission_that_nobody_could_approve(
    staffed: Office,
) -> None:
    key = write(staffed, "Bài", text="Gọi [CHƯA ĐIỀN: phone_police] ngay.")
    html = entered(staffed, "soan").get(f"/noi-dung/{key}").text
    assert ('action="/viec/trinh"' in html, "nên chưa trình được" in html) == (False, True)


def test_who_wrote_submitted_and_approved_is_said(staffed: Office) -> None:
    key = submit(staffed, write(staffed, "Bài"))
    assert page_of(staffed, key).sections["duyet"] == [
        "Soạn và duyệt",
        "Người soạn",
        "soan",
        "Trình duyệt",
        "soan, 07:00, Thứ Năm 01/01/2026",
        "Duyệt",
        "chưa duyệt",
    ]
    with staffed.desk(APPROVER) as desk:
        workflow.approve(desk, key)
    assert (
        page_of(staffed, key)
        .sections["duyet"][6]
        .startswith("duyet, 07:00, Thứ Năm 01/01/2026 Dấu của lời đã duyệt: ")
    )


def test_a_return_shows_its_reason_and_the_approval_as_past(staffed: Office) -> None:
    key = approve(staffed, write(staffed, "Bài"))
    with staffed.desk(APPROVER) as desk:
        workflow.return_(desk, key, reason="sai số điện thoại")
    page = page_of(staffed, key)
    assert page.blocks.count("Bị trả lại (duyet, 07:00 01/01): sai số điện thoại") == 1
    assert page.sections["duyet"][6] == (
        "chưa duyệt bản này; bản trước do duyet duyệt 07:00, Thứ Năm 01/01/2026"
    )


def test_the_history_is_told_in_words_newest_first(staffed: Office, clock: VirtualClock) -> None:
    key = submit(staffed, write(staffed, "Bài"))
    clock.advance(timedelta(minutes=5))
    with staffed.desk(APPROVER) as desk:
        workflow.return_(desk, key, reason="thiếu chủ đề")
    assert page_of(staffed, key).sections["lich-su"] == [
        "Lịch sử",
        "07:05, Thứ Năm 01/01/2026 Trả lại, duyet: chờ duyệt → nháp. thiếu chủ đề",
        "07:00, Thứ Năm 01/01/2026 Trình duyệt, soan: nháp → chờ duyệt",
        "07:00, Thứ Năm 01/01/2026 Thêm nội dung riêng",
    ]


def test_the_history_tells_a_move_once_with_both_times(staffed: Office) -> None:
    key = write(staffed, "Bài")
    with staffed.desk(WRITER) as desk:
        was = desk.airings(desk.item(key))[0].due
        workflow.move(desk, key, to=was + timedelta(hours=26))
    before, after = (
        moment(was + timedelta(hours=hours), staffed.settings.zone) for hours in (0, 26)
    )
    assert page_of(staffed, key).sections["lich-su"][1:-1] == [
        f"07:00, Thứ Năm 01/01/2026 Dời giờ, soan. Từ {before} sang {after}"
    ]


def test_each_wording_is_compared_with_the_one_before(staffed: Office) -> None:
    key = write(staffed, "Tên cũ", text="Một\nHai\nBa\nBốn")
    with staffed.desk(WRITER) as desk:
        workflow.edit(desk, key, text="Một\nHai mới\nBa\nBốn", title="Tên mới")
    assert page_of(staffed, key).sections["ban-cu"] == [
        "Các lần sửa lời 1",
        "soan, 07:00, Thứ Năm 01/01/2026",
        "Tiêu đề: Tên cũ Tên mới",
        "Trước Sau",
        "Một Một",
        "Hai Hai mới",
        "Ba Ba",
    ]


def test_a_public_post_links_to_the_practice_wall(
    staffed: Office, clock: VirtualClock, practice: PracticePage
) -> None:
    key = approve(staffed, write(staffed, "Bài", days=1))
    one_pass(staffed, practice)
    clock.advance(timedelta(days=1))
    one_pass(staffed, practice)
    page = page_of(staffed, key)
    post = practice.posts()[0]
    assert page.links["Xem bài trên trang"] == f"/trang-chay-thu?bai={post.id}"
    assert page.sections["gio"][1:] == [
        "07:00, Thứ Sáu 02/01/2026",
        "đã đăng chạy thử",
        "Thấy công khai lúc 07:00, Thứ Sáu 02/01/2026.",
        "Xem bài trên trang",
        "1 lần gửi",
        "Facebook đã nhận",
        "Bắt đầu 07:00, Thứ Năm 01/01/2026, xong 07:00.",
        f"Mã bài: {post.id}",
    ]


def test_what_facebook_said_is_quoted(staffed: Office, practice: PracticePage) -> None:
    key = approve(staffed, write(staffed, "Bài", days=1))
    practice.faults.add(Fault("error", call="create", code=1609005, status=400))
    one_pass(staffed, practice)
    told = page_of(staffed, key).sections["gio"]
    assert sum("Facebook nói" in text for text in told) >= 2
    at = told.index("Chắc chắn chưa gửi (mã lỗi 1609005)")
    assert told[at + 1] == "Bắt đầu 07:00, Thứ Năm 01/01/2026, xong 07:00."
    assert told[at + 2].startswith("Facebook nói: “(#1609005)")


def test_confirmations_are_told_place_by_place(staffed: Office, clock: VirtualClock) -> None:
    key = approve(staffed, write(staffed, "Bài đọc", channel="loudspeaker", days=0.1))
    clock.advance(timedelta(days=0.2))
    with staffed.desk(WRITER) as desk:
        workflow.confirm(desk, key, note="đủ hai lần")
    assert page_of(staffed, key).sections["gio"][2:] == [
        "đã phát",
        "đã phát, soan ghi lúc 11:48, Thứ Năm 01/01/2026; đủ hai lần.",
    ]
