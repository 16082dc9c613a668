"""Which topics an edition reaches on which channels and when, and where it leaves a gap. Pure.

The forms are those of Nghị định 48/2009/NĐ-CP, Điều 5, khoản 1 (content/checks/decree.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from habac24h.calendar.observances import Window
from habac24h.channels.registry import KINDS
from habac24h.content.checks.decree import FORMS, form_of

GAP_DAYS = 30
"""So many days on end without anything are told."""
MOST_WEEKS = 8
"""A longer edition is shown by months: more columns do not fit 80 characters."""


@dataclass(frozen=True)
class Entry:
    """One item: its channel, topic (None: none), first day and, for windows, last day (local)."""

    key: str
    channel: str
    topic: str | None
    first: date
    last: date


@dataclass(frozen=True)
class Span:
    """One column: a week from Monday, or a month."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Coverage:
    """One edition as a matrix; `cells` counts items by (topic, channel, number of the span).

    `topics` are the rows in the campaign's order, None last where items have no topic. `gaps` are
    stretches of at least 30 days (first, last) without an item of any campaign.
    """

    campaign: str
    year: int
    title: str
    window: Window
    topics: tuple[str | None, ...]
    spans: tuple[Span, ...]
    cells: Mapping[tuple[str | None, str, int], int]
    gaps: tuple[tuple[date, date], ...]
    forms: tuple[str, ...]

    @property
    def key(self) -> str:
        """What warnings are about."""
        return f"{self.campaign}/{self.year}"

    def count(self, topic: str | None, channel: str | None = None) -> int:
        """Items of a topic, on one channel or on all."""
        return sum(
            number
            for (of, where, _span), number in self.cells.items()
            if of == topic and channel in (None, where)
        )


def cover(
    campaign: str,
    year: int,
    title: str,
    window: Window,
    topics: Sequence[str],
    entries: Sequence[Entry],
    around: Iterable[Entry],
    today: date,
) -> Coverage:
    """The matrix of one edition; `around` are the items of all campaigns, for the gaps.

    Days before `today` are no gap any more: nobody can fill them.
    """
    spans = tuple(_spans(window, entries))
    cells: dict[tuple[str | None, str, int], int] = {}
    for one in entries:
        for number, span in enumerate(spans):
            if one.first <= span.last and span.first <= one.last:
                place = (one.topic, one.channel, number)
                cells[place] = cells.get(place, 0) + 1
                break  # an item counts once, where it begins
    others = {one.topic for one in entries} - {None, *topics}
    untold = (None,) if any(one.topic is None for one in entries) else ()
    begin = max(window.start, today)
    return Coverage(
        campaign=campaign,
        year=year,
        title=title,
        window=window,
        topics=(*topics, *sorted(one for one in others if one), *untold),
        spans=spans,
        cells=cells,
        gaps=tuple(_gaps([*entries, *around], begin, window.end)),
        forms=tuple(
            form.id for form in FORMS if any(form_of(one.channel) == form for one in entries)
        ),
    )


def _spans(window: Window, entries: Sequence[Entry]) -> Iterator[Span]:
    """Weeks from Monday while they are few, else months; whatever lies outside is taken in."""
    first = min([window.start, *(one.first for one in entries)])
    last = max([window.end, *(one.first for one in entries)])
    monday = first - timedelta(days=first.weekday())
    if (last - monday).days < 7 * MOST_WEEKS:
        while monday <= last:
            yield Span(f"{monday.day}/{monday.month}", monday, monday + timedelta(days=6))
            monday += timedelta(days=7)
        return
    begin = first.replace(day=1)
    while begin <= last:
        following = (begin + timedelta(days=31)).replace(day=1)
        yield Span(f"T{begin.month}", begin, following - timedelta(days=1))
        begin = following


def _gaps(entries: Iterable[Entry], begin: date, end: date) -> Iterator[tuple[date, date]]:
    """Stretches of GAP_DAYS and more between begin and end that no entry touches."""
    free = begin
    for one in sorted(entries, key=lambda entry: entry.first):
        if one.last < free:
            continue
        last = min(one.first - timedelta(days=1), end)
        if (last - free).days + 1 >= GAP_DAYS:
            yield free, last
        free = max(free, one.last + timedelta(days=1))
    if (end - free).days + 1 >= GAP_DAYS:
        yield free, end


def letters(found: Coverage, topic: str | None, span: int) -> tuple[str, ...]:
    """A cell: for each channel its letter and how many items begin there ("F2", "L1")."""
    counted = ((name, found.cells.get((topic, name, span), 0)) for name in KINDS)
    return tuple(f"{LETTERS[name]}{number}" for name, number in counted if number)


LETTERS = {"fanpage": "F", "loudspeaker": "L", "banner": "B", "portal": "C", "talk": "N"}
"""One letter a channel, of its Vietnamese name."""
