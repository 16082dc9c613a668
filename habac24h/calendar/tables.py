"""The calendar's tables: events with their bytes, feeds, and the office's own events."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, LargeBinary, Text, inspect
from sqlmodel import Field, SQLModel

from habac24h.models import Moment


class Audience(StrEnum):
    """Whom an event is for."""

    ALL = "all"
    INSIDE = "inside"
    """Words that nobody has approved: only in calendars made for the office itself."""
    PRACTICE = "practice"
    """What only the practice page has seen."""
    NONE = "none"


def _when(*, nullable: bool = False) -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=nullable)


def _places() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class EventRow(SQLModel, table=True):
    """One event of the calendar, its bytes made once, when something visible changed.

    An airing has one, a banner another for its taking down; key dates, editions and the office's
    deadlines have theirs. `uid` is identity: stored, never recomputed. `starts` and `ends` (not
    belonging to it) are instants by which a range of days is chosen.
    """

    __tablename__ = "calendar_event"
    uid: str = Field(primary_key=True)
    key: str = Field(unique=True)
    kind: str
    airing_id: int | None = Field(
        default=None,
        sa_column=Column(ForeignKey("airing.id", ondelete="CASCADE"), index=True, nullable=True),
    )
    campaign: str | None = None
    channel: str | None = None
    places: list[str] = _places()
    audience: str = Audience.NONE
    starts: datetime = _when()
    ends: datetime = _when()
    cancelled_at: datetime | None = _when(nullable=True)
    sequence: int = 0
    hash: str | None = None
    body: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = _when()
    modified_at: datetime = _when()


class FeedVersion(SQLModel, table=True):
    """One row, moved by the database itself whenever an event is added, changed or deleted.

    `value` is random: a number would come again after a backup was restored, and a subscriber
    would be told that nothing changed. `moved` is a whole second (Unix), strictly increasing.
    """

    __tablename__ = "feed_version"
    id: int = Field(primary_key=True)
    value: str
    moved: int = 0


class Feed(SQLModel, table=True):
    """One subscriber's address: the hash of its token, and what it shows."""

    name: str = Field(primary_key=True)
    token_sha256: str = Field(unique=True)
    campaign: str | None = None
    channel: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    drafts: bool = False
    alarms: bool = True
    created_at: datetime = _when()


class OfficeEvent(SQLModel, table=True):
    """A meeting, market or exam of the office's own calendar: planning tells where it is met.

    `source` is a calendar with this event alone, as it was imported; nothing of it is published.
    """

    __tablename__ = "office_event"
    uid: str = Field(primary_key=True)
    summary: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    imported_at: datetime = _when()


EVENTS: Any = inspect(EventRow).local_table
VERSION: Any = inspect(FeedVersion).local_table
FEEDS: Any = inspect(Feed).local_table
"""The tables themselves: the ORM's way of many rows costs half as much again."""
