"""Thư buổi sáng: the mail server is set on a page, tried with a real letter, and its password kept.

The password itself is looked for everywhere by test_mail_password.py.
"""

from __future__ import annotations

import re
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from signed_kit import entered, staff
from smtp_kit import Mailbox, certificate, mail_server
from sqlmodel import select
from test_web_settings import last, told, wrong
from web_kit import TestClient

from habac24h import mail_password, own_settings
from habac24h.config import Settings
from habac24h.models import Audit
from habac24h.office import Office, open_office
from habac24h.running import Smtp
from habac24h.vault import KEY_FILE
from habac24h.workflow.own_settings import change_settings

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ADDRESS = "/cai-dat/thu"
PASSWORD = "mat-khau-ung-dung"
LAN = "lan@habac.example"


@pytest.fixture
def browser(office: Office) -> TestClient:
    """The administrator's."""
    office.home.mkdir(exist_ok=True)
    staff(office)
    return entered(office, "quan-tri")


def form(port: int = 587, **changed: str) -> dict[str, str]:
    """The page's fields for a server on this computer."""
    return {
        "smtp.host": "127.0.0.1",
        "smtp.port": str(port),
        "smtp.security": "none",
        "smtp.sender": "vhxh@habac.example",
        "smtp.to": LAN,
        **changed,
    }


def keep(browser: TestClient, **fields: str) -> Any:
    return browser.post(ADDRESS, data=fields, follow_redirects=False)


def try_out(browser: TestClient, **fields: str) -> str:
    """What the page says after the button "Gửi thư thử"."""
    answer = browser.post(ADDRESS, data={"viec": "thu", "thu-den": LAN, **fields})
    good = re.search(r'<p class="bao-xong" role="status">(.*?)</p>', answer.text)
    assert (answer.status_code == 200) == (good is not None)
    return good[1] if good else told(answer.text).removeprefix("Cài đặt đã lưu. ")


def opened(office: Office) -> str | None:
    with office.database.read() as session:
        return mail_password.password(session, office.home, office.settings)


def test_what_is_saved_counts_at_once_and_after_a_new_start(
    office: Office, browser: TestClient
) -> None:
    answer = keep(browser, **form(465, **{"smtp.user": "vhxh", "smtp_password": PASSWORD}))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ADDRESS}?xong=luu")
    assert (office.settings.smtp.host, office.settings.smtp.port) == ("127.0.0.1", 465)
    again = open_office(office.home, clock=office.clock, settings=office.base)
    assert (again.settings.smtp.recipients, opened(again)) == ((LAN,), PASSWORD)
    again.close()
    assert "gửi 1 người lúc 07:30" in browser.get("/cai-dat").text


def test_the_log_tells_that_the_password_changed_and_not_what_it_is(
    office: Office, browser: TestClient
) -> None:
    keep(browser, **form(**{"smtp.user": "vhxh", "smtp_password": PASSWORD}))
    assert last(office, "settings").details["settings"]["smtp_password"] == ["none", "set"]
    keep(browser, smtp_password="mot-mat-khau-khac")
    assert last(office, "settings").details["settings"] == {"smtp_password": ["set", "anew"]}
    assert "Mật khẩu hộp thư: đã đặt → đặt lại" in browser.get("/nhat-ky").text


def test_an_empty_password_field_keeps_the_old_one_and_a_tick_takes_it_away(
    office: Office, browser: TestClient
) -> None:
    keep(browser, **form(**{"smtp.user": "vhxh", "smtp_password": PASSWORD}))
    keep(browser, **form(2525, smtp_password=""))
    assert (opened(office), office.settings.smtp.port) == (PASSWORD, 2525)
    keep(browser, **{"bo-mat-khau": "co"})
    assert opened(office) is None
    assert last(office, "settings").details["settings"] == {"smtp_password": ["set", "none"]}


