"""Moves by the pages' forms: the same functions as the commands', refused with what was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from signed_kit import entered, item, press, staff
from sqlmodel import col, select
from web_kit import Read, approve, arrive, client, read, submit, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.models import Audit, Going
from habac24h.office import Office
from habac24h.web.moves import MOVES
from habac24h.workflow.view import one

pytestmark = pytest.mark.sqlite

CONFLICT = (
    "vừa được thay đổi ở nơi khác (duyet: Sửa lời, 07:00, Thứ Năm 01/01/2026); hãy xem bản mới rồi "
    "làm lại thao tác."
)


def airing(office: Office, key: str) -> str:
    with office.database.read() as session:
        return one(session, item(office, key)).airings[0].state


def told(answer: object) -> str:
    found = re.search(r'role="(?:alert|status)">(.*?)</p>', answer.text)  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


def test_two_people_bring_a_post_from_draft_to_approved(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    writer, approver = entered(office, "soan"), entered(office, "duyet")
    edited = press(writer, office, "sua", key, title="Bài mới", text="Lời mới.\r\nDòng hai.")
    assert (edited.status_code, edited.headers["location"]) == (303, f"/noi-dung/{key}?xong=sua")
    assert told(writer.get(edited.headers["location"])) == (
        "Đã lưu lời mới; bài trở về bản nháp và chờ trình."
    )
    assert (item(office, key).text, item(office, key).author) == ("Lời mới.\nDòng hai.", "soan")
    assert press(writer, office, "trinh", key).status_code == 303
    assert press(approver, office, "duyet", key).status_code == 303
    assert (item(office, key).state, item(office, key).approver) == ("approved", "duyet")


def test_the_pages_person_is_on_record_without_the_servers_account(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    press(entered(office, "soan"), office, "trinh", key)
    with office.database.read() as session:
        row = session.exec(select(Audit).order_by(col(Audit.id).desc())).first()
        assert row is not None
        assert (row.act, row.by, row.login) == ("submit", "soan", "")


def test_four_eyes_hold_on_the_server_whatever_the_page_shows(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    approver = entered(office, "duyet")
    press(approver, office, "sua", key, title="Bài", text="Lời của người duyệt.")
    press(approver, office, "trinh", key)
    assert "Duyệt đúng bản này" not in approver.get(f"/noi-dung/{key}").text
    answer = press(approver, office, "duyet", key)
    assert (answer.status_code, item(office, key).state) == (400, "pending")
    assert told(answer).endswith("nên người khác phải duyệt (nguyên tắc hai người).")


def test_a_page_seen_before_anothers_change_changes_nothing_and_keeps_the_words(
    office: Office,
) -> None:
    staff(office)
    key = write(office, "Bài")
    seen = str(item(office, key).version)
    with office.desk("duyet") as desk:
        workflow.edit(desk, key, text="Lời của người khác.")
    form = {"key": key, "version": seen, "title": "Bài", "text": "Lời gõ mười phút."}
    answer = entered(office, "soan").post("/viec/sua", data=form)
    assert (answer.status_code, told(answer)) == (409, f"“Bài” {CONFLICT}")
    assert answer.text.count("Lời gõ mười phút.</textarea>") == 1
    assert item(office, key).text == "Lời của người khác."


@pytest.mark.parametrize("fields", [{}, {"version": ""}, {"version": "x"}, {"version": "99"}])
def test_a_form_without_the_right_version_changes_nothing(
    office: Office, fields: dict[str, str]
) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = entered(office, "soan").post("/viec/trinh", data={"key": key, **fields})
    assert (answer.status_code, item(office, key).state) == (409, "draft")


def test_returning_needs_a_reason_which_the_writer_reads(office: Office) -> None:
    staff(office)
    key = submit(office, write(office, "Bài"))
    approver = entered(office, "duyet")
    assert press(approver, office, "tra-lai", key, reason=" ").status_code == 400
    assert press(approver, office, "tra-lai", key, reason="Thiếu số điện thoại.").status_code == 303
    assert (item(office, key).state, item(office, key).reason) == ("draft", "Thiếu số điện thoại.")


def test_moving_takes_the_offices_local_time(office: Office, clock: VirtualClock) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = press(entered(office, "soan"), office, "doi-gio", f"{key}@1", den="2026-01-05T19:30")
    place = f"/noi-dung/{key}?xong=doi-gio&lan="
    assert (answer.status_code, answer.headers["location"][: len(place)]) == (303, place)
    assert due(office, key) == "2026-01-05T19:30:00+07:00"


def test_a_move_on_the_item_s_page_can_be_taken_back_there(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    key, writer = write(office, "Bài"), entered(office, "soan")
    before = due(office, key)
    moved = press(writer, office, "doi-gio", f"{key}@1", den="2026-01-05T19:30")
    page = writer.get(moved.headers["location"])
    form = re.search(r'action="/lich/hoan-tac">(.*?)</form>', page.text)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
    back = writer.post("/lich/hoan-tac", data=fields, follow_redirects=False)
    assert back.headers["location"].startswith(f"/noi-dung/{key}?xong=hoan-tac")
    assert due(office, key) == before
    assert "Đã hoàn tác: về 07:00, Thứ Sáu 02/01/2026." in writer.get(back.headers["location"]).text


def test_saving_what_is_the_same_says_that_nothing_changed(office: Office) -> None:
    staff(office)
    key, writer = write(office, "Bài"), entered(office, "soan")
    same = press(writer, office, "sua", key, title="Bài", text="Lời bài.")
    assert same.headers["location"] == f"/noi-dung/{key}?xong=sua-nhu-cu"
    assert "không có gì thay đổi nên chưa lưu gì" in writer.get(same.headers["location"]).text
    assert item(office, key).version == 1


def due(office: Office, key: str) -> str:
    with office.database.read() as session:
        at = one(session, item(office, key)).airings[0].due
    return at.astimezone(office.settings.zone).isoformat()


@pytest.mark.parametrize("den", ["", "hôm nay", "2026-13-01T10:00"])
def test_moving_without_a_day_is_refused_in_words(office: Office, den: str) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = press(entered(office, "soan"), office, "doi-gio", f"{key}@1", den=den)
    assert (answer.status_code, told(answer)) == (400, "Hãy chọn đủ ngày và giờ mới.")


def test_dropping_and_restoring(office: Office) -> None:
    staff(office)
    key = approve(office, write(office, "Bài"))
    writer = entered(office, "soan")
    assert press(writer, office, "bo", key, reason="Trùng lịch").status_code == 303
    assert (item(office, key).state, item(office, key).reason) == ("dropped", "Trùng lịch")
    page = read(writer.get(f"/noi-dung/{key}"))
    assert page.sections["viec"] == ["Việc có thể làm", "Khôi phục thành bản nháp"]
    assert press(writer, office, "khoi-phuc", key).status_code == 303
    assert item(office, key).state == "draft"


def test_confirming_what_was_read_out(office: Office, clock: VirtualClock) -> None:
    staff(office)
    key = approve(office, write(office, "Bài", channel="loudspeaker", days=0.5))
    clock.advance(timedelta(hours=13))
    writer = entered(office, "soan")
    answer = press(writer, office, "xac-nhan", f"{key}@1", what="done", note="Đọc đủ hai lần")
    assert (answer.status_code, airing(office, key)) == (303, Going.DONE)


def test_an_unknown_move_and_an_unknown_item_are_not_found(office: Office) -> None:
    staff(office)
    writer = entered(office, "soan")
    assert writer.post("/viec/xoa-het", data={"key": "a", "version": "1"}).status_code == 404
    assert writer.post("/viec/trinh", data={"key": "a/2026/b", "version": "1"}).status_code == 404


@pytest.mark.parametrize("move", MOVES)
def test_strangers_move_nothing(office: Office, move: str) -> None:
    arrive(office)
    key = write(office, "Bài")
    form = {"key": key, "version": "1"}
    answer = client(office).post(f"/viec/{move}", data=form, follow_redirects=False)
    assert answer.status_code == 400  # nobody has a password: the sentence names the set-up link
    assert told(answer).startswith("Chưa ai có mật khẩu nên trang này chỉ xem được")
    staff(office)
    answer = client(office).post(f"/viec/{move}", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?den=/")
    assert item(office, key).version == 1


MATRIX = {
    ("draft", "soan"): {"sua", "noi-chu-de", "trinh", "bo", "doi-gio"},
    ("draft", "duyet"): {"sua", "noi-chu-de", "trinh", "bo", "doi-gio"},
    ("draft", "quan-tri"): {"sua", "noi-chu-de", "trinh", "bo", "doi-gio"},
    ("pending", "soan"): {"sua", "tra-lai", "bo", "doi-gio"},
    ("pending", "duyet"): {"sua", "duyet", "tra-lai", "bo", "doi-gio"},
    ("pending", "quan-tri"): {"sua", "duyet", "tra-lai", "bo", "doi-gio"},
    ("approved", "soan"): {"sua", "bo", "doi-gio"},
    ("approved", "duyet"): {"sua", "tra-lai", "bo", "doi-gio"},
    ("approved", "quan-tri"): {"sua", "tra-lai", "bo", "doi-gio"},
}


@pytest.mark.parametrize(("state", "name"), MATRIX, ids=lambda one: str(one))
def test_a_page_offers_exactly_what_the_state_and_the_role_allow(
    office: Office, state: str, name: str
) -> None:
    staff(office)
    key = write(office, "Bài", channel="loudspeaker")
    {"draft": lambda *_: None, "pending": submit, "approved": approve}[state](office, key)
    html = entered(office, name).get(f"/noi-dung/{key}").text
    shown = set(re.findall(r'action="/viec/([\w-]+)"', html))
    assert shown | ({"sua"} if 'href="/soan/' in html else set()) == MATRIX[state, name]
    assert Read(html).headings[0] == (1, "Bài")


def test_a_time_outside_every_calendar_is_refused_in_a_sentence(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    writer, before = entered(office, "soan"), item(office, key).version
    for year in ("0001", "9999"):
        answer = press(writer, office, "doi-gio", key, den=f"{year}-01-01T00:00")
        assert (answer.status_code, told(answer)) == (
            400,
            f"Năm {int(year)} nằm ngoài khoảng 1968–2099 của lịch.",
        )
    assert item(office, key).version == before


def test_a_sign_that_is_none_is_refused_in_every_field(office: Office) -> None:
    staff(office)
    key = submit(office, write(office, "Bài"))
    answer = press(entered(office, "duyet"), office, "tra-lai", key, reason="xem\0lại")
    assert (answer.status_code, told(answer)) == (
        400,
        "Lời vừa gõ có ký tự hỏng (không phải chữ); hãy xóa ký tự đó rồi làm lại.",
    )


@pytest.mark.parametrize("title", ["Bài \u202eụl", "a\x01b", "x" * 301])
def test_a_title_that_deceives_or_never_ends_is_refused(office: Office, title: str) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = press(entered(office, "soan"), office, "sua", key, title=title, text="Lời mới.")
    assert (answer.status_code, item(office, key).title) == (400, "Bài")


def test_a_form_of_twenty_megabytes_is_refused(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    answer = press(entered(office, "soan"), office, "sua", key, text="y" * 20_000_000)
    assert (answer.status_code, item(office, key).text) == (413, "Lời bài.")


@pytest.mark.parametrize("origin", ["http://[", "null", "", "https://ke-xau.vn"])
def test_an_origin_that_is_not_ours_is_refused(office: Office, origin: str) -> None:
    staff(office)
    key = write(office, "Bài")
    writer = entered(office, "soan")
    answer = writer.post("/viec/bo", data={"key": key, "version": "1"}, headers={"Origin": origin})
    assert (answer.status_code, item(office, key).state) == (403, "draft")


def test_a_number_in_words_is_quoted_whole(office: Office) -> None:
    staff(office)
    key = write(office, "Buổi nói chuyện", channel="talk")
    browser = entered(office, "soan")
    answer = press(browser, office, "xac-nhan", key, nu="ba mươi")
    assert (answer.status_code, told(answer)) == (
        400,
        "Không hiểu số người dự “ba mươi”; hãy ghi một số, ví dụ 25.",
    )
    long = press(browser, office, "xac-nhan", key, nu="khoảng " * 30)
    assert f"“{('khoảng ' * 30)[:40]}…”" in told(long)
