"""`read` as a person runs it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from cli_kit import Terminal


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def test_a_text_is_read(terminal: Terminal) -> None:
    ran = terminal.ok("read", "gọi 113")
    assert (ran.out, ran.err) == ("gọi một một ba\n", "")


def test_a_question_stands_on_the_other_stream(terminal: Terminal) -> None:
    ran = terminal.ok("read", "TT xã")
    assert ran.out == "[HỎI: TT] xã\n"
    assert ran.err == "dòng 1: “TT”: Thường trực, Thông tư, Trung tâm hay thông tin?\n"


def test_json_holds_words_questions_and_seconds(terminal: Terminal) -> None:
    assert terminal.ok("read", "ngày 20/10.", "--json").json == {
        "spoken": "ngày hai mươi tháng mười.",
        "questions": [],
        "seconds": 2.2,
    }


def test_a_file_is_read_without_its_bom(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "bai.txt"
    file.write_bytes("\ufeff20/10\nkm\n".encode())
    assert terminal.ok("read", "--file", str(file)).out == "ngày hai mươi tháng mười\nki-lô-mét\n"


def test_every_line_of_a_tsv_has_its_reading(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "cases.tsv"
    file.write_bytes("1/2\r\n\n🌸\n".encode())
    assert terminal.ok("read", "--tsv", str(file)).out == "1/2\tmột phần hai\n\t\n🌸\t[BỎ]\n"


def test_json_of_a_tsv_is_a_list(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "cases.tsv"
    file.write_text("5\n6\n", encoding="utf-8")
    read = terminal.ok("read", "--tsv", str(file), "--json").json
    assert [(one["text"], one["spoken"]) for one in read] == [("5", "năm"), ("6", "sáu")]


def test_words_are_taken_from_a_pipe(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"20/10\n")))
    assert terminal.ok("read").out == "ngày hai mươi tháng mười\n"


def test_words_that_are_no_utf8_are_refused(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    ran = terminal.run("read")
    assert ran.code == 1
    assert ran.err == "Chữ đưa vào không phải UTF-8; hãy lưu lại với mã UTF-8.\n"


def test_two_sources_at_once_are_wrong_usage(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("read", "năm", "--file", str(tmp_path / "x")).code == 2


def test_a_missing_file_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "khong-co.txt"
    ran = terminal.run("read", "--file", str(file))
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_no_database_is_made(terminal: Terminal) -> None:
    terminal.ok("read", "5")
    assert not terminal.home.exists()