def test_a_password_pasted_from_google_s_page_has_plain_blanks(
    office: Office, browser: TestClient
) -> None:
    typed = " abcd\N{NO-BREAK SPACE}efgh\N{NO-BREAK SPACE}ijkl\N{NO-BREAK SPACE}mnop\n"
    keep(browser, **form(**{"smtp.user": "vhxh", "smtp_password": typed}))
    assert opened(office) == "abcd efgh ijkl mnop"


def test_a_password_goes_to_no_other_server(office: Office, browser: TestClient) -> None:
    """Whoever changes the server's name must not learn the password by that."""
    keep(browser, **form(**{"smtp.user": "vhxh", "smtp_password": PASSWORD}))
    answer = keep(browser, **{"smtp.host": "localhost"})
    assert wrong(answer.text)["smtp_password"].startswith("Máy chủ thư mới thì gõ lại mật khẩu")
    assert office.settings.smtp.host == "127.0.0.1"
    assert keep(browser, **{"smtp.host": "localhost", "smtp_password": "moi"}).status_code == 303
    assert opened(office) == "moi"
    keep(browser, **{"smtp.host": "LocalHost", "smtp.to": "minh@habac.example"})  # the same one
    assert (office.settings.smtp.host, opened(office)) == ("localhost", "moi")


def test_the_file_s_password_goes_to_the_file_s_server_alone(
    office: Office, browser: TestClient
) -> None:
    smtp = Smtp(host="mail.example", user="vhxh", sender="a@habac.example", to=LAN)
    update = {"smtp": smtp, "smtp_password": SecretStr("cua-tep")}
    office.base = office.settings = office.settings.model_copy(update=update)
    assert opened(office) == "cua-tep"
    page = browser.get(ADDRESS).text
    assert page.count("Theo tệp cài đặt habac24h.toml") == 5
    assert keep(browser, **{"smtp.host": "noi-khac.example"}).status_code == 400
    assert keep(browser, **{"smtp.host": "noi-khac.example", "smtp.user": ""}).status_code == 303
    assert opened(office) is None


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"smtp.host": "http://mail.example"}, ["smtp.host"]),
        ({"smtp.host": "mail.example"}, ["smtp.security"]),
        ({"smtp.port": "x"}, ["smtp.port"]),
        ({"smtp.sender": "a@b, c@d"}, ["smtp.sender"]),
        ({"smtp.to": ""}, ["smtp.to"]),
        ({"smtp.to": "mailto:a@x.vn"}, ["smtp.to"]),
        ({"smtp.sender": "():@x.vn"}, ["smtp.sender"]),
        ({"digest_at": "13:00"}, ["digest_at"]),
        ({"smtp_password": "mật khẩu", "smtp.user": "x"}, ["smtp_password"]),
        ({"smtp_password": PASSWORD}, ["smtp.user"]),
    ],
)
def test_what_cannot_be_right_stands_beside_its_field(
    office: Office, browser: TestClient, given: dict[str, str], fields: list[str]
) -> None:
    answer = keep(browser, **form(**given))
    assert (answer.status_code, list(wrong(answer.text))) == (400, fields)
    assert ("Mật khẩu vừa gõ không hiện lại" in answer.text) == ("smtp_password" in given)
    assert (office.settings.smtp.host, opened(office)) == ("", None)
    with office.database.read() as session:
        assert session.exec(select(Audit).where(Audit.act == "settings")).first() is None


def test_a_letter_to_try_it_saves_first_and_goes_to_one_address(
    office: Office, browser: TestClient
) -> None:
    box = Mailbox()
    with mail_server(box, password=PASSWORD) as port:
        fields = form(port, **{"smtp.user": "vhxh", "smtp_password": PASSWORD})
        said = try_out(browser, **fields, **{"thu-den": "minh@habac.example"})
    assert said.startswith("Máy chủ thư đã nhận thư thử gửi tới minh@habac.example.")
    (letter,) = box.letters
    assert (box.given, letter["To"]) == ([["minh@habac.example"]], "minh@habac.example")
    assert letter["Subject"] == "Thư thử của habac24h, xã Hà Bắc"
    assert "Nhận được thư này là cài đặt thư đã đúng." in letter.get_content()
    assert last(office, "mail-trial").details == {"address": "minh@habac.example"}
    assert office.settings.smtp.port == port


