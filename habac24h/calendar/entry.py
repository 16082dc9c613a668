"""What one row of the calendar should be: an event, whom it is for, and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from habac24h.calendar.event import Event
from habac24h.calendar.tables import Audience


@dataclass(frozen=True)
class Entry:
    """A row as it is wanted; the event's own UID and stamps are those of the row, not these.

    `key` is identity within the office; `uid` is given where the row's is another row's (an
    airing's), else it is made from the key once.
    """

    key: str
    kind: str
    event: Event
    audience: Audience = Audience.ALL
    campaign: str | None = None
    channel: str | None = None
    places: tuple[str, ...] = ()
    airing_id: int | None = None
    uid: str | None = None


def instant(moment: datetime | date, zone: ZoneInfo) -> datetime:
    """A moment; of a day its first instant in the office's zone."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(0), zone)
