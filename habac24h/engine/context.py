"""What a pass works with, and what it reports."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from habac24h import audit, rows
from habac24h.channels.base import PageChannel, RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.clock import Clock
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.errors import DatabaseError
from habac24h.models import Airing, Item
from habac24h.workflow import lost

SOONEST = timedelta(minutes=15)
"""Facebook takes nothing scheduled nearer than 10 minutes; 15 leaves room for a slow clock."""
MOST_ATTEMPTS = 5
LOOKS = 3
"""Complete snapshots without the post before it counts as absent."""
GRACE = timedelta(minutes=5)
"""How long Facebook's own clock may take before we press the button ourselves."""
EARLY = timedelta(minutes=1)
"""How much earlier a kept hour may be (seconds dropped) before it counts as changed."""

FRESH = timedelta(minutes=5)
"""How old a look may be for sending: a computer that slept looks again first."""
SHARE = timedelta(minutes=1)
"""How long one step may keep a pass before the next has its turn: five of them fit into FRESH."""
FEW = 30
"""So many airings have their turn within a SHARE even if each takes two calls of a second."""
_ONE = (
    select(Airing, Item)
    .join(Item, col(Item.id) == col(Airing.item_id))
    .where(col(Airing.id) == bindparam("airing_id"))
)
_LOCKED = _ONE.with_for_update(of=Airing)
"""Built once: building a statement costs more than running it."""
_log = logging.getLogger("habac24h.engine")


def ids_query(*conditions: Any) -> Any:
    """The airings that meet these conditions, earliest first, as a statement.

    What every pass asks is built once, with `bindparam("now")` where the moment counts.
    """
    return (
        select(Airing.id)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(*conditions)
        .order_by(col(Airing.due), col(Airing.id))
    )


@dataclass(frozen=True)
class LivePage:
    """A page as the engine meets it."""

    page_id: str
    channel: PageChannel
    practice: bool = False


@dataclass(frozen=True)
class Look:
    """Everything that a page showed: complete, begun at the moment `at` (UTC).

    What is concluded from it holds for that moment only: a worker may sleep between looking and
    concluding.
    """

    at: datetime
    scheduled: tuple[RemotePost, ...]
    published: tuple[RemotePost, ...]
    since: float = 0.0
    """The same moment by the clock that never jumps."""

    @property
    def posts(self) -> tuple[RemotePost, ...]:
        """All of them, public ones first: what is public cannot be taken for absent."""
        return (*self.published, *self.scheduled)

    def with_words(self, mark: str) -> tuple[RemotePost, ...]:
        """The posts whose words have this fingerprint."""
        return tuple(self._by_words.get(mark, ()))

    @cached_property
    def _by_words(self) -> dict[str, list[RemotePost]]:
        found: dict[str, list[RemotePost]] = {}
        for post in self.posts:
            found.setdefault(fingerprint(post.text), []).append(post)
        return found


Pages = tuple[LivePage, tuple[LivePage, ...]]
"""The page that posts go to, and those that went before it."""


