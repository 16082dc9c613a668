"""`habac24h settings`: what the pages change, from a terminal; the password from a file alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Terminal
from smtp_kit import Mailbox, mail_server

PASSWORD = "mat-khau-ung-dung"
MAIL = ("smtp.sender=vhxh@habac.example", "smtp.to=lan@habac.example", "smtp.user=vhxh")


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What Notepad makes of a password."""
    found = tmp_path / "mat-khau.txt"
    found.write_bytes(b"\xef\xbb\xbf" + PASSWORD.encode() + b"\r\n")
    return found


def test_a_mailbox_is_set_shown_tried_and_given_back(terminal: Terminal, file: Path) -> None:
    box = Mailbox()
    with mail_server(box, password=PASSWORD) as port:
        here = ("smtp.host=127.0.0.1", f"smtp.port={port}", "smtp.security=none")
        terminal.ok("settings", "set", *here, *MAIL, "--password-file", str(file))
        said = terminal.ok("reminders", "mail", "--to", "minh@habac.example").out
    assert (said, box.given) == (
        "Máy chủ thư đã nhận thư thử gửi tới minh@habac.example.\n",
        [["minh@habac.example"]],
    )
    shown = terminal.ok("settings", "show").out
    assert PASSWORD not in shown
    assert "smtp.host = 127.0.0.1 (đặt ở trang Cài đặt hoặc bằng lệnh)" in shown.splitlines()
    assert "smtp_password: đặt ở trang Cài đặt hoặc bằng lệnh" in shown.splitlines()
    terminal.ok("settings", "set", "--forget-password")
    terminal.ok("settings", "reset", *(one.partition("=")[0] for one in (*here, *MAIL)))
    told = terminal.ok("settings", "show", "--json").json
    assert told["smtp.host"] == {"value": "", "from": "program"}
    assert told["smtp_password"] == {"value": None, "from": None}


def test_what_is_wrong_is_named_and_nothing_is_changed(terminal: Terminal) -> None:
    ran = terminal.run("settings", "set", "office=xã Khác", "smtp.port=0", "handover_days=40")
    assert (ran.code, ran.err) == (
        1,
        "Chưa lưu gì cả. handover_days: phải ≤ 28. smtp.port: phải ≥ 1.\n",
    )
    assert terminal.ok("settings", "show", "--json").json["office"]["value"] == "xã Hà Bắc"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", "office"), "“office” thiếu dấu =; hãy viết như smtp.port=465."),
        (("set",), "Không có ô nào đổi nên không lưu gì."),
        (("set", "page_token=x"), "“page_token” không đổi được ở đây; xem các tên bằng"),
        (("reset", "timezone"), "“timezone” không đổi được ở đây; xem các tên bằng"),
        (("set", "office=a", "--as", "ai-do"), "Không có người dùng “ai-do”"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    terminal: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    ran = terminal.run("settings", *words)
    assert (ran.code, ran.err.startswith(sentence)) == (1, True), ran.err


def test_only_an_administrator_s_name_will_do(terminal: Terminal) -> None:
    terminal.staff()
    ran = terminal.run("settings", "set", "office=xã Khác", "--as", "lan")
    assert (ran.code, ran.err) == (
        1,
        "Chỉ người quản trị đổi cài đặt được; hãy nhờ người quản trị của cơ quan.\n",
    )


def test_what_a_variable_decides_is_said_so(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABAC24H_OFFICE", "xã Hà Nam")
    ran = terminal.run("settings", "set", "office=xã Khác")
    assert ran.err == "“office” do biến môi trường của máy này đặt; hãy đổi biến ấy.\n"
    assert terminal.ok("settings", "show", "--json").json["office"]["from"] == "variable"
