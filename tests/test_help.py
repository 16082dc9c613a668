"""`--help` of every command is Vietnamese, also where the words are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from cli_kit import Terminal

from habac24h.cli import program
from habac24h.commands.helping import in_vietnamese

_ENGLISH = re.compile(
    r"Usage|Options|OPTIONS|Arguments|ARGS|COMMAND|Commands|Show this|default|required|<str|<path"
)


@pytest.fixture
def terminal(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", capsys)


def test_the_help_of_a_command_is_laid_out_in_columns(terminal: Terminal) -> None:
    assert terminal.ok("budget", "remove", "--help").out.splitlines() == [
        "Cách viết: habac24h budget remove [TÙY CHỌN] {SỐ}",
        "",
        "  Bỏ một khoản chưa chi.",
        "",
        "Ghi sau tên lệnh:",
        "  SỐ <số>  Số của khoản (xem budget list).  [bắt buộc]",
        "",
        "Tùy chọn:",
        "  --as <chữ>  Tên người dùng thực hiện.  [bắt buộc]",
        "  --help      In phần hướng dẫn này.",
    ]


def test_no_help_speaks_english() -> None:
    told = [
        (path, found[0])
        for path, command in _all(in_vietnamese(typer.main.get_command(program())), "habac24h")
        if (found := _ENGLISH.search(_help(command, path)))
    ]
    assert told == []


def test_what_stands_after_a_command_has_a_vietnamese_name() -> None:
    named = [
        (path, one.metavar)
        for path, command in _all(typer.main.get_command(program()), "habac24h")
        for one in command.params
        if not one.opts[0].startswith("-")
    ]
    assert [(path, name) for path, name in named if not name or name != name.upper()] == []


def _all(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _all(below, f"{path} {name}")


def _help(command: Any, path: str) -> str:
    return str(command.get_help(command.context_class(command, info_name=path)))
