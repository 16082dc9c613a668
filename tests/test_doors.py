"""Commands that print an address name the door at which the pages were last served."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from cli_kit import Terminal

from habac24h import memory
from habac24h.office import open_office


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


@pytest.mark.parametrize(
    "words",
    [("users", "password", "lan"), ("feeds", "add", "Trạm"), ("reminders", "address")],
    ids=" ".join,
)
def test_addresses_follow_the_port_that_was_served_last(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    terminal.ok("users", "add", "lan", "--role", "editor")
    assert "http://127.0.0.1:8024/" in terminal.ok(*words).out
    with closing(open_office(terminal.home)) as office, office.database.write() as session:
        memory.remember(session, memory.SERVED_AT, "http://127.0.0.1:8124/")
    again = (*words[:2], "Loa") if words[0] == "feeds" else words
    said = terminal.ok(*again).out
    assert ("http://127.0.0.1:8124/" in said, "8024" in said) == (True, False)
