"""A month or a week as squares: each day with its entries, each week with its campaigns as bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from habac24h.calendar.fixed import EditionSpan
from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR, lunar_of
from habac24h.models import Airing
from habac24h.web.days import key_dates, lunar_words
from habac24h.web.period import MONTH, Period
from habac24h.workflow.view import Row

SHOWN = 3
"""Entries of a day in a month; the others are folded."""
MOST = 12
"""Entries of a day in a month at all: more are a list of their own."""
_LONGEST = timedelta(days=300)


@dataclass(frozen=True)
class Entry:
    """One item on one day: the airings that begin then, or (`ends`) those that come down."""

    row: Row
    airings: tuple[Airing, ...]
    on: date
    ends: bool = False

    @property
    def hours(self) -> tuple[datetime, ...]:
        """When, UTC."""
        return tuple((one.until if self.ends else None) or one.due for one in self.airings)

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return f"m-{self.row.item.id}-{self.on.isoformat()}{'-het' * self.ends}"


@dataclass(frozen=True)
class Square:
    """One day. `shown` stand open, `folded` behind “+3 nữa”, `left_out` only in the day's list."""

    on: date
    inside: bool
    lunar: str
    lunar_words: str
    key_dates: tuple[str, ...]
    shown: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    left_out: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it."""
        return not self.shown and not self.key_dates


@dataclass(frozen=True)
class Bar:
    """A campaign's window within one week: from which of its days (1 to 7), over how many."""

    title: str
    campaign: str
    year: int
    begins: int
    length: int
    from_before: bool
    goes_on: bool


@dataclass(frozen=True)
class Week:
    """Seven days, Monday first."""

    bars: tuple[Bar, ...]
    days: tuple[Square, ...]


def weeks(
    period: Period, found: Iterable[Row], spans: Sequence[EditionSpan], zone: ZoneInfo
) -> list[Week]:
    """The squares of a period with the items of these rows."""
    entries = _entries(found, zone)
    fold = (SHOWN, MOST) if period.kind == MONTH else (10**6, 10**6)
    return [
        Week(
            tuple(_bars(spans, days)),
            tuple(_square(day, entries.get(day, []), period, *fold) for day in days),
        )
        for days in period.weeks
    ]


def windows(
    period: Period, spans: Iterable[EditionSpan], campaign: str | None
) -> list[EditionSpan]:
    """The editions with a window of several days that reaches into a period, earliest first."""
    touching = (
        one
        for one in spans
        if one.window.start <= period.last
        and one.window.end >= period.first
        and timedelta(0) < one.window.end - one.window.start < _LONGEST
        and campaign in (None, one.campaign)
    )
    return sorted(touching, key=lambda one: (one.window.start, one.window.end, one.campaign))


def lunar_short(on: date) -> str:
    """As a wall calendar has it: the lunar day, with its month on the first and the fifteenth."""
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        return ""
    lunar = lunar_of(on)
    return f"{lunar.day}/{lunar.month}" if lunar.day in (1, 15) else str(lunar.day)


def _entries(found: Iterable[Row], zone: ZoneInfo) -> Mapping[date, list[Entry]]:
    days: dict[date, list[Entry]] = defaultdict(list)
    for row in found:
        begins: dict[date, list[Airing]] = defaultdict(list)
        ends: dict[date, list[Airing]] = defaultdict(list)
        for airing in row.airings:
            begins[airing.due.astimezone(zone).date()].append(airing)
            if airing.until is not None:
                ends[airing.until.astimezone(zone).date()].append(airing)
        for on, airings in begins.items():
            days[on].append(Entry(row, tuple(airings), on))
        for on, airings in ends.items():
            if on not in begins:
                days[on].append(Entry(row, tuple(airings), on, ends=True))
    return days


def _square(day: date, entries: list[Entry], period: Period, shown: int, most: int) -> Square:
    ordered = sorted(entries, key=lambda one: (one.hours[0], one.row.item.key))
    at = shown if len(ordered) > shown + 1 else len(ordered)  # “+1 nữa” takes as much room as it
    return Square(
        on=day,
        inside=period.has(day),
        lunar=lunar_short(day),
        lunar_words=lunar_words(day),
        key_dates=key_dates(day),
        shown=tuple(ordered[:at]),
        folded=tuple(ordered[at:most]),
        left_out=max(0, len(ordered) - max(most, at)),
    )


def _bars(spans: Iterable[EditionSpan], days: Sequence[date]) -> Iterable[Bar]:
    for one in spans:
        start, end = max(one.window.start, days[0]), min(one.window.end, days[-1])
        if start <= end:
            yield Bar(
                title=one.title,
                campaign=one.campaign,
                year=one.year,
                begins=start.weekday() + 1,
                length=(end - start).days + 1,
                from_before=one.window.start < days[0],
                goes_on=one.window.end > days[-1],
            )
