"""The office's own events (meetings, markets, exams): imported, listed, forgotten, unrolled.

They are for planning alone: nothing here is ever published or shown to subscribers.
"""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.audit import Actor
from habac24h.calendar.recurrence import Span, happenings
from habac24h.calendar.tables import OfficeEvent
from habac24h.calendar.text import clean
from habac24h.errors import NotFound, Refused
from habac24h.later import later

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = later("icalendar")

LARGEST = 2_000_000
MOST_IN_A_YEAR = 20_000
"""Happenings that one file may bring; an office with fifty of them each day is none."""
_OURS = "@habac24h"
_YEAR = timedelta(days=366)
_NONSENSE = (ValueError, TypeError, AttributeError, KeyError, OverflowError)


@dataclass(frozen=True, order=True)
class Busy:
    """One happening of an office's event."""

    span: Span
    summary: str
    uid: str


@dataclass(frozen=True)
class Imported:
    """What a file brought: new and replaced events, those taken away, our own left out."""

    kept: int
    removed: int
    ours: int


@dataclass(frozen=True)
class Looked:
    """A calendar file that was looked through: its events by UID, and how many are our own."""

    file: str
    calendar: icalendar.Calendar
    groups: dict[str, list[icalendar.Event]]
    ours: int


def look_through(data: bytes, file: str, *, today: date, zone: tzinfo) -> Looked:
    """Read a calendar file and try each event; before a unit of work, so that nobody waits for it.

    Raises Refused for what is no calendar, is too large, or repeats too often.
    """
    calendar = _read(data, file)
    groups, ours = _groups(calendar)
    left = MOST_IN_A_YEAR
    for events in groups.values():
        if not _is_off(calendar, events):
            left -= _tried(events, file, today, zone, left)
        if left <= 0:
            raise Refused(
                f"{file} có hơn {MOST_IN_A_YEAR} lượt trong một năm; hãy xuất lại lịch với ít sự "
                "kiện lặp hơn."
            )
    return Looked(file, calendar, groups, ours)


def take_in(session: Session, looked: Looked, *, by: Actor, now: datetime) -> Imported:
    """Import a calendar file; an event with a known UID replaces the one before."""
    calendar, file, ours = looked.calendar, looked.file, looked.ours
    kept = removed = 0
    for uid, events in looked.groups.items():
        row = session.get(OfficeEvent, uid)
        if _is_off(calendar, events):
            if row is not None:
                session.delete(row)
                removed += 1
            continue
        row = row or OfficeEvent(uid=uid, summary="", source="", imported_at=now)
        row.summary, row.imported_at = _summary(events), now
        row.source = _alone(calendar, events)
        session.add(row)
        kept += 1
    if not kept and not removed and not ours:
        raise Refused(f"{file}: không có sự kiện nào để nhập.")
    audit.record(session, by, "busy-import", now, file=file, kept=kept, removed=removed)
    return Imported(kept, removed, ours)


def forget(session: Session, uid: str, *, by: Actor, now: datetime) -> None:
    """Take one event out again; raises NotFound."""
    row = session.get(OfficeEvent, uid)
    if row is None:
        raise NotFound(f"Không có sự kiện “{uid}”; xem các mã bằng `habac24h calendar busy`.")
    session.delete(row)
    audit.record(session, by, "busy-forget", now, uid=uid)


def within(session: Session, first: date, last: date, zone: tzinfo) -> list[Busy]:
    """Every happening from `first` to `last` (local, inclusive), in order of time."""
    rows = session.exec(select(OfficeEvent).order_by(col(OfficeEvent.uid))).all()
    found = (
        Busy(span, row.summary, row.uid)
        for row in rows
        for span in _unrolled(row.source, first, last, zone)
    )
    return sorted(found)


@functools.lru_cache(maxsize=1024)
def _unrolled(source: str, first: date, last: date, zone: tzinfo) -> tuple[Span, ...]:
    events = icalendar.Calendar.from_ical(source).walk("VEVENT")
    try:
        return tuple(sorted(set(happenings(_events(events), first, last, zone))))
    except _NONSENSE:  # taken in by an older program, which looked less closely
        return ()


def _events(found: list[icalendar.Component]) -> Iterator[icalendar.Event]:
    return (one for one in found if isinstance(one, icalendar.Event))


def _read(data: bytes, file: str) -> icalendar.Calendar:
    if len(data) > LARGEST:
        raise Refused(f"{file} quá lớn ({len(data) // 1000} kB); nhiều nhất là 2.000 kB.")
    try:
        found = icalendar.Calendar.from_ical(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(f"{file} không phải chữ UTF-8; hãy xuất lại lịch thành tệp .ics.") from None
    except (ValueError, IndexError, KeyError, TypeError):  # what icalendar raises for nonsense
        raise _no_calendar(file) from None
    if not isinstance(found, icalendar.Calendar) or found.name != "VCALENDAR":
        raise _no_calendar(file)
    return found


def _no_calendar(file: str) -> Refused:
    return Refused(f"{file} không phải tệp lịch iCalendar (.ics); hãy xuất lại từ lịch của bạn.")


def _groups(calendar: icalendar.Calendar) -> tuple[dict[str, list[icalendar.Event]], int]:
    """The events by UID, and how many are our own (somebody imports our own calendar)."""
    groups: dict[str, list[icalendar.Event]] = defaultdict(list)
    ours = 0
    for event in _events(calendar.walk("VEVENT")):
        uid = clean(str(event.get("UID", ""))).strip()
        uid = uid or hashlib.sha256(event.to_ical()).hexdigest()
        if uid.endswith(_OURS):
            ours += 1
        elif "DTSTART" in event:
            groups[uid].append(event)
    return groups, ours


def _is_off(calendar: icalendar.Calendar, events: list[icalendar.Event]) -> bool:
    """Whether the file takes this event away: cancelled as a whole."""
    if str(calendar.get("METHOD", "")).upper() == "CANCEL":
        return True
    whole = [one for one in events if "RECURRENCE-ID" not in one] or events
    return all(str(one.get("STATUS", "")).upper() == "CANCELLED" for one in whole)


def _tried(events: list[icalendar.Event], file: str, today: date, zone: tzinfo, most: int) -> int:
    """How often it happens within a year, counted up to `most`.

    What cannot be unrolled is refused now, not at the next planning.
    """
    try:
        return sum(1 for _one in islice(happenings(events, today, today + _YEAR, zone), most))
    except _NONSENSE:
        raise Refused(
            f"{file}: không đọc được giờ hoặc cách lặp của “{_summary(events)}”; "
            "hãy sửa sự kiện ấy rồi xuất lại."
        ) from None


def _summary(events: list[icalendar.Event]) -> str:
    whole = [one for one in events if "RECURRENCE-ID" not in one] or events
    words = " ".join(clean(str(whole[0].get("SUMMARY", ""))).split())
    return words[:200] or "(không tên)"


def _alone(calendar: icalendar.Calendar, events: list[icalendar.Event]) -> str:
    """A calendar with this event and the zones that it may name."""
    made = icalendar.Calendar()
    made["VERSION"], made["PRODID"] = icalendar.vText("2.0"), icalendar.vText("-//habac24h//VI")
    for component in (*calendar.walk("VTIMEZONE"), *events):
        made.add_component(component)
    return str(made.to_ical(), "utf-8")
