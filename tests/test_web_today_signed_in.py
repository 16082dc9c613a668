"""Việc hôm nay for people who signed in: buttons are a click away, so no commands are shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from web_kit import APPROVER, WRITER, Read, TestClient, approve, arrive, client, read, submit, write

from habac24h import workflow
from habac24h.accounts import links
from habac24h.clock import VirtualClock
from habac24h.models import Account, Airing, Going
from habac24h.office import Office
from habac24h.web.moves import MOVES
from habac24h.workflow import people
from habac24h.workflow.mending import TOO_LATE

pytestmark = pytest.mark.sqlite

PASSWORD = "mùa lúa chín vàng"
BUTTONS = "submit|approve|return|cancel|move|confirm|resolve|resend|recall|users"


def signed_in(office: Office, name: str) -> TestClient:
    with office.database.write() as session:
        links.set_password(session, session.get_one(Account, name), PASSWORD, office.clock.now())
    browser = client(office)
    browser.post("/dang-nhap", data={"ten": name, "mat_khau": PASSWORD})
    return browser


def today(office: Office, name: str = WRITER) -> Read:
    return read(signed_in(office, name).get("/"))


def test_what_waits_is_led_to_not_told_as_a_command(office: Office, clock: VirtualClock) -> None:
    arrive(office)
    approve(office, write(office, "Đọc loa", channel="loudspeaker", days=0.1))
    lost = write(office, "Bài lỡ", days=0.1)
    clock.advance(timedelta(days=0.2))
    with office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{lost}@1")).one()
        airing.state = Going.MISSED
        session.add(airing)
    submit(office, write(office, "Bài chờ", days=40))
    write(office, "Bản nháp", days=1)
    page = today(office)
    assert page.sections["cho-duyet"][-1].endswith("Người trình: soan")
    assert page.sections["can-xu-ly"][-2:] == [
        TOO_LATE,
        "Dời sang Dời Không cần nữa: bỏ Mở nội dung để xử lý",
    ]
    assert page.sections["nhap"][1] == (
        "Nháp không được đăng, đọc hay treo. Bấm tên nội dung để đọc lại, sửa nếu cần, "
        "rồi trình duyệt."
    )
    assert page.sections["chua-xac-nhan"][-1] == (
        "Xác nhận đã phát Từng nơi, số người, hoặc không làm được"
    )
    assert [block for block in page.blocks if re.match(f"habac24h (?:{BUTTONS}) ", block)] == []


def test_each_command_that_is_left_out_has_its_button() -> None:
    deeds = "trinh duyet tra-lai bo doi-gio xac-nhan quyet-dinh gui-lai thu-hoi"
    assert [deed for deed in deeds.split() if deed not in MOVES] == []


def test_a_returned_draft_tells_its_writer_why(office: Office) -> None:
    arrive(office)
    key = submit(office, write(office, "Bài trả", days=1))
    with office.desk(APPROVER) as desk:
        workflow.return_(desk, key, reason="thiếu số của Hội Phụ nữ")
    assert today(office).sections["nhap"][2:] == [
        "Bài trả",
        "07:00, Thứ Sáu 02/01/2026 Fanpage",
        "Bị trả lại (duyet, 07:00 01/01): thiếu số của Hội Phụ nữ",
        f"Mã: {key}",
    ]


def test_an_administrator_alone_is_led_to_the_accounts(office: Office) -> None:
    with office.database.write() as session:
        people.add(session, "quan", "admin", office.clock.now())
    assert today(office, "quan").sections["nguoi-dung"] == [
        "Mới có một người dùng",
        "Bước tiếp theo: thêm người soạn và người duyệt (hai người khác nhau) ở trang Tài khoản.",
    ]
    arrive(office)
    assert "nguoi-dung" not in today(office, "quan").sections


def test_what_was_given_back_stands_first_for_its_author(office: Office) -> None:
    arrive(office)
    key = submit(office, write(office, "Bài xa", days=60))
    with office.desk(APPROVER) as desk:
        workflow.return_(desk, key, reason="Sai tên thôn")
    said = "Bị trả lại (duyet, 07:00 01/01): Sai tên thôn"
    page = today(office)
    assert (page.sections["can-xu-ly"][0], said in page.sections["can-xu-ly"]) == (
        "Cần xử lý 1",
        True,
    )
    assert today(office, APPROVER).sections["can-xu-ly"][0] == "Cần xử lý 0"
    browser = signed_in(office, WRITER)
    assert read(browser.get(f"/noi-dung/{key}")).blocks.index(said) < 15
    submit(office, key)
    assert today(office).sections["can-xu-ly"][0] == "Cần xử lý 0"


def test_the_door_does_not_promise_pages_that_it_keeps_closed(office: Office) -> None:
    arrive(office)
    signed_in(office, WRITER)
    assert "trang chỉ để xem" not in client(office).get("/dang-nhap").text


def pressed(browser: TestClient, deed: str, after: str) -> dict[str, str]:
    """The fields of the first form of the first page that does this deed."""
    form = re.search(rf'action="/viec/{deed}"[^>]*>(.*?)</form>', browser.get("/").text, re.S)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
    answer = browser.post(f"/viec/{deed}", data=fields, follow_redirects=False)
    place = f"/?xong={deed}&noi-dung="
    assert (answer.status_code, answer.headers["location"][: len(place)]) == (303, place)
    assert after in read(browser.get(answer.headers["location"])).blocks
    return fields


def put(office: Office, key: str, state: Going) -> None:
    with office.database.write() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        airing.state = state
        session.add(airing)


def state(office: Office, key: str) -> tuple[str, str]:
    with office.database.read() as session:
        airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
        return airing.state, f"{airing.due.astimezone(office.settings.zone):%d/%m %H:%M}"


def test_a_missed_post_gets_a_new_hour_right_there(office: Office, clock: VirtualClock) -> None:
    arrive(office)
    key = write(office, "Bài lỡ", days=0.1)
    clock.advance(timedelta(days=0.5))
    put(office, key, Going.MISSED)
    fields = pressed(signed_in(office, WRITER), "doi-gio", "Bài lỡ: Đã dời giờ.")
    assert (fields["den"], state(office, key)) == ("2026-01-02T19:00", ("waiting", "02/01 19:00"))


def test_a_failed_post_is_sent_again_right_there(office: Office) -> None:
    arrive(office)
    key = approve(office, write(office, "Bài lỗi", days=1))
    put(office, key, Going.FAILED)
    pressed(signed_in(office, WRITER), "gui-lai", "Bài lỗi: Đã cho gửi lại.")
    assert state(office, key)[0] == "waiting"


def test_a_doubtful_post_is_answered_right_there(office: Office) -> None:
    arrive(office)
    key = approve(office, write(office, "Bài ngờ", days=1))
    put(office, key, Going.UNKNOWN)
    pressed(signed_in(office, WRITER), "quyet-dinh", "Bài ngờ: Đã ghi quyết định.")
    assert state(office, key)[0] == "done"


def test_what_was_read_out_is_confirmed_right_there(office: Office, clock: VirtualClock) -> None:
    arrive(office)
    key = approve(office, write(office, "Đọc loa", channel="loudspeaker", days=0.1))
    clock.advance(timedelta(days=0.2))
    pressed(signed_in(office, WRITER), "xac-nhan", "Đọc loa: Đã ghi xác nhận.")
    assert state(office, key)[0] == "done"


def test_what_waits_for_me_comes_first_and_is_marked(office: Office) -> None:
    arrive(office)
    with office.desk(APPROVER) as desk:
        mine = workflow.new(
            desk,
            "thuong-xuyen",
            2026,
            channel="fanpage",
            to=desk.now + timedelta(days=1),
            title="Bài của tôi",
            text="Lời của tôi.",
        ).key
        workflow.submit(desk, mine)
    submit(office, write(office, "Bài của soạn", days=2))
    lines = today(office, APPROVER).sections["cho-duyet"]
    assert [line for line in lines if line.startswith("Bài")] == ["Bài của soạn", "Bài của tôi"]
    assert [line.count("chờ bạn duyệt") for line in lines if "Fanpage" in line] == [1, 0]
