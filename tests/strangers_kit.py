"""Rows that are older than the page, or not alone on it: homes put back, copied, posted beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from backup_kit import Safe, file_of, open_again
from engine_kit import DAY, MINUTE, Bureau

from habac24h.backup import sqlite
from habac24h.channels.base import Post
from habac24h.db import FILE_NAME
from habac24h.engine import gone_back
from habac24h.engine.context import LOOKS
from habac24h.engine.token import check_page
from habac24h.office import open_office

OLD_HOME = "Lời của bản khác: cả nhà cùng nấu cơm, cùng rửa bát."
NEW = "Lời đã sửa: cùng nhau chăm sóc con, cùng nhau nấu cơm."


@pytest.fixture
def knows_our_app(kept: Safe) -> None:
    """As each start of the scheduler asks for it."""
    with kept.here.engine() as engine:
        check_page(engine)


@contextmanager
def gone_back_to_here(kept: Safe) -> Iterator[None]:
    """The whole home as it is now is put back afterwards: the database and the note beside it."""
    file, copy = file_of(kept), kept.home.parent / "ban-cu.sqlite3"
    sqlite.copy(file, copy)
    note = gone_back.path_beside(file)
    noted = note.read_bytes() if note.exists() else None
    yield
    kept.here.office.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    copy.replace(file)
    note.unlink(missing_ok=True)
    if noted is not None:
        note.write_bytes(noted)
    open_again(kept)


def reword(here: Bureau, key: str, words: str = NEW) -> None:
    here.edit(key, words)
    here.submit(key)
    here.approve(key)


def by_our_app(here: Bureau, words: str, after: timedelta = DAY) -> str:
    """A post that another copy of the program makes with the same token."""
    with here.engine() as engine:
        at = here.clock.now() + after
        return engine.page.channel.schedule(Post("x@1", words, at), at).remote_id


def settled(kept: Safe) -> None:
    for _ in range(LOOKS):
        kept.here.clock.advance(11 * MINUTE)
        kept.here.run()
    assert kept.standing().settled


@contextmanager
def second_computer(kept: Safe) -> Iterator[Bureau]:
    """A copy of the home as it is now, running beside the first one on the same page."""
    here, home = kept.here, kept.home.parent / "may-thu-hai"
    home.mkdir()
    sqlite.copy(file_of(kept), home / FILE_NAME)
    settings = here.office.settings.model_copy(update={"database_url": None})
    office = open_office(home, clock=here.clock, settings=settings)
    yield Bureau(replace(office, practice=here.wall), here.clock, here.wall)
    office.close()
