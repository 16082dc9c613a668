"""Years side by side: each campaign's window and number of items by channel, and the key dates.

Pure and without words: what a year holds follows from definitions, places and the calendar.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from habac24h.calendar.deadlines import friday_before
from habac24h.calendar.lunar import LunarDay, lunar_of, require_year
from habac24h.calendar.observances import Observance, shown_on
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.expand import expand
from habac24h.campaigns.places import PlaceEntry
from habac24h.channels.registry import KINDS
from habac24h.errors import Refused

MOST = 10
_SPAN = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
EVERYDAY = "ca-nam"


@dataclass(frozen=True)
class KeyDay:
    """One day with what an office asks of it; `approve_by` is the Friday before a weekend."""

    on: date
    lunar: LunarDay
    approve_by: date | None


@dataclass(frozen=True)
class Held:
    """A campaign or key date in one year; `first` is None where the year has none."""

    first: KeyDay | None
    last: date | None = None
    by_channel: Mapping[str, int] | None = None

    @property
    def items(self) -> int:
        """How many items a campaign's year has."""
        return sum((self.by_channel or {}).values())


@dataclass(frozen=True)
class Line:
    """A campaign or a key date, with one entry for each year in order."""

    id: str
    title: str
    years: tuple[Held, ...]


@dataclass(frozen=True)
class FiveYears:
    """The table: campaigns with their items, key dates with their days."""

    years: tuple[int, ...]
    campaigns: tuple[Line, ...]
    dates: tuple[Line, ...]

    def totals(self) -> tuple[int, ...]:
        """Items of all campaigns, year by year."""
        each = (line.years for line in self.campaigns)
        return tuple(sum(held.items for held in year) for year in zip(*each, strict=True)) or tuple(
            0 for _year in self.years
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "years": list(self.years),
            "campaigns": [_line_dict(line, self.years) for line in self.campaigns],
            "dates": [_line_dict(line, self.years) for line in self.dates],
            "totals": list(self.totals()),
        }


def read_years(written: str) -> tuple[int, ...]:
    """ "2026-2030" as its years; refuses what is no span, runs backwards or is too long."""
    found = _SPAN.fullmatch(written.strip())
    if found is None:
        raise Refused(f"Không hiểu “{written}”; hãy viết hai năm như 2026-2030.")
    first, last = int(found[1]), int(found[2])
    require_year(first)
    require_year(last)
    if not first <= last < first + MOST:
        raise Refused(f"Hãy chọn từ một đến {MOST} năm liền nhau, ví dụ 2026-2030.")
    return tuple(range(first, last + 1))


def side_by_side(
    campaigns: Sequence[Campaign],
    dates: Sequence[Observance],
    years: Sequence[int],
    places: Sequence[PlaceEntry],
    zone: ZoneInfo,
) -> FiveYears:
    """Everything of these years; key dates that fall in none of them are left out."""
    lines = (
        Line(one.id, one.full, tuple(_date(one, year) for year in years))
        for one in dates
        if one.id != EVERYDAY
    )
    return FiveYears(
        tuple(years),
        tuple(
            Line(one.id, one.title, tuple(_edition(one, year, places, zone) for year in years))
            for one in campaigns
        ),
        tuple(sorted((line for line in lines if _falls(line)), key=_in_the_year)),
    )


def _edition(campaign: Campaign, year: int, places: Sequence[PlaceEntry], zone: ZoneInfo) -> Held:
    found = expand(campaign, year, places, zone)
    if found.window is None:
        return Held(None)
    counted = Counter(slot.channel for slot in found.slots)
    by_channel = {channel: counted[channel] for channel in KINDS if counted[channel]}
    # The year-round line has no day that anybody waits for.
    whole_year = campaign.observance.id == EVERYDAY
    first = _key_day(found.window.start, anchor=not whole_year)
    return Held(first, found.window.end, by_channel)


def _date(observance: Observance, year: int) -> Held:
    found = shown_on(observance, year)
    return Held(_key_day(found.start), found.end) if found else Held(None)


def _key_day(on: date, *, anchor: bool = True) -> KeyDay:
    return KeyDay(on, lunar_of(on), friday_before(on) if anchor else None)


def _falls(line: Line) -> bool:
    return any(held.first is not None for held in line.years)


def _in_the_year(line: Line) -> tuple[int, int, str]:
    first = next(held.first.on for held in line.years if held.first is not None)
    return first.month, first.day, line.id


def _line_dict(line: Line, years: Sequence[int]) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "years": {
            str(year): _held_dict(held) for year, held in zip(years, line.years, strict=True)
        },
    }


def _held_dict(held: Held) -> dict[str, Any] | None:
    return dict(_parts(held)) if held.first is not None else None


def _parts(held: Held) -> Iterator[tuple[str, Any]]:
    assert held.first is not None
    yield "first", held.first.on.isoformat()
    yield "last", held.last.isoformat() if held.last else None
    yield "lunar", str(held.first.lunar)
    yield "approve_by", held.first.approve_by.isoformat() if held.first.approve_by else None
    if held.by_channel is not None:
        yield "by_channel", dict(held.by_channel)
