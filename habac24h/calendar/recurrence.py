"""When an event of somebody's calendar happens within some days: repeated, excepted, moved.

Rules are unrolled by dateutil in the event's own local time, so that a meeting at 08:00 stays at
08:00. `recurring-ical-events` would do it too, but holds python-dateutil below 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, TypeAlias

from habac24h.later import later

if TYPE_CHECKING:
    import icalendar
    from dateutil import rrule
else:
    icalendar, rrule = later("icalendar"), later("dateutil.rrule")


_DAY = timedelta(days=1)
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_MOST_A_DAY = 24
_EARLIEST = 1900
"""Nobody's meeting began before; each year of a daily rule costs a hundredth of a second."""
_STEPS = {"DAILY": 1, "WEEKLY": 7}
_CYCLE = 400
"""Years after which the calendar repeats itself, days of the week included."""
_LAST_CYCLE = (9999 - 2200) // _CYCLE * _CYCLE
_Event: TypeAlias = Any
"""An icalendar.Event, which types each value as any of thirty kinds."""


@dataclass(frozen=True, order=True)
class Span:
    """One happening (UTC, `end` not belonging to it); whole days begin at local midnight."""

    start: datetime
    end: datetime
    whole_days: bool


def happenings(events: Iterable[_Event], first: date, last: date, zone: tzinfo) -> Iterator[Span]:
    """Every happening of the events of one UID that touches the days from `first` to `last`.

    Events with RECURRENCE-ID replace one happening of the other; cancelled ones take it away.
    Times without a zone are read in `zone`. Raises ValueError for a rule that no day needs.
    """
    begin, end = _midnight(first, zone), _midnight(last + _DAY, zone)
    every = list(events)
    replaced = {_key(one["RECURRENCE-ID"].dt, zone) for one in every if "RECURRENCE-ID" in one}
    for one in every:
        is_single = "RECURRENCE-ID" in one
        if str(one.get("STATUS", "")).upper() == "CANCELLED":
            continue
        length = _length(one)
        for start in [one["DTSTART"].dt] if is_single else _starts(one, begin - length, end, zone):
            if not is_single and _key(start, zone) in replaced:
                continue
            span = _span(start, length, zone)
            if span.start < end and span.end > begin:
                yield span


def _starts(
    event: _Event, begin: datetime, end: datetime, zone: tzinfo
) -> Iterator[date | datetime]:
    start = event["DTSTART"].dt
    local = _naive(start, start, zone)
    out = {_naive(one, start, zone) for one in _listed(event, "EXDATE")}
    found = {local, *(_naive(one, start, zone) for one in _listed(event, "RDATE"))}
    for rule in _many(event, "RRULE"):
        found |= set(_unrolled(rule, start, zone, _naive(begin, start, zone) - _DAY, end))
    for one in sorted(found - out):
        yield _as(one, start)


def _unrolled(
    rule: Any, start: date | datetime, zone: tzinfo, begin: datetime, end: datetime
) -> Iterable[datetime]:
    """What a rule gives from `begin` on; ValueError for one that no day needs, or that never comes.

    dateutil looks for the next day up to the year 9999, fifteen seconds for a rule that none fits
    (every 30 February): moved to the last cycle of the calendar, it looks for some centuries.
    """
    _refuse_bomb(rule, start)
    first, last = _naive(start, start, zone), _naive(end, start, zone) + _DAY
    parts = _without(rule, "UNTIL", "COUNT")
    if next(iter(_late(parts, first)), None) is None:
        raise ValueError("rule never comes")
    parts += [f"COUNT={one}" for one in _as_list(rule.get("COUNT", []))]
    parts += [
        f"UNTIL={_shifted(_naive(one, start, zone)):%Y%m%dT%H%M%S}"
        for one in _as_list(rule.get("UNTIL", []))
    ]
    near = first if "COUNT" in rule else _nearer(rule, first, begin)
    found = _late(parts, near).between(_shifted(begin), _shifted(last), inc=True)
    return [one.replace(year=one.year - _LAST_CYCLE) for one in found]


def _refuse_bomb(rule: Any, start: date | datetime) -> None:
    if {str(one).upper() for one in rule.get("FREQ", [])} & set(_TOO_OFTEN):
        raise ValueError("rule repeats within a day")
    hours = [len(_as_list(rule.get(part, [0]))) for part in ("BYHOUR", "BYMINUTE", "BYSECOND")]
    if math.prod(hours) > _MOST_A_DAY:
        raise ValueError("rule repeats within a day")
    if any(int(one) < 1 for one in _as_list(rule.get("INTERVAL", [1]))):
        raise ValueError("rule never goes on")
    if start.year < _EARLIEST:
        raise ValueError("rule began before anybody's time")


def _without(rule: Any, *names: str) -> list[str]:
    known = {key: value for key, value in rule.items() if str(key).upper() not in names}
    recur: Any = icalendar.vRecur(known)
    return [recur.to_ical().decode()]


def _late(parts: list[str], first: datetime) -> Any:
    return rrule.rrulestr(";".join(parts), dtstart=_shifted(first))


def _shifted(moment: datetime) -> datetime:
    """The same moment in the last cycle of the calendar that Python knows."""
    return moment.replace(year=min(moment.year + _LAST_CYCLE, 9999))


def _nearer(rule: Any, first: datetime, begin: datetime) -> datetime:
    """A later start of the same days: years that nobody asked for are not walked through."""
    freq = str(next(iter(rule.get("FREQ", [])), "")).upper()
    step = _STEPS.get(freq, 0) * int(next(iter(_as_list(rule.get("INTERVAL", [1]))), 1))
    if not step or begin <= first:
        return first
    return first + timedelta(days=(begin - first).days // step * step)


def _length(event: _Event) -> timedelta:
    start = event["DTSTART"].dt
    if "DURATION" in event:
        found: timedelta = event["DURATION"].dt
    elif "DTEND" in event:
        found = _plain(event["DTEND"].dt) - _plain(start)
    else:
        found = timedelta(0)
    least = timedelta(minutes=1) if isinstance(start, datetime) else _DAY
    return max(found, least)


def _span(start: date | datetime, length: timedelta, zone: tzinfo) -> Span:
    if isinstance(start, datetime):
        at = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
        return Span(at, at + length, whole_days=False)
    return Span(_midnight(start, zone), _midnight(start + length, zone), whole_days=True)


def _naive(moment: date | datetime, like: date | datetime, zone: tzinfo) -> datetime:
    """A moment as wall-clock time where `like` is told."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0))
    if moment.tzinfo is None:
        return moment
    there = like.tzinfo if isinstance(like, datetime) and like.tzinfo else zone
    return moment.astimezone(there).replace(tzinfo=None)


def _as(moment: datetime, like: date | datetime) -> date | datetime:
    if isinstance(like, datetime):
        return moment.replace(tzinfo=like.tzinfo)
    return moment.date()


def _plain(moment: date | datetime) -> datetime:
    """For differences: an instant, or a local midnight."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(0), UTC)


def _key(moment: date | datetime, zone: tzinfo) -> datetime:
    """One happening, whichever way its start is written."""
    if isinstance(moment, datetime) and moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC) if isinstance(moment, datetime) else _midnight(moment, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _listed(event: _Event, name: str) -> Iterator[date | datetime]:
    """The moments of EXDATE or RDATE lines; of a period its start."""
    for lines in _many(event, name):
        for one in lines.dts:
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def _many(event: _Event, name: str) -> list[Any]:
    return _as_list(event.get(name, []))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