def test_a_second_try_needs_no_change(office: Office, browser: TestClient) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        try_out(browser, **form(port))
        try_out(browser, **form(port))
    assert len(box.letters) == 2


def test_a_wrong_password_is_said_with_the_server_s_words(browser: TestClient) -> None:
    with mail_server(Mailbox(), password="dung-roi") as port:
        said = try_out(browser, **form(port, **{"smtp.user": "x", "smtp_password": PASSWORD}))
    assert said.startswith(
        f"Máy chủ thư 127.0.0.1:{port} không nhận tên đăng nhập hoặc mật khẩu (mã 535)."
    )


def test_a_server_that_wants_a_password_says_so(browser: TestClient) -> None:
    with mail_server(Mailbox(answer="530 5.7.0 Authentication Required")) as port:
        said = try_out(browser, **form(port))
    assert said == (
        f"Máy chủ thư 127.0.0.1:{port} đòi đăng nhập (mã 530). Hãy điền tên đăng nhập và mật khẩu "
        "hộp thư. Máy chủ nói: “5.7.0 Authentication Required”."
    )


def test_a_host_that_is_not_there(browser: TestClient) -> None:
    said = try_out(browser, **form(**{"smtp.host": "khong-co.invalid", "smtp.security": "tls"}))
    assert said == (
        "Không tìm thấy máy chủ thư “khong-co.invalid”. Hãy xem lại tên máy chủ, và xem máy này có "
        "mạng không."
    )


