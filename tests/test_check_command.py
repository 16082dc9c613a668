"""The check command: a file without an office, items with their keys, lines and columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import Terminal

KEYS = ["rule", "severity", "start", "end", "found", "better", "why"]


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def written(folder: Path, text: str) -> str:
    path = folder / "bai.txt"
    path.write_bytes(text.encode())
    return str(path)


def test_a_file_is_checked_without_opening_the_office(terminal: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeffChúc phái yếu\n🧡 gọi 0912.345.678")
    found = terminal.ok("check", "--file", file, "--channel", "fanpage", "--json").json
    assert [list(one) for one in found] == [KEYS, KEYS]
    assert [(one["rule"], one["start"], one["end"]) for one in found] == [
        ("ST01", 5, 13),
        ("PR03", 20, 32),
    ]
    assert not terminal.home.exists()


def test_plain_output_says_line_column_and_what_to_write(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = written(tmp_path, "Bà con ơi!\nChúc phái\nyếu vui")
    lines = terminal.ok("check", "--file", file, "--channel", "portal").out.splitlines()
    assert lines[:2] == [
        "  Dòng 2, cột 6. Phải sửa: Gán đặc tính yếu/đẹp cho toàn bộ phụ nữ. "
        "Thấy: “phái yếu”. Nên viết: phụ nữ. (ST01)",
        "Người duyệt tự trả lời (Nghị định 48/2009/NĐ-CP, Điều 3):",
    ]
    assert len(lines) == 6


def test_a_rule_that_nobody_can_switch_off_shows_no_code(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = written(tmp_path, "Mời dự họp ngày 20/6/2026.")
    given = ("--file", file, "--channel", "fanpage", "--due", "2026-06-28")
    first = terminal.ok("check", *given).out.splitlines()[0]
    assert first.startswith("  Dòng 1, cột 17. Nên xem lại: ")
    assert ("NGAY-DA-QUA" in first, "Thấy: “20/6/2026”." in first) == (False, True)


def test_a_finding_about_the_title_names_no_place_in_the_text(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = written(tmp_path, "Bà con ơi!")
    first = terminal.ok("check", "--file", file, "--title", "Phái đẹp").out.splitlines()[0]
    assert first.startswith("  Phải sửa: Ở tiêu đề: ")


def test_a_good_file_is_an_empty_list(terminal: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "Vợ chồng cùng chia sẻ việc nhà.")
    assert terminal.ok("check", "--file", file, "--json").json == []
    first = terminal.ok("check", "--file", file).out.splitlines()[0]
    assert first == "  Không thấy điều gì cần sửa."


def test_the_channel_the_title_and_the_day_count(terminal: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "Mời dự họp ngày 20/6/2026.\n" + "chữ " * 25)
    given = ["--title", "Phái đẹp", "--due", "2026-06-28", "--json"]
    found = terminal.ok("check", "--file", file, "--channel", "banner", *given).json
    assert [one["rule"] for one in found] == ["ST01", "NGAY-DA-QUA", "BANG-RON-DAI"]


def test_a_key_adds_itself_to_each_finding(terminal: Terminal, tmp_path: Path) -> None:
    terminal.ok("plan", "2050", "--campaign", "ngay-gia-dinh", "--apply")
    terminal.staff()
    key = "ngay-gia-dinh/2050/bai-chinh"
    file = written(tmp_path, "Chúc phái yếu ngày 28/6.")
    terminal.ok("edit", key, "--text-file", file, "--as", "lan")
    found = terminal.ok("check", key, "--json").json
    assert [list(one) for one in found] == [[*KEYS, "key"]]
    assert (found[0]["rule"], found[0]["key"]) == ("ST01", key)
    shown = json.loads(terminal.ok("show", key, "--json").out)
    assert [{**one, "key": key} for one in shown["findings"]] == found
    assert terminal.ok("check", key).out.splitlines()[0] == f"{key}:"


def test_a_block_stops_submission_and_a_written_reason_lets_it_pass(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.ok("plan", "2050", "--campaign", "ngay-gia-dinh", "--apply")
    terminal.staff()
    key = "ngay-gia-dinh/2050/bai-chinh"
    terminal.ok("edit", key, "--text-file", written(tmp_path, "Chúc phái yếu."), "--as", "lan")
    refused = terminal.run("submit", key, "--as", "lan")
    assert (refused.code, "Gán đặc tính" in refused.err) == (1, True)
    terminal.ok("submit", key, "--reason", "trích thơ", "--as", "lan")
    assert terminal.ok("show", key, "--json").json["state"] == "pending"


def test_an_unknown_key_refuses_all(terminal: Terminal) -> None:
    ran = terminal.run("check", "khong/2026/co")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Không có nội dung nào có mã “khong/2026/co”")


@pytest.mark.parametrize("words", [[], ["a/2026/b", "--file", "x"]])
def test_keys_or_a_file_must_be_given(terminal: Terminal, words: list[str]) -> None:
    assert terminal.run("check", *words).code == 2


def test_an_unknown_channel_and_a_missing_file_are_refused(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = written(tmp_path, "Bài.")
    assert terminal.run("check", "--file", file, "--channel", "tivi").code == 1
    assert terminal.run("check", "--file", str(tmp_path / "khong.txt")).code == 1
