"""A database that another program holds: a start waits for it, and says so once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from habac24h import office
from habac24h.commands import common
from habac24h.db import Database, sqlite_url
from habac24h.errors import BusyError
from habac24h.office import Office, open_office


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    common.choose_home(tmp_path)
    yield tmp_path
    common.choose_home(None)


def held_for(monkeypatch: pytest.MonkeyPatch, tries: int) -> None:
    """As SQLite answers while another program holds the file, and then lets it go."""
    left = [None] * tries

    def opened(folder: Path, **given: Any) -> Office:
        if left:
            left.pop()
            raise BusyError("Cơ sở dữ liệu đang bận.")
        return open_office(folder, **given)

    monkeypatch.setattr(office, "open_office", opened)


def test_a_locked_database_is_waited_for_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held_for(monkeypatch, 3)
    pauses: list[float] = []
    with common.patient_office(pauses.append) as here:
        assert here.made_now
    assert pauses == [2, 2, 2]
    assert capsys.readouterr().out == (
        "Cơ sở dữ liệu đang bận vì một chương trình khác; chờ tối đa 5 phút…\n"
    )


@pytest.mark.parametrize(("longest", "ended"), [(-1.0, False), (300.0, True)])
def test_the_wait_ends_after_minutes_or_by_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, longest: float, ended: bool
) -> None:
    held_for(monkeypatch, 9)
    monkeypatch.setattr(common, "LOCKED_AT_MOST", longest)
    with pytest.raises(BusyError), common.patient_office(lambda _seconds: ended):
        pass


def test_a_file_that_another_program_holds_is_told_as_busy(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    database = Database(sqlite_url(file))
    with database.read() as session:
        session.connection().exec_driver_sql("PRAGMA busy_timeout=0")  # or half a minute goes by
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError), database.write() as session:
            session.connection()
    database.dispose()