def test_a_port_that_is_closed_and_what_was_typed_is_kept_all_the_same(
    office: Office, browser: TestClient
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        nobody = free.getsockname()[1]
    answer = browser.post(ADDRESS, data={"viec": "thu", "thu-den": LAN, **form(nobody)})
    assert told(answer.text).startswith(
        f"Cài đặt đã lưu. Máy chủ thư 127.0.0.1:{nobody} không mở cổng này."
    )
    assert (answer.status_code, office.settings.smtp.port) == (400, nobody)


def test_a_certificate_that_nobody_vouches_for(browser: TestClient, tmp_path: Path) -> None:
    with mail_server(Mailbox(), tls=certificate(tmp_path)) as port:
        said = try_out(browser, **form(port, **{"smtp.security": "starttls"}))
    assert "đưa chứng thư không đáng tin nên chưa gửi gì." in said


def test_a_certificate_of_another_name(
    browser: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with mail_server(Mailbox(), tls=file) as port:
        said = try_out(browser, **form(port, **{"smtp.security": "starttls"}))
    assert "đưa chứng thư của một tên khác nên chưa gửi gì." in said


def test_tls_at_a_port_that_begins_in_clear(browser: TestClient) -> None:
    with mail_server(Mailbox()) as port:
        said = try_out(browser, **form(port, **{"smtp.security": "tls"}))
    assert said == (
        f"Máy chủ thư 127.0.0.1:{port} không mã hóa được ở cổng này. Hãy xem lại cổng và cách mã "
        "hóa: cổng 587 đi với STARTTLS, cổng 465 đi với TLS."
    )


def test_a_recipient_who_is_refused_is_named(office: Office, browser: TestClient) -> None:
    with mail_server(Mailbox(refused=(LAN,))) as port:
        said = try_out(browser, **form(port))
    assert said == (
        f"Máy chủ thư 127.0.0.1:{port} không nhận địa chỉ người nhận {LAN}. Hãy xem lại từng chữ "
        "của địa chỉ. Máy chủ nói: “no such mailbox”."
    )
    with office.database.read() as session:
        assert session.exec(select(Audit).where(Audit.act == "mail-trial")).first() is None


@pytest.mark.parametrize("to", ["", "khong phai", "a@b.vn, c@d.vn"])
def test_a_try_goes_to_exactly_one_address(browser: TestClient, to: str) -> None:
    keep(browser, **form())
    assert "hãy viết đúng một địa chỉ để nhận thư thử." in try_out(browser, **{"thu-den": to})


def test_without_a_server_nothing_is_tried(browser: TestClient) -> None:
    assert try_out(browser).startswith("Chưa đặt máy chủ thư nên chưa gửi thử được")


def test_a_lost_key_is_a_sentence_with_what_to_do(office: Office, browser: TestClient) -> None:
    keep(browser, **form(**{"smtp.user": "vhxh", "smtp_password": PASSWORD}))
    (office.home / KEY_FILE).unlink()
    said = try_out(browser)
    assert said == (
        "Khóa bí mật không khớp với dữ liệu nên không mở được mật khẩu hộp thư; hãy đặt lại "
        'SECRET_KEY cũ hoặc gõ lại mật khẩu ở trang <a class="cham" href="/cai-dat/thu">Thư buổi '
        "sáng</a> trong Cài đặt."
    )
    assert browser.get(ADDRESS).status_code == 200
    keep(browser, smtp_password=PASSWORD)
    assert opened(office) == PASSWORD


def test_what_a_variable_decides_is_fixed(
    office: Office, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABAC24H_SMTP_PASSWORD_FILE", "x")
    monkeypatch.setenv("HABAC24H_SMTP__HOST", "127.0.0.1")
    smtp = Smtp(host="127.0.0.1", sender="a@habac.example", to=LAN)
    update = {"smtp": smtp, "smtp_password": SecretStr("cua-bien")}
    office.base = office.settings = office.settings.model_copy(update=update)
    page = browser.get(ADDRESS).text
    for name in ("smtp.host", "smtp_password"):
        field = re.search(rf'<input id="{re.escape(name)}"[^>]*>', page)
        assert field is not None
        assert " disabled" in field[0]
    keep(browser, **{"smtp.host": "mail.example", "smtp.user": "vhxh", "smtp_password": PASSWORD})
    assert (office.settings.smtp.host, opened(office)) == ("127.0.0.1", "cua-bien")


@pytest.mark.parametrize("name", ["soan", "duyet"])
def test_only_the_administrator_changes_and_tries(office: Office, name: str) -> None:
    staff(office)
    browser = entered(office, name)
    assert keep(browser, **form()).status_code == 400
    assert "Việc này dành cho người quản trị" in try_out(browser, **form())
    page = browser.get(ADDRESS).text
    assert ("<button>Lưu cài đặt" in page, 'name="thu-den"' in page) == (False, False)
    assert office.settings.smtp.host == ""


def test_settings_that_no_longer_go_together_lock_nobody_out(office: Office) -> None:
    """The file's server was taken out, or a newer program wants more: the rest still counts."""
    with office.database.write() as session:
        own_settings.keep(session, {"smtp.host": "mail.example", "office": "xã Hà Nam"})
    again = open_office(office.home, clock=office.clock, settings=office.base)
    assert (again.settings.smtp.host, again.settings.office) == ("", "xã Hà Nam")
    again.close()


def test_what_does_not_go_together_any_more_stands_in_no_other_setting_s_way(
    office: Office, browser: TestClient
) -> None:
    with office.database.write() as session:
        own_settings.keep(session, {"smtp.host": "mail.example"})
    assert keep(browser, **form()).status_code == 303
    assert office.settings.smtp.host == form()["smtp.host"]


def test_another_process_hears_of_the_password(office: Office, browser: TestClient) -> None:
    other = open_office(office.home, clock=office.clock, settings=office.base)
    keep(browser, **form(**{"smtp.user": "vhxh", "smtp_password": PASSWORD}))
    with other.database.read() as session:
        other.refresh(session)
    assert opened(other) == PASSWORD
    with other.desk("quan-tri") as desk:
        change_settings(desk, other.base or Settings(), {"smtp.host": ""})
    browser.get("/cai-dat/thu")
    assert (office.settings.smtp.host, opened(office)) == ("", None)
    other.close()
