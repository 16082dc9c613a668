"""A full disk is called that wherever it surfaces, with what to do; never “lỗi ngoài dự kiến”."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from cli_kit import Terminal
from signed_kit import entered, staff
from starlette.requests import Request

from habac24h.chores import rounds
from habac24h.chores.ledger import Outcome
from habac24h.clock import SystemClock
from habac24h.errors import full_disk
from habac24h.office import Office
from habac24h.scheduler import Ticker
from habac24h.web.api import problems

pytestmark = pytest.mark.sqlite
SAID = "Ổ đĩa đã đầy; hãy xóa bớt tệp không cần trên ổ ấy (đổ cả Thùng rác) rồi làm lại."


def full(*_given: Any, **_named: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_other_trouble_with_files_is_not_a_full_disk() -> None:
    assert full_disk(OSError(errno.EACCES, "no")) is None
    assert full_disk(ValueError("no")) is None


def test_a_page_says_it_when_an_upload_does_not_fit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff(office)
    browser = entered(office, "soan")
    monkeypatch.setattr("starlette.formparsers.MultiPartParser.parse", full)
    answer = browser.post("/viec/anh", files={"anh": ("a.jpg", b"x", "image/jpeg")})
    assert (answer.status_code, SAID in answer.text) == (503, True)


def test_the_api_says_it() -> None:
    answer = problems._unforeseen(Request({"type": "http"}), OSError(errno.ENOSPC, "full"))
    assert (answer.status_code, json.loads(bytes(answer.body))["detail"]) == (503, SAID)


def test_the_scheduler_says_it() -> None:
    ticker = Ticker(full, 60, SystemClock())
    ticker._tick()
    assert ticker.trouble == SAID


def test_a_command_says_it_with_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path, capsys)
    terminal.ok("items")
    monkeypatch.setattr(Path, "write_bytes", full)
    ran = terminal.run("calendar", "export", "-o", str(tmp_path / "lich.ics"))
    assert (ran.code, "ổ đĩa đã đầy; hãy xóa bớt tệp" in ran.err) == (1, True)


def test_a_chore_says_it(office: Office) -> None:
    place = office._place()
    ended = rounds._ended(place, rounds.Chore("x", full))
    assert (ended.outcome, ended.said) == (Outcome.FAILED, SAID)
