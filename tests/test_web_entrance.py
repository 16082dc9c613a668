"""The door: set-up, signing in and out, the way back to the wanted page, what strangers may see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from signed_kit import PASSWORD, kept
from sqlmodel import select
from web_kit import APPROVER, WRITER, Read, TestClient, arrive, client, read, write

from habac24h.accounts import links
from habac24h.accounts.links import Purpose
from habac24h.clock import VirtualClock
from habac24h.models import Account, Audit
from habac24h.office import Office
from habac24h.web.entrance import own_path
from habac24h.workflow import people

pytestmark = pytest.mark.sqlite

CLOSED = (
    "/",
    "/lich",
    "/chien-dich",
    "/lich.ics",
    "/trang-chay-thu",
    "/tai-khoan",
    "/noi-dung/khong/2026/co",
)


def with_password(office: Office, name: str = WRITER) -> None:
    arrive(office)
    with office.database.write() as session:
        session.get_one(Account, name).password_hash = kept()


def sign_in(
    browser: TestClient, name: str = WRITER, password: str = PASSWORD, den: str = "/"
) -> object:
    form = {"ten": name, "mat_khau": password, "den": den}
    return browser.post("/dang-nhap", data=form, follow_redirects=False)


def trouble(answer: object) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text)  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


@pytest.mark.parametrize("address", CLOSED)
def test_without_a_password_anywhere_pages_can_be_read(office: Office, address: str) -> None:
    assert client(office).get(address, follow_redirects=False).status_code in (200, 303, 404)
    assert client(office).get("/").text.count("Chưa đăng nhập: trang chỉ để xem.") == 1


@pytest.mark.parametrize("address", CLOSED)
def test_with_a_password_strangers_are_led_to_the_door(office: Office, address: str) -> None:
    with_password(office)
    answer = client(office).get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/dang-nhap?den={address}")


def test_health_style_and_door_are_open_to_strangers(office: Office) -> None:
    with_password(office)
    browser = client(office)
    for address in ("/healthz", "/static/pages.css", "/dang-nhap"):
        assert browser.get(address, follow_redirects=False).status_code == 200


def test_signing_in_leads_to_the_wanted_page_and_out_again(office: Office) -> None:
    with_password(office)
    browser = client(office)
    answer = sign_in(browser, den="/lich?channel=banner")
    assert (answer.status_code, answer.headers["location"]) == (303, "/lich?channel=banner")
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/"))
    assert browser.get("/", follow_redirects=False).status_code == 200
    browser.post("/dang-xuat")
    assert browser.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("name", "password"), [(WRITER, "sai mật khẩu"), ("ai-do", PASSWORD), (APPROVER, ""), ("", "")]
)
def test_a_wrong_name_and_a_wrong_password_sound_the_same(
    office: Office, name: str, password: str
) -> None:
    with_password(office)
    answer = sign_in(client(office), name, password)
    assert (answer.status_code, trouble(answer)) == (
        400,
        "Tên hoặc mật khẩu chưa đúng; hãy gõ lại.",
    )
    assert "set-cookie" not in answer.headers


def test_after_ten_failures_even_the_right_password_waits(office: Office) -> None:
    with_password(office)
    browser = client(office)
    for _ in range(10):
        sign_in(browser, password="sai mật khẩu")
    answer = sign_in(browser)
    assert (answer.status_code, trouble(answer)[:33]) == (400, "Đăng nhập sai quá nhiều lần; hãy ")


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "lich", "/a\r\nb", ""]
)
def test_the_way_on_is_never_another_site(wanted: str) -> None:
    assert own_path(wanted) == "/"


def test_a_session_that_ran_out_asks_again(office: Office, clock: VirtualClock) -> None:
    with_password(office)
    browser = client(office)
    sign_in(browser)
    clock.advance(timedelta(hours=11))
    assert browser.get("/", follow_redirects=False).status_code == 200  # which begins a new day
    clock.advance(timedelta(hours=11))
    assert browser.get("/", follow_redirects=False).status_code == 200
    clock.advance(timedelta(hours=12))
    assert browser.get("/", follow_redirects=False).status_code == 303


def test_the_set_up_link_makes_an_administrator_who_is_in(office: Office) -> None:
    with office.database.write() as session:
        token = links.make(session, Purpose.SETUP, office.clock.now())
    browser = client(office)
    assert read(browser.get(f"/vao/{token}")).headings[0] == (1, "Thiết lập lần đầu")
    form = {"ten": "hoa", "mat_khau": PASSWORD, "lan_hai": PASSWORD}
    named = {"ho_ten": "Lê Thị Hoa", "chuc_vu": "công chức Văn hóa"}
    answer = browser.post(f"/vao/{token}", data=form | named)
    assert read(answer).headings[0] == (1, "Việc hôm nay")
    assert read(answer).links["Lê Thị Hoa"] == "/tai-khoan"
    assert browser.get(f"/vao/{token}").status_code == 404
    with office.database.read() as session:
        made = session.get_one(Account, "hoa")
    assert (made.role, made.full_name, made.position) == ("admin", *named.values())


@pytest.mark.parametrize(
    ("name", "password", "again", "said"),
    [
        ("hoa", PASSWORD, "khác hẳn nhé", "Hai lần gõ mật khẩu chưa giống nhau; hãy gõ lại."),
        ("hoa", "ngắn", "ngắn", "Mật khẩu cần từ 8 đến 200 ký tự"),
        ("hoa lan", PASSWORD, PASSWORD, "Tên người dùng “hoa lan” không hợp lệ"),
        ("soan", PASSWORD, PASSWORD, "Đã có người dùng “soan”; hãy chọn tên khác."),
    ],
)
def test_a_set_up_that_is_refused_keeps_the_link_and_the_name(
    office: Office, name: str, password: str, again: str, said: str
) -> None:
    arrive(office)
    with office.database.write() as session:
        token = links.make(session, Purpose.SETUP, office.clock.now())
    browser = client(office)
    form = {"ten": name, "mat_khau": password, "lan_hai": again, "ho_ten": "Lê Thị Hoa"}
    answer = browser.post(f"/vao/{token}", data=form)
    assert (answer.status_code, trouble(answer)[: len(said)]) == (400, said)
    assert answer.text.count(f'value="{name}"') == 1
    assert answer.text.count('value="Lê Thị Hoa"') == 1
    assert password not in answer.text
    assert browser.get(f"/vao/{token}").status_code == 200


def test_a_new_person_s_link_names_the_person_and_no_other_computers(office: Office) -> None:
    with_password(office)
    with office.database.write() as session:
        people.add(session, "minh", "approver", office.clock.now(), full_name="Nguyễn Văn Minh")
        fresh = links.make(session, Purpose.PASSWORD, office.clock.now(), account="minh")
        again = links.make(session, Purpose.PASSWORD, office.clock.now(), account="soan")
    first, other = (client(office).get(f"/vao/{token}").text for token in (fresh, again))
    assert "Đặt mật khẩu cho <b>Nguyễn Văn Minh</b>, tên người dùng <b>minh</b>." in first
    assert "Các máy khác" not in first
    assert "Đặt mật khẩu mới cho <b>soan</b>. Các máy khác" in other


def test_a_password_link_changes_the_password_and_ends_other_sessions(office: Office) -> None:
    with_password(office)
    other = client(office)
    sign_in(other)
    with office.database.write() as session:
        token = links.make(session, Purpose.PASSWORD, office.clock.now(), account=WRITER)
    form = {"mat_khau": "mật khẩu mới tinh", "lan_hai": "mật khẩu mới tinh"}
    assert client(office).post(f"/vao/{token}", data=form).status_code == 200
    assert other.get("/", follow_redirects=False).status_code == 303
    assert sign_in(client(office)).status_code == 400
    assert sign_in(client(office), password="mật khẩu mới tinh").status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1:8024"}, 303),
        ({"origin": "http://127.0.0.1:9"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_change_must_come_from_our_own_page(
    office: Office, headers: dict[str, str], status: int
) -> None:
    with_password(office)
    form = {"ten": WRITER, "mat_khau": PASSWORD}
    answer = client(office).post("/dang-nhap", data=form, headers=headers, follow_redirects=False)
    assert answer.status_code == status


def test_who_came_in_is_on_record_and_no_secret_is(office: Office) -> None:
    with_password(office)
    browser = client(office)
    sign_in(browser)
    token = browser.cookies["habac24h"]
    browser.post("/dang-xuat")
    with office.database.read() as session:
        rows = [row.model_dump_json() for row in session.exec(select(Audit))]
    assert [word for row in rows for word in ("sign-in", "sign-out") if f'"{word}"' in row] == [
        "sign-in",
        "sign-out",
    ]
    assert not any(token in row or PASSWORD in row for row in rows)


def test_the_door_is_a_page_like_the_others(office: Office) -> None:
    with_password(office)
    write(office, "Bài")
    page = Read(client(office).get("/dang-nhap?den=/lich").text)
    assert page.headings == [(1, "Đăng nhập")]


def test_a_name_that_no_database_can_be_asked_for_is_nobodys(office: Office) -> None:
    with_password(office)
    answer = sign_in(client(office), name="soan\0")
    assert (answer.status_code, trouble(answer)) == (  # type: ignore[attr-defined]
        400,
        "Tên hoặc mật khẩu chưa đúng; hãy gõ lại.",
    )


def test_who_lost_the_session_while_writing_comes_back_to_the_form(
    office: Office, clock: VirtualClock
) -> None:
    with_password(office)
    key = write(office, "Bài")
    browser = client(office)
    sign_in(browser)
    clock.advance(timedelta(hours=13))
    form = {"key": key, "version": "1", "text": "Lời khác."}
    for came_from, back in (
        (f"/soan/{key}?lay-lai=1", f"/soan/{key}%3Flay-lai%3D1"),
        ("/viec/sua", f"/soan/{key}"),
        ("/soan/xem-thu", f"/soan/{key}"),
        ("/viec/xac-nhan", f"/noi-dung/{key}"),
        ("/don-vi/bo", "/don-vi"),
        ("/don-vi/tram-y-te", "/don-vi/tram-y-te"),
        ("/khong/co", "/"),
        ("//evil.example/lich", "/"),
    ):
        said = {"referer": f"{str(browser.base_url).rstrip('/')}{came_from}"}
        answer = browser.post("/viec/sua", data=form, headers=said, follow_redirects=False)
        assert answer.headers["location"] == f"/dang-nhap?den={back}"
    said = {"referer": "http://evil.example/lich"}
    answer = browser.post("/viec/sua", data=form, headers=said, follow_redirects=False)
    assert answer.headers["location"] == "/dang-nhap?den=/"


@pytest.mark.parametrize("address", ["/khong-co", "/viec/sua"])
def test_a_page_of_trouble_knows_who_is_there(office: Office, address: str) -> None:
    with_password(office)
    browser = client(office)
    sign_in(browser)
    answer = browser.get(address)
    assert answer.status_code in (404, 405)
    assert ("Chưa đăng nhập" in answer.text, WRITER in Read(answer.text).links) == (False, True)
    assert "Chưa đăng nhập" in client(office).get(address).text
