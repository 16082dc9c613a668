"""How far an edition is, channel by channel: counts, the bar's parts, marks along the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from habac24h.calendar.observances import Window
from habac24h.channels.registry import KINDS
from habac24h.models import Going, Words
from habac24h.workflow.standing import Standing
from habac24h.workflow.view import Row

STAGES = {
    "xong": ("done",),
    "da-duyet": ("approved", "handed_over", "sending"),
    "cho-duyet": ("pending",),
    "nhap": ("draft",),
    "can-xem": ("missed", "failed", "unknown", "withdrawing"),
    "da-qua": ("skipped",),
}
"""What the bar tells apart; each stage with the states of an item that belong to it."""
NAMES = {
    "xong": "xong",
    "da-duyet": "đã duyệt",
    "cho-duyet": "chờ duyệt",
    "nhap": "nháp",
    "can-xem": "lỡ giờ hoặc cần xem",
    "da-qua": "đã qua khi lập kế hoạch",
}
_STAGE_OF = {state: stage for stage, states in STAGES.items() for state in states}


@dataclass(frozen=True)
class Part:
    """One stretch of the bar: from `x`, `width` wide, in hundredths of the whole."""

    stage: str
    count: int
    x: float
    width: float

    @property
    def name(self) -> str:
        """The stage in words."""
        return NAMES[self.stage]


@dataclass(frozen=True)
class Mark:
    """One airing along the time, in thousandths; a window has a width."""

    stage: str
    x: float
    width: float


@dataclass(frozen=True)
class Lane:
    """One channel of an edition."""

    channel: str
    total: int
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Progress:
    """An edition from its first day to its last (its own, or an item's); `today` as a mark."""

    first: date
    last: date
    today: float | None
    lanes: tuple[Lane, ...]

    @property
    def whole(self) -> Lane:
        """All channels together."""
        counted: Counter[str] = Counter()
        for lane in self.lanes:
            counted.update({part.stage: part.count for part in lane.parts})
        return _whole(counted)


def progress(
    rows: Sequence[Row], window: Window | None, today: date, zone: ZoneInfo
) -> Progress | None:
    """The edition's progress; None where nothing of it is planned. What was dropped is left out."""
    live = [row for row in rows if row.item.state != Words.DROPPED and row.state in _STAGE_OF]
    days = [day for row in live for day in _days(row, zone)]
    if not days:
        return None
    if window is not None:
        days += [window.start, window.end]
    first, last = min(days), max(days)
    scale = _Scale(first, max(1, (last - first).days + 1))
    lanes = tuple(
        _lane(channel, some, scale, zone)
        for channel in KINDS
        if (some := [row for row in live if row.item.channel == channel])
    )
    now = scale.at(today) if first <= today <= last else None
    return Progress(first, last, now, lanes)


def whole(standings: Iterable[Standing]) -> Lane | None:
    """As `Progress.whole`, from counts alone; what was dropped is left out as there."""
    counted: Counter[str] = Counter()
    for one in standings:
        if one.live and one.state in _STAGE_OF:
            counted[_STAGE_OF[one.state]] += one.count
    return _whole(counted) if counted else None


def _whole(counted: Counter[str]) -> Lane:
    return Lane("", sum(counted.values()), _parts(counted), ())


@dataclass(frozen=True)
class _Scale:
    first: date
    days: int

    def at(self, day: date) -> float:
        """The middle of a day, in thousandths."""
        return round(((day - self.first).days + 0.5) * 1000 / self.days, 1)


def _lane(channel: str, rows: Sequence[Row], scale: _Scale, zone: ZoneInfo) -> Lane:
    counted = Counter(_STAGE_OF[row.state] for row in rows)
    marks = dict.fromkeys(mark for row in rows for mark in _marks(row, scale, zone))
    return Lane(channel, len(rows), _parts(counted), tuple(marks))  # equal ones hide each other


def _parts(counted: Counter[str]) -> tuple[Part, ...]:
    total, found, x = sum(counted.values()), [], 0.0
    for stage in STAGES:
        if counted[stage]:
            width = counted[stage] * 100 / total
            found.append(Part(stage, counted[stage], round(x, 2), round(width, 2)))
            x += width
    return tuple(found)


def _marks(row: Row, scale: _Scale, zone: ZoneInfo) -> Iterator[Mark]:
    for airing in row.airings:
        if airing.state == Going.CANCELLED:
            continue
        begin = scale.at(airing.due.astimezone(zone).date())
        end = scale.at(_last_day(airing.until, zone)) if airing.until else begin
        yield Mark(_STAGE_OF[row.state], begin, round(max(0.0, end - begin), 1))


def _days(row: Row, zone: ZoneInfo) -> Iterator[date]:
    for airing in row.airings:
        if airing.state != Going.CANCELLED:
            yield airing.due.astimezone(zone).date()
            if airing.until is not None:
                yield _last_day(airing.until, zone)


def _last_day(until: datetime, zone: ZoneInfo) -> date:
    """The day on which a window ends; midnight belongs to the day before."""
    return (until.astimezone(zone) - timedelta(minutes=1)).date()
