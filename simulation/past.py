"""The whole home goes back in time while the PC is off: the database and the note beside it.

A snapshot of the machine, a copy of the folder from a stick. The page does not go back, nor do the
people: they redo what was lost before they let publishing go on, as the first page asks of them.
Everything here is drawn from a stream of its own, so that all other seeds stay as they were.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from habac24h import memory
from habac24h.backup import sqlite
from habac24h.channels.practice_page import PracticePage
from habac24h.engine import gone_back
from habac24h.workflow.pages import PRACTICE_ID

if TYPE_CHECKING:
    from simulation.life import Kept
    from simulation.people import People

OFTEN = 0.15
MINUTE = timedelta(minutes=1)
KEPT_AFTER = (1, 4, 10, 30)
LIVED_AFTER = (15, 30, 50)
OFF = (40, 60, 90)
"""Minutes: a late effect has come by then, and no list is late any more."""
LOST = " (đã mất)"
"""After the key of an item that the older home never had: a new one may be given its name."""


@dataclass
class Copy:
    """The home as it was, and how much the people and the observers had noted by then."""

    file: Path
    note: bytes | None
    keys: list[str]
    approvals: int
    deeds: int
    photos: int
    claims: dict[int, float]


@dataclass
class Past:
    """When one seed's home is kept, and when it is put back; `done` once it was."""

    seed: int
    begun: datetime
    copy: Copy | None = None
    done: bool = False
    off: timedelta = field(init=False)

    def __post_init__(self) -> None:
        draw = random.Random(f"back {self.seed}")
        self.happens = draw.random() < OFTEN
        self.kept_at = self.begun + MINUTE * draw.choice(KEPT_AFTER)
        self.lived = MINUTE * draw.choice(LIVED_AFTER)
        self.off = MINUTE * draw.choice(OFF)

    def is_to_keep(self, now: datetime) -> bool:
        """Whether the copy is to be made."""
        return self.happens and self.copy is None and now >= self.kept_at

    def is_to_go_back(self, now: datetime) -> bool:
        """Whether the PC is to be switched off, and the home put back."""
        return self.copy is not None and not self.done and now >= self.kept_at + self.lived

    def keep(self, people: People, photos: int, claims: dict[int, float], now: datetime) -> None:
        """Copy the home, once a look at the token has told which app we are."""
        database = people.office.database
        with database.read() as session:
            if memory.recall(session, memory.APP_OF + PRACTICE_ID) is None:
                return
        assert database.file is not None
        copy = database.file.with_name("ban-cu.sqlite3")
        copy.unlink(missing_ok=True)
        sqlite.copy(database.file, copy)
        note = gone_back.path_beside(database.file)
        self.kept_at = now
        self.copy = Copy(
            copy,
            note.read_bytes() if note.exists() else None,
            list(people.keys),
            len(people.approvals),
            len(people.deeds),
            photos,
            dict(claims),
        )

    def put_back(self, people: People, pages: Iterable[PracticePage], touched: set[str]) -> Copy:
        """The home as it was; nothing runs meanwhile. The lists of the page are whole by now.

        `touched`: the keys of the items whose posts staff changed by hand.
        """
        copy, file = self.copy, people.office.database.file
        assert copy is not None
        assert file is not None
        people.office.database.dispose()
        for ending in ("-wal", "-shm", gone_back.ENDING):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        copy.file.replace(file)
        if copy.note is not None:
            gone_back.path_beside(file).write_bytes(copy.note)
        for page in pages:
            _list_everything(page)
        _remember(people, copy, touched)
        self.done = True
        return copy

    def photos_left(self, kept: list[Kept]) -> list[Kept]:
        """The photos that the rows can know of."""
        return kept[: self.copy.photos] if self.copy is not None else kept


def _list_everything(page: PracticePage) -> None:
    with page._store.change() as (wall, _now):
        for post in tuple(wall.posts.values()):
            wall.put(replace(post, unseen_looks=0, unseen_until=None, unseen_renewed=0.0))


def _remember(people: People, copy: Copy, touched: set[str]) -> None:
    """What people know of the time that the rows have lost."""
    known = set(copy.keys)

    def name(key: str) -> str:
        return key if key in known or not key else f"{key}{LOST}"

    lost = people.approvals[copy.approvals :]
    people.approvals[copy.approvals :] = [replace(one, key=name(one.key)) for one in lost]
    deeds = people.deeds[copy.deeds :]
    people.deeds[copy.deeds :] = [(at, act, name(key)) for at, act, key in deeds]
    moved = {name(key) for key in touched}
    touched.clear()
    touched |= moved
    people.redo = {key for _at, _act, key in deeds if key in known}
    people.keys = [key for key in copy.keys if key not in people.redo]
