"""Where planned items meet the office's own events: meetings, markets, exams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from habac24h.calendar.airings import LENGTH, LENGTHS
from habac24h.calendar.busy import Busy
from habac24h.campaigns.change import PlanWarning
from habac24h.content.render import clock_time, full_date

_TALK = "talk"


class Shown(Protocol):
    """What of an airing counts here."""

    @property
    def key(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def due(self) -> datetime: ...


def busy_days(
    coming: Sequence[Shown], busy: Sequence[Busy], zone: ZoneInfo
) -> Iterator[PlanWarning]:
    """One warning for each item and event that meet.

    An event of whole days concerns all that goes out then. One with hours concerns what goes out
    within them, and talks on that day: the people who would hold them are at the event.
    """
    for one in coming:
        for event in busy:
            if _meet(one, event, zone):
                yield PlanWarning("busy-day", one.key, _sentence(one, event, zone))


def _meet(one: Shown, event: Busy, zone: ZoneInfo) -> bool:
    if event.span.whole_days or one.channel == _TALK:
        day = _day(one.due, zone)
        last = _day(event.span.end - timedelta(seconds=1), zone)
        return _day(event.span.start, zone) <= day <= last
    end = one.due + LENGTHS.get(one.channel, LENGTH)
    return one.due < event.span.end and end > event.span.start


def _sentence(one: Shown, event: Busy, zone: ZoneInfo) -> str:
    at = one.due.astimezone(zone)
    start, end = (moment.astimezone(zone) for moment in (event.span.start, event.span.end))
    hours = "cả ngày" if event.span.whole_days else f"{clock_time(start)} đến {clock_time(end)}"
    return (
        f"Ngày {full_date(at.date())} cơ quan có “{event.summary}” ({hours}), "
        f"còn lượt này lúc {clock_time(at)}; hãy xem có cần dời không."
    )


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
