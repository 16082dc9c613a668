"""The reminders as a calendar: an entry each morning that a phone shows and rings for.

A calendar and no Atom feed or task list: every phone of the office has a calendar that subscribes
to an address; feed readers have to be installed, and Google's and Apple's calendars show no VTODO
of a subscription. Phones fetch every few hours, so the coming days stand in it already.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, time, timedelta

from sqlmodel import Session

from habac24h import audit, memory
from habac24h.audit import Actor
from habac24h.calendar.event import Event
from habac24h.calendar.feed import calendar_bytes
from habac24h.config import Settings
from habac24h.reminders.digest import Digest, gather, on_day
from habac24h.reminders.letter import plain
from habac24h.running import hour

AHEAD = 7
"""Days after today that are told already."""
LENGTH = timedelta(minutes=15)
TOKEN_SHA256 = "reminders_token_sha256"  # noqa: S105 - the name of a remembered value


def new_address(session: Session, *, by: Actor, now: datetime) -> str:
    """A token for the calendar's address, kept nowhere else; an older address ends with it."""
    token = secrets.token_urlsafe(32)
    memory.remember(session, TOKEN_SHA256, _digest(token))
    audit.record(session, by, "reminders-address", now)
    return token


def close_address(session: Session, *, by: Actor, now: datetime) -> None:
    """Nobody reads the calendar any more."""
    memory.remember(session, TOKEN_SHA256, None)
    audit.record(session, by, "reminders-address-closed", now)


def has_address(session: Session) -> bool:
    """Whether there is an address that somebody may read the calendar by."""
    return memory.recall(session, TOKEN_SHA256) is not None


def is_address(session: Session, token: str) -> bool:
    """Whether a token is the one of the calendar."""
    known: str | None = memory.recall(session, TOKEN_SHA256)
    return known is not None and secrets.compare_digest(known, _digest(token))


def calendar(session: Session, now: datetime, settings: Settings) -> bytes:
    """Today's reminders as they are now, and the work of the coming days."""
    today = gather(session, now, settings)
    days = (today.day + timedelta(days=ahead) for ahead in range(1, AHEAD + 1))
    digests = [today, *(on_day(session, now, settings, day) for day in days)]
    events = [_event(one, now, settings) for one in digests if not one.is_empty]
    return calendar_bytes(
        events,
        name=f"Nhắc việc {settings.office}",
        description="Việc cần làm mỗi sáng; chỉ dùng trong cơ quan",
        color="firebrick",
        modified=now,
    )


def _event(digest: Digest, now: datetime, settings: Settings) -> Event:
    start = datetime.combine(digest.day, hour(settings.digest_at), settings.zone)
    return Event(
        uid=f"nhac-viec-{digest.day:%Y%m%d}@habac24h",
        start=start,
        end=start + LENGTH,
        summary=f"Nhắc việc: {digest.summary}",
        description=plain(digest),
        location="",
        categories=("Nhắc việc",),
        color="firebrick",
        cancelled=False,
        tentative=False,
        # It grows with time: a phone takes the later words of the same day.
        sequence=int(now.timestamp()) // 60 - 29_000_000,
        created=datetime.combine(digest.day, time(), settings.zone),
        modified=now,
        alarm=f"Nhắc việc: {digest.summary}",
        alarm_before=timedelta(0),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
