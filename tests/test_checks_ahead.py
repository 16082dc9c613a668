"""Words are checked before the unit of work: while that takes seconds, others can write."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from api_kit import program
from cli_kit import Terminal
from signed_kit import entered, staff
from web_kit import write

from habac24h.content.checks import check
from habac24h.db import FILE_NAME
from habac24h.errors import Refused
from habac24h.office import Office
from habac24h.workflow import Desk, findings, submit
from habac24h.workflow import edit as change
from habac24h.workflow.findings import look_ahead
from habac24h.workflow.own_words import word
from habac24h.workflow.rewording import reword, try_ahead
from habac24h.workflow.word_checks import check_word

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
PIECE = "templates/chung/so-can-nho"


def free(file: Path) -> bool:
    """Whether somebody else could begin to write now."""
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


Watch = Callable[[Path], list[bool]]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """From now on every check notes whether others could write to a database meanwhile."""

    def begin(file: Path) -> list[bool]:
        seen: list[bool] = []

        def checked(*given: Any, **named: Any) -> Any:
            seen.append(free(file))
            return check(*given, **named)

        def tried(*given: Any) -> tuple[str, ...]:
            seen.append(free(file))
            return check_word(*given)

        cached = functools.lru_cache(maxsize=32)(checked)
        monkeypatch.setattr("habac24h.workflow.findings._checked", cached)
        monkeypatch.setattr("habac24h.workflow.rewording.check_word", tried)
        return seen

    return begin


@pytest.fixture
def file(office: Office) -> Path:
    assert office.database.file is not None
    return office.database.file


@SQLITE
def test_others_can_write_while_a_page_submits(office: Office, file: Path, watch: Watch) -> None:
    staff(office)
    key, browser = write(office, "Bài"), entered(office, "soan")
    seen = watch(file)
    answer = browser.post("/viec/trinh", data={"key": key, "version": "1"}, follow_redirects=False)
    assert (answer.status_code, seen) == (303, [True])


@SQLITE
def test_others_can_write_while_a_program_edits_or_submits(
    office: Office, file: Path, watch: Watch
) -> None:
    writer = program(office, "write")
    key = write(office, "Bài")
    seen = watch(file)
    assert writer.post(f"/items/{key}/edit", {"text": "Lời khác."}, match="*").status_code == 200
    assert writer.post(f"/items/{key}/submit", {}, match="*").json()["state"] == "pending"
    assert (set(seen), len(seen)) == ({True}, 1)


def test_others_can_write_while_a_command_submits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], watch: Watch
) -> None:
    terminal = Terminal(tmp_path / "home", capsys)
    terminal.ok("plan", "2050", "--campaign", "ngay-gia-dinh", "--apply")
    terminal.staff()
    seen = watch(terminal.home / FILE_NAME)
    terminal.ok("submit", "ngay-gia-dinh/2050/bai-chinh", "--reason", "thử", "--as", "lan")
    assert seen == [True]


@SQLITE
def test_a_whole_campaign_that_was_looked_at_is_still_known_when_it_is_submitted(
    office: Office,
) -> None:
    staff(office)
    keys = [write(office, f"Bài số {number} của đợt.") for number in range(40)]
    with office.database.read() as session:
        for key in keys:
            look_ahead(session, key, office.settings)
    before = findings._checked.cache_info().misses
    with office.desk("soan") as desk:
        for key in keys:
            submit(desk, key, reason="thử")
    assert findings._checked.cache_info().misses == before


@SQLITE
def test_words_that_change_after_the_look_are_checked_again(office: Office) -> None:
    staff(office)
    key = write(office, "Bài")
    with office.database.read() as session:
        look_ahead(session, key, office.settings)
    with office.desk("soan") as desk:
        change(desk, key, text="Chúc phái yếu vui.")
    with office.desk("soan") as desk, pytest.raises(Refused, match="Gán đặc tính yếu"):
        submit(desk, key)


@SQLITE
def test_others_can_write_while_own_words_are_tried(
    office: Office, file: Path, watch: Watch
) -> None:
    staff(office)
    with office.database.read() as session:
        text = f"{word(session, PIECE).text}\n{{# thêm #}}"
    browser, seen = entered(office, "soan"), watch(file)
    form = {"viec": "luu", "loi": text, "ban": "0"}
    answer = browser.post(f"/cai-dat/loi/{PIECE}", data=form, follow_redirects=False)
    assert (answer.status_code, seen) == (303, [True])


@SQLITE
def test_own_words_are_tried_again_where_others_have_changed_since(
    office: Office, file: Path, watch: Watch
) -> None:
    staff(office)
    with office.database.read() as session:
        looking = Desk.reader(session, office.settings, office.clock.now())
        tried = try_ahead(looking, "abbreviations/XX", '- {abbr: XX, read: "xã xa"}')
    seen = watch(file)
    with office.desk("soan") as desk:
        reword(desk, "abbreviations/YY", '- {abbr: YY, read: "y y"}', tried=tried)
        reword(desk, "abbreviations/XX", '- {abbr: XX, read: "xã xa"}', tried=tried)
    assert seen == [False, False]
