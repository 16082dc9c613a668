"""The office that every seed begins with: made once, then copied back for each seed."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from habac24h import vault
from habac24h.channels.practice_page import PracticePage
from habac24h.clock import ShiftedClock, VirtualClock
from habac24h.config import Settings
from habac24h.db import FILE_NAME
from habac24h.engine import gone_back
from habac24h.models import Edition
from habac24h.office import PRACTICE_TOKEN, Office, open_office
from habac24h.workflow import people
from habac24h.workflow.pages import PRACTICE_ID
from simulation.stage import StagedDatabase

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EDITOR, APPROVER = "lan", "minh"
CAMPAIGN = "thuong-xuyen"
PORT, OTHER_PORT = 24, 25
"""No call ever reaches them unless the page is started: then it has a port of its own."""
OTHER_ID = "100000000000025"
OTHER_TOKEN = "trang-khac"

SELDOM = 50_000
"""New objects between two looks for garbage: a tenth of a seed's time went into that."""


@dataclass
class House:
    """One office folder and its two clocks: the world's, which the page keeps, and the PC's."""

    office: Office
    world: VirtualClock
    clock: ShiftedClock
    template: bytes
    sealed: str
    """The token of the page that people turn to, as its row keeps it."""

    def fresh(self, settings: Settings, page: PracticePage) -> Office:
        """The office as on its first day; statements stay compiled from seed to seed."""
        self.office.database.dispose()
        for end in ("-wal", "-shm", gone_back.ENDING):
            (self.office.home / f"{FILE_NAME}{end}").unlink(missing_ok=True)
        (self.office.home / FILE_NAME).write_bytes(self.template)
        self.world.set(START)
        self.clock.move(START)
        return replace(self.office, settings=settings, practice=page)

    def page(self, *, sockets: bool, refuse_duplicates: bool) -> PracticePage:
        """The first page, with an empty wall, on the world's clock."""
        return PracticePage(
            page_id=PRACTICE_ID,
            name="Hà Bắc 24h",
            token=PRACTICE_TOKEN,
            now=self.world.now,
            port=0 if sockets else PORT,
            wall_address="/",
            refuse_duplicates=refuse_duplicates,
        )

    def other_page(self) -> PracticePage:
        """The page that people may turn to; to the engine it is a real one."""
        return PracticePage(
            page_id=OTHER_ID,
            name="Hà Bắc 24h",
            token=OTHER_TOKEN,
            now=self.world.now,
            port=OTHER_PORT,
            wall_address="/",
        )


@contextmanager
def house() -> Iterator[House]:
    """Make it in a temporary folder, in memory where the system has such a one."""
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(prefix="habac24h-sim-", dir=memory if memory.is_dir() else None)
    seldom = gc.get_threshold()
    try:
        made = _make(Path(folder))
        gc.freeze()
        gc.set_threshold(SELDOM, *seldom[1:])
        with _one_processor():
            yield made
        made.office.close()
    finally:
        gc.set_threshold(*seldom)
        gc.unfreeze()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_processor() -> Iterator[None]:
    """Threads that take turns hand over faster on one: it saves a quarter of a seed's time."""
    if sys.platform != "linux":
        yield
        return
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(usual)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)


def _make(home: Path) -> House:
    world = VirtualClock(START)
    clock = ShiftedClock(world)
    settings = Settings()
    first = open_office(home, clock=clock, settings=settings)
    with first.database.write() as session:
        people.add(session, EDITOR, "editor", START)
        people.add(session, APPROVER, "approver", START)
        session.add(Edition(campaign=CAMPAIGN, year=START.year, created_at=START))
    with first.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    first.close()
    # Without the hook that keeps the calendar's rows: no promise judges them here, but
    # tests/test_calendar_rows.py does.
    database = StagedDatabase(first.database.url)
    template = (home / FILE_NAME).read_bytes()
    sealed = vault.seal(OTHER_TOKEN, home, settings)
    return House(replace(first, database=database), world, clock, template, sealed)
