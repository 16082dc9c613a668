"""When an activity happens: days relative to a window, recurrences, and their dates. Pure."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Literal

from habac24h.calendar.observances import MonthDay, Window

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Offset:
    """`start - 7d`: days from one end of the window; it may leave the window."""

    anchor: Literal["start", "end"]
    days: int = 0


Day = Offset | MonthDay
"""A MonthDay (`"11-25"`) is that day inside the window, also across New Year."""


@dataclass(frozen=True)
class OnWeekdays:
    """`[tue, fri]`; 0 is Monday, in ascending order."""

    days: tuple[int, ...]


@dataclass(frozen=True)
class EveryDays:
    """`daily`, `3d`, `2w`: every so many days, counted from the first."""

    days: int


@dataclass(frozen=True)
class Monthly:
    """The first day's day of the month, clipped to the month's end."""


Every = OnWeekdays | EveryDays | Monthly


@dataclass(frozen=True)
class OneDay:
    """`day`."""

    day: Day


@dataclass(frozen=True)
class Span:
    """`from` and `until` without `every`: one window."""

    first: Day
    last: Day


@dataclass(frozen=True)
class Recurring:
    """`from`, `until` (inclusive) and `every`."""

    first: Day
    last: Day
    every: Every


Schedule = OneDay | Span | Recurring


def resolve(day: Day, period: Window) -> date | None:
    """The date, or None when the window of that year does not hold such a day."""
    if isinstance(day, Offset):
        anchor = period.start if day.anchor == "start" else period.end
        return anchor + timedelta(days=day.days)
    for year in range(period.start.year, period.end.year + 1):
        found = day.of(year)
        if found is not None and period.start <= found <= period.end:
            return found
    return None


def occurrences(every: Every, first: date, last: date) -> tuple[date, ...]:
    """Every date of a recurrence from `first` to `last`, both inclusive, ascending."""
    if isinstance(every, Monthly):
        months = (_month_later(first, n) for n in count())
        return tuple(takewhile(lambda found: found <= last, months))
    step = every.days if isinstance(every, EveryDays) else 1
    days = (first + timedelta(days=n) for n in range(0, (last - first).days + 1, step))
    if isinstance(every, OnWeekdays):
        return tuple(found for found in days if found.weekday() in every.days)
    return tuple(days)


def workday_before(day: date) -> date:
    """A Saturday's or Sunday's Friday; other days stay."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _month_later(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(first.day, gregorian.monthrange(year, month)[1]))
