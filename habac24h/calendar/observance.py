"""A key date that campaigns hang on, and when it falls in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from habac24h.calendar.lunar import lunar_to_solar, occurrences, require_year

Kind: TypeAlias = Literal["solar", "range", "lunar", "rule"]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every solar year; 29/2 only of leap years."""

    month: int
    day: int

    def of(self, year: int) -> date | None:
        """That day in a year, or None for 29/2 of a common year."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class LunarMonthDay:
    """A day of every lunar year, in the month that is not the leap one."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Observance:
    """A key date.

    `start` for solar and range, `end` (inclusive; before `start` when it lies in the next year)
    for range, `lunar` for lunar, `rule` for rule. `year` limits it to one solar year. `short` is
    the full name where no shorter one is in use; `note` is what the office should know.
    `last_day` is for what must be done before a day: the last one on which it still can be.
    """

    id: str
    kind: Kind
    full: str
    short: str
    start: MonthDay | None = None
    end: MonthDay | None = None
    lunar: LunarMonthDay | None = None
    rule: str | None = None
    year: int | None = None
    alt: tuple[str, ...] = ()
    note: str = ""
    public_holiday: bool = False
    last_day: MonthDay | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both belonging to it."""

    start: date
    end: date


def window(observance: Observance, year: int) -> Window | None:
    """When it falls in the edition of a year: the solar year in which it starts.

    None when it does not fall in that year (`explain` says why). A lunar day that falls twice has
    its first. A range that ends on 29/2 ends on 28/2 in common years. Raises Refused for a year
    outside 1968–2099.
    """
    require_year(year)
    start = _start(observance, year)
    if start is None or observance.year not in (None, year):
        return None
    return Window(start, _end(observance.end, start) if observance.end else start)


def shown_on(observance: Observance, year: int) -> Window | None:
    """The days on which calendars show it in a year: its window, or the last day to act on."""
    found = window(observance, year)
    last = observance.last_day.of(year) if found and observance.last_day else None
    return Window(last, last) if last else found


def explain(observance: Observance, year: int) -> str | None:
    """Why an observance has no window in a year, as a sentence; None when it has one."""
    if window(observance, year) is not None:
        return None
    name = f"“{observance.full}”"
    if observance.year not in (None, year):
        return f"{name} chỉ có trong năm {observance.year}, không có trong năm {year}."
    if observance.lunar is not None:
        lunar = observance.lunar
        return (
            f"{name} (ngày {lunar.day} tháng {lunar.month} âm lịch) không rơi vào ngày nào "
            f"của năm dương lịch {year}."
        )
    return f"{name} không có trong năm {year}, vì năm {year} không có ngày 29/2."


def _start(observance: Observance, year: int) -> date | None:
    if observance.lunar is not None:
        found = occurrences(observance.lunar.day, observance.lunar.month, year)
        return found[0] if found else None
    if observance.start is not None:
        return observance.start.of(year)
    return lunar_to_solar(1, 1, year) - timedelta(days=1)  # the only rule: tet-1d


def _end(last: MonthDay, start: date) -> date:
    year = start.year if (last.month, last.day) >= (start.month, start.day) else start.year + 1
    return last.of(year) or date(year, 2, 28)
