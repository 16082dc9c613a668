"""A list by local day, with what the calendar says of each day: key dates and the lunar day."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR, lunar_of
from habac24h.calendar.observances import observances, shown_on
from habac24h.models import Airing
from habac24h.workflow.view import Filter, Row

_EVERYDAY = "ca-nam"


@dataclass(frozen=True)
class Entry:
    """One item on one day, with its airings of that day."""

    row: Row
    airings: tuple[Airing, ...]


@dataclass(frozen=True)
class Day:
    """A local day with its entries by hour."""

    on: date
    entries: tuple[Entry, ...]
    lunar: str
    key_dates: tuple[str, ...]


def by_day(rows: Iterable[Row], wanted: Filter, zone: ZoneInfo) -> list[Day]:
    """The days on which something of these rows begins, in order; the filter's days only."""
    grouped: dict[date, list[Entry]] = defaultdict(list)
    for row in rows:
        starts: dict[date, list[Airing]] = defaultdict(list)
        for airing in row.airings:
            if _is_within(airing, wanted, zone):
                starts[airing.due.astimezone(zone).date()].append(airing)
        for on, airings in starts.items():
            grouped[on].append(Entry(row, tuple(airings)))
    return [_day(on, grouped[on]) for on in sorted(grouped)]


def lunar_words(on: date) -> str:
    """10/10 âm lịch; empty outside the years of the lunar calendar."""
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        return ""
    lunar = lunar_of(on)
    leap = " nhuận" if lunar.leap else ""
    return f"{lunar.day}/{lunar.month}{leap} âm lịch"


def key_dates(on: date) -> tuple[str, ...]:
    """The observances that fall, begin or end on that day."""
    return tuple(_of_year(on.year).get(on, ()))


@functools.lru_cache(maxsize=16)
def _of_year(year: int) -> Mapping[date, tuple[str, ...]]:
    found: dict[date, tuple[str, ...]] = defaultdict(tuple)
    for edition in (year - 1, year):
        if not FIRST_YEAR <= edition <= LAST_YEAR:
            continue
        for one in observances().values():
            fallen = shown_on(one, edition) if one.id != _EVERYDAY else None
            if fallen is None:
                continue
            if fallen.start == fallen.end:
                found[fallen.start] += (one.full,)
            else:
                found[fallen.start] += (f"Bắt đầu {one.full}",)
                found[fallen.end] += (f"Kết thúc {one.full}",)
    return found


def _day(on: date, entries: list[Entry]) -> Day:
    ordered = sorted(entries, key=lambda entry: (entry.airings[0].due, entry.row.item.key))
    return Day(on, tuple(ordered), lunar_words(on), key_dates(on))


def _is_within(airing: Airing, wanted: Filter, zone: ZoneInfo) -> bool:
    first = airing.due.astimezone(zone).date()
    last = (airing.until or airing.due).astimezone(zone).date()
    return (wanted.since is None or last >= wanted.since) and (
        wanted.until is None or first <= wanted.until
    )
