"""What one calendar shows, and its bytes joined from those that the rows keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from habac24h.calendar.airings import COLOURS
from habac24h.calendar.entry import instant
from habac24h.calendar.event import day_after
from habac24h.calendar.feed import joined, without_alarm
from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR
from habac24h.calendar.tables import Audience, EventRow
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import CampaignRow, Place

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
"""The days that a calendar shows by itself: ical.js needs 0.9 s for 3,000 events, 76 for 10,000."""
KEPT_CANCELLED = timedelta(days=90)
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of an empty calendar: equal bytes each time


@dataclass(frozen=True)
class Selection:
    """What a calendar shows; dates are local and inclusive, None is the usual window's end.

    A channel or a place leaves out what belongs to none: key dates, editions, deadlines.
    """

    campaign: str | None = None
    channel: str | None = None
    since: date | None = None
    until: date | None = None
    drafts: bool = False
    alarms: bool = True
    practice: bool = False
    place: str | None = None

    def of_all_years(self) -> Selection:
        """The same without an end on either side."""
        return replace(self, since=date(FIRST_YEAR, 1, 1), until=date(LAST_YEAR, 12, 31))

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day that are shown."""
        return self.since or today - BACK, self.until or today + AHEAD


def export(session: Session, wanted: Selection, now: datetime, settings: Settings) -> bytes:
    """The calendar file of everything that `wanted` lets through on the local day of `now`."""
    today = now.astimezone(settings.zone).date()
    found = session.execute(_query(wanted, today, settings)).all()
    if wanted.place is not None:
        found = [row for row in found if wanted.place in row.places]
    name, color = _title(session, wanted, settings)
    body = joined(
        (row.body for row in found),
        name=name,
        description=_description(settings),
        color=color,
        modified=_modified(found),
        url=f"{settings.public_url}/lich/dang-ky" if settings.public_url else None,
    )
    return body if wanted.alarms else without_alarm(body)


def _query(wanted: Selection, today: date, settings: Settings) -> Select[Any]:
    zone = settings.zone
    first, last = wanted.days(today)
    promised = instant(today - KEPT_CANCELLED, zone)
    query = (
        select(EventRow.body, EventRow.modified_at, EventRow.places)  # type: ignore[call-overload]
        .where(
            col(EventRow.audience).in_(_audiences(wanted)),
            col(EventRow.ends) > instant(first, zone),
            col(EventRow.starts) < instant(day_after(last), zone),
            or_(col(EventRow.cancelled_at).is_(None), col(EventRow.cancelled_at) >= promised),
        )
        .order_by(col(EventRow.starts), col(EventRow.uid))
    )
    if wanted.campaign is not None:
        query = query.where(EventRow.campaign == wanted.campaign)
    if wanted.channel is not None:
        query = query.where(EventRow.channel == wanted.channel)
    found: Select[Any] = query
    return found


def _audiences(wanted: Selection) -> list[str]:
    also = [(wanted.drafts, Audience.INSIDE), (wanted.practice, Audience.PRACTICE)]
    return [Audience.ALL.value, *(one.value for meant, one in also if meant)]


def _modified(found: Sequence[Any] | Iterable[Any]) -> datetime:
    latest: datetime = max((row.modified_at for row in found), default=_BEGINNING)
    return latest


def _title(session: Session, wanted: Selection, settings: Settings) -> tuple[str, str]:
    """The calendar's name and colour: those who have several must tell them apart."""
    parts = [f"Lịch truyền thông {settings.office}"]
    if wanted.channel is not None:
        parts.append(kind(wanted.channel).label)
    if wanted.campaign is not None:
        campaign = session.get(CampaignRow, wanted.campaign)
        parts.append(campaign.title if campaign else wanted.campaign)
    if wanted.place is not None:
        place = session.get(Place, wanted.place)
        parts.append(place.name if place else wanted.place)
    return " – ".join(parts), COLOURS.get(wanted.channel or "", "purple")


def _description(settings: Settings) -> str:
    return (
        f"Mốc kỷ niệm, hạn công việc, bài đăng, phát thanh, băng rôn, cổng và nói chuyện của "
        f"{settings.office}"
    )
