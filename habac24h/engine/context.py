"""What a pass works with, and what it reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from habac24h import audit, rows
from habac24h.channels.base import PageChannel
from habac24h.clock import Clock
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.models import Airing, Item

SOONEST = timedelta(minutes=15)
"""Facebook takes nothing scheduled nearer than 10 minutes; 15 leaves room for a slow clock."""
MOST_ATTEMPTS = 5
LOOKS = 3
"""Complete snapshots without the post before it counts as absent."""


@dataclass(frozen=True)
class LivePage:
    """A page as the engine meets it."""

    page_id: str
    channel: PageChannel
    practice: bool = False


@dataclass
class Report:
    """What one pass did, counted by deed; `troubles` are sentences for the office."""

    deeds: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Engine:
    """One worker at one database; `clock` is the database server's own where it has one."""

    database: Database
    settings: Settings
    clock: Clock
    page: LivePage
    worker: str
    former: tuple[LivePage, ...] = ()
    report: Report = field(default_factory=Report)

    def now(self) -> datetime:
        """The moment by this engine's clock, UTC."""
        return self.clock.now()

    @property
    def lease(self) -> timedelta:
        """How long a claim protects one call."""
        return timedelta(seconds=self.settings.scheduler.lease_seconds)

    @property
    def patience(self) -> timedelta:
        """How long a post must be unseen before it counts as absent."""
        return timedelta(minutes=self.settings.scheduler.absent_minutes)

    def ids(self, *conditions: Any) -> list[int]:
        """The airings that meet these conditions, earliest first."""
        query = (
            select(Airing.id)
            .join(Item, col(Item.id) == col(Airing.item_id))
            .where(*conditions)
            .order_by(col(Airing.due), col(Airing.id))
        )
        with self.database.read() as session:
            return [one for one in session.exec(query) if one is not None]

    @contextmanager
    def on(self, airing_id: int) -> Iterator[tuple[Session, Airing, Item]]:
        """One transaction about one airing, read afresh (and locked on PostgreSQL)."""
        with self.database.write() as session:
            query = select(Airing).where(Airing.id == airing_id).with_for_update()
            airing = session.exec(query).one()
            yield session, airing, session.exec(select(Item).where(Item.id == airing.item_id)).one()

    @contextmanager
    def peek(self, airing_id: int) -> Iterator[tuple[Session, Airing]]:
        """Read one airing as it stands; nothing is changed."""
        with self.database.read() as session:
            yield session, session.exec(select(Airing).where(Airing.id == airing_id)).one()

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
