"""The office under torture: its settings, its posts, and people who change some of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, func, select

from habac24h import config, workflow
from habac24h.audit import PROGRAM
from habac24h.engine.passes import run_pass
from habac24h.errors import HabacError
from habac24h.models import Airing, Attempt, Audit, Going, Item
from habac24h.office import PRACTICE_TOKEN, Office, open_office
from habac24h.workflow import people
from habac24h.workflow.pages import PRACTICE_ID

EDITOR, APPROVER = "lan", "minh"
SETTLED = (Going.DONE, Going.FAILED, Going.MISSED, Going.CANCELLED)
ENDS = (*SETTLED, Going.UNKNOWN)


def settings(address: str, database_url: str | None) -> dict[str, str]:
    """Leases and patience in seconds, so that minutes of trouble fit into one."""
    given = {
        "HABAC24H_PAGE_ID": PRACTICE_ID,
        "HABAC24H_PAGE_TOKEN": PRACTICE_TOKEN,
        "HABAC24H_GRAPH_URL": address,
        "HABAC24H_GRAPH_TIMEOUT_SECONDS": "2",
        "HABAC24H_SCHEDULER__TICK_SECONDS": "0.3",
        "HABAC24H_SCHEDULER__LEASE_SECONDS": "4",
        "HABAC24H_SCHEDULER__ABSENT_MINUTES": "0.05",
    }
    return given | ({"HABAC24H_DATABASE_URL": database_url} if database_url else {})


@dataclass
class Desks:
    """Everybody at the office; `wanted` is what each item should say at the end, None: nothing."""

    office: Office
    draw: random.Random
    wanted: dict[str, str | None] = field(default_factory=dict)

    def write(self, count: int, *, first: float, last: float) -> None:
        """So many approved posts, due from `first` to `last` seconds from now."""
        now = self.office.clock.now()
        with self.office.database.write() as session:
            people.add(session, EDITOR, "editor", now)
            people.add(session, APPROVER, "approver", now)
        for number in range(count):
            seconds = first + (last - first) * number / count
            text = f"Bài số {number}: cùng chia sẻ việc nhà.\r\n"
            with self.office.desk(EDITOR) as desk:
                due = now + timedelta(seconds=seconds)
                item = workflow.new(
                    desk, "thuong-xuyen", 2026, channel="fanpage", to=due, title="Bài", text=text
                )
                key = item.key
            self._agree(key)
            self.wanted[key] = text

    def change_one(self) -> str:
        """Somebody edits or cancels a post, wherever it is by now."""
        key = self.draw.choice([key for key, text in self.wanted.items() if text is not None])
        cancels = self.draw.random() < 0.5
        with suppress(HabacError), self.office.desk(EDITOR) as desk:
            if cancels:
                workflow.cancel(desk, key)
                self.wanted[key] = None
            else:
                text = f"{self.wanted[key]} Sửa {self.draw.random()}."
                workflow.edit(desk, key, text=text)
                self.wanted[key] = text
        if not cancels:
            self._agree(key)
        return "cancel" if cancels else "edit"

    def _agree(self, key: str) -> None:
        with self.office.desk(EDITOR) as desk:
            workflow.submit(desk, key, reason="thử")
        with self.office.desk(APPROVER) as desk:
            workflow.approve(desk, key)

    def moves(self) -> int:
        """How many moves the workers made so far."""
        with self.office.database.read() as session:
            query = select(func.count()).select_from(Audit).where(Audit.by == PROGRAM.name)
            return session.exec(query).one()

    def states(self) -> dict[str, str]:
        """Each item's airing."""
        with self.office.database.read() as session:
            query = select(Item.key, Airing.state).join(Airing, col(Airing.item_id) == col(Item.id))
            return dict(list(session.exec(query)))

    def attempts(self) -> dict[str, int]:
        """How the tries to send ended."""
        with self.office.database.read() as session:
            query = select(Attempt.outcome, func.count()).group_by(col(Attempt.outcome))
            return dict(list(session.exec(query)))

    def drain(self, limit: float) -> None:
        """Full passes until nothing is open or in doubt, or until the time is over."""
        clock = self.office.clock
        end = clock.monotonic() + limit
        with self.office.engine("drain") as engine:
            while clock.monotonic() < end and not set(self.states().values()) <= set(SETTLED):
                with suppress(HabacError):
                    run_pass(engine)
                clock.wait(0.3)


@contextmanager
def desks(home: Path, env: dict[str, str], seed: int) -> Iterator[Desks]:
    """The office opened by this process, with the settings that its workers have."""
    opened = open_office(home, settings=config.load(home, env))
    try:
        yield Desks(opened, random.Random(seed))
    finally:
        opened.close()