@dataclass
class Report:
    """What one pass did, counted by deed; `troubles` are sentences for the office."""

    deeds: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Keys of the airings that failed in a way that nobody foresaw."""


@dataclass(frozen=True)
class Engine:
    """One worker at one database; `clock` is the database server's own where it has one.

    `renew` gives the pages as they are now: people connect another one, or a new token, while a
    worker runs for weeks.
    """

    database: Database
    settings: Settings
    clock: Clock
    page: LivePage
    worker: str
    former: tuple[LivePage, ...] = ()
    report: Report = field(default_factory=Report)
    renew: Callable[[], Pages] | None = None
    settings_now: Callable[[], Settings] | None = None
    """The settings as the pages left them; asked after `renew`."""
    met: dict[str, tuple[float, timedelta]] = field(default_factory=dict)
    """When this process first met something that must grow old, and how old it was then."""

    def renewed(self) -> Engine:
        """The same worker with the pages that are connected now."""
        if self.renew is None:
            return self
        page, former = self.renew()
        settings = self.settings_now() if self.settings_now is not None else self.settings
        return replace(self, page=page, former=former, settings=settings)

    def now(self) -> datetime:
        """The moment by this engine's clock, UTC."""
        return self.clock.now()

    def is_recent(self, look: Look) -> bool:
        """Whether a look may still be sent by: a computer that slept looks again first.

        Measured by this process, not by the hour: a computer's clock may be put right meanwhile.
        """
        return self.clock.monotonic() <= look.since + FRESH.total_seconds()

    @property
    def lease(self) -> timedelta:
        """How long a claim protects one call."""
        return timedelta(seconds=self.settings.scheduler.lease_seconds)

    def is_held(self, lease_until: datetime | None) -> bool:
        """Whether a lease still runs.

        One that would run for much longer than any is given was written before this computer's
        clock was put back: nobody waits hours for it.
        """
        return lease_until is not None and self.now() < lease_until <= self.now() + 2 * self.lease

    def meet(self, what: str, age: timedelta = timedelta(0)) -> None:
        """Remember that this is so old at this moment."""
        self.met[what] = (self.clock.monotonic(), age)

    def age(self, what: str, begun: datetime, look: Look) -> timedelta:
        """How old something was when a look began; negative for a look begun before it.

        While this process lives, by the seconds that it counted itself: a clock that jumps ahead
        must not shorten what people's patience is for, and one put back must not stretch it.
        """
        if what not in self.met:
            age = look.at - begun
            if -2 * self.lease <= age < timedelta(0):
                return age
            self.met[what] = (look.since, max(age, timedelta(0)))
        since, age = self.met[what]
        return age + timedelta(seconds=look.since - since)

    @property
    def patience(self) -> timedelta:
        """How long a post must be unseen before it counts as absent."""
        return lost.patience(self.settings)

    @property
    def longest_patience(self) -> timedelta:
        """How long a post must be unseen whose call was never answered: it may come late."""
        return lost.longest_patience(self.settings)

    def ids(self, *conditions: Any) -> list[int]:
        """The airings that meet these conditions, earliest first."""
        return self.found(ids_query(*conditions))

    def found(self, query: Any, **given: Any) -> list[int]:
        """The airings that a statement of `ids_query` finds, now."""
        with self.database.read() as session:
            return list(session.execute(query, {"now": self.now()} | given).scalars())

    def in_turn(self, query: Any, **given: Any) -> Iterator[int]:
        """The airings that a statement of `ids_query` finds, for as long as one step may take.

        A page that answers in a second, and thousands of airings: no step may let the look grow
        old before anything is sent, and none of its airings may always come last. So where there
        are many, each worker begins elsewhere, and elsewhere the next time.
        """
        begun, ids = self.clock.monotonic(), self.found(query, **given)
        start = 0
        if len(ids) > FEW:
            start = crc32(f"{self.worker} {self.now().isoformat()}".encode()) % len(ids)
        for airing_id in (*ids[start:], *ids[:start]):
            if self.clock.monotonic() > begun + SHARE.total_seconds():
                return
            yield airing_id

    @contextmanager
    def one(self, airing_id: int) -> Iterator[None]:
        """What goes wrong with one airing is told and never stops the pass for all others.

        A database that cannot be used at all ends the pass; a row that clashes does not.
        """
        try:
            yield
        except DatabaseError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            self._tell(airing_id, error)
        except Exception as error:
            self._tell(airing_id, error)

    def _tell(self, airing_id: int, error: Exception) -> None:
        _log.error("airing %s skipped: %s", airing_id, type(error).__name__)
        with self.database.read() as session:
            key = session.exec(select(Airing.key).where(Airing.id == airing_id)).first()
        self.report.skipped.append(str(key))
        self.report.troubles.append(
            f"Chưa xử lý được lượt “{key}” trong lần kiểm tra này; chương trình sẽ thử lại."
        )

    @contextmanager
    def on(self, airing_id: int) -> Iterator[tuple[Session, Airing, Item]]:
        """One transaction about one airing, read afresh (and locked on PostgreSQL)."""
        with self.database.write() as session:
            airing, item = session.execute(_LOCKED, {"airing_id": airing_id}).one()
            yield session, airing, item

    @contextmanager
    def peek(self, airing_id: int) -> Iterator[tuple[Session, Airing, Item]]:
        """Read one airing as it stands; nothing is changed."""
        with self.database.read() as session:
            airing, item = session.execute(_ONE, {"airing_id": airing_id}).one()
            yield session, airing, item

    def turn(self, session: Session, airing: Airing, act: str, **values: Any) -> None:
        """Change an airing by the engine's hand, guarded, with its audit row."""
        details = values.pop("details", {})
        before = airing.state
        rows.change_airing(session, airing, **values)
        self.report.deeds[act] += 1
        audit.record(
            session,
            audit.PROGRAM,
            act,
            self.now(),
            item=airing.key.partition("@")[0],
            airing=airing.key,
            before=before,
            after=airing.state,
            worker=self.worker,
            **details,
        )
