"""One entry of the calendar, and its bytes as every calendar program reads them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from habac24h.calendar.colors import hex_of
from habac24h.calendar.fold import fold
from habac24h.calendar.text import clean
from habac24h.errors import Refused
from habac24h.later import later

if TYPE_CHECKING:
    import icalendar

    from habac24h.calendar import value
else:
    icalendar, value = later("icalendar"), later("habac24h.calendar.value")

CANCELLED_PREFIX = "[HỦY] "
ALL_DAY_ALARM = timedelta(hours=15)  # 09:00 of the day before
_URI_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar shows of one airing.

    `start` and `end` are both datetimes (aware; written in UTC, whole seconds) or both dates, `end`
    exclusive (`day_after` of the last day). `uid` is the row's, never made from title, date or
    position. `color` is a CSS 3 name. `modified` is the time of the last visible change, never
    "now". `alarm` is the text of a reminder, `alarm_before` its distance to the start.
    Raises Refused for what no calendar program could read.
    """

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    description: str
    location: str
    categories: tuple[str, ...]
    color: str
    cancelled: bool
    tentative: bool
    sequence: int
    created: datetime
    modified: datetime
    url: str | None = None
    alarm: str | None = None
    alarm_before: timedelta = ALL_DAY_ALARM

    def __post_init__(self) -> None:
        if not clean(self.uid).strip():
            raise Refused("Sự kiện của lịch thiếu mã UID.")
        hex_of(self.color)
        for moment in (self.created, self.modified):
            _written(moment)
        if isinstance(self.start, datetime) != isinstance(self.end, datetime):
            raise Refused(f"Sự kiện {self.uid}: bắt đầu và kết thúc phải cùng là ngày hoặc giờ.")
        if _written(self.end) <= _written(self.start):
            raise Refused(f"Sự kiện {self.uid}: kết thúc phải sau bắt đầu.")
        if self.sequence < 0 or self.alarm_before < timedelta(0):
            raise Refused(f"Sự kiện {self.uid}: số lần sửa và thời gian nhắc không được âm.")


def day_after(last: date) -> date:
    """The exclusive end that a calendar wants for an inclusive last day."""
    return last + timedelta(days=1)


def event_bytes(event: Event) -> bytes:
    """One VEVENT: CRLF, folded at 75 octets, the same bytes for an equal event."""
    return _bytes(_component(event))


def visible_hash(event: Event) -> str:
    """SHA-256 (hexadecimal) of all that people may see: not SEQUENCE, DTSTAMP, LAST-MODIFIED.

    A row whose hash changed gets SEQUENCE + 1 and a new `modified`; with the same hash it keeps
    both. Made from the fields: building the event to look at it would cost sixty times as much.
    """
    said: list[object] = [str(_written(one)) for one in (event.start, event.end, event.created)]
    said += [clean(one) for one in (event.uid, event.summary, event.description, event.location)]
    said += [[clean(one) for one in event.categories if one], event.color, event.url]
    said += [event.cancelled, not event.cancelled and event.tentative]
    if event.alarm is not None and not event.cancelled:
        said += [clean(event.alarm), event.alarm_before.total_seconds()]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def uri(address: str) -> icalendar.vUri:
    """An address with everything percent-encoded that would break its line."""
    return icalendar.vUri(quote(clean(address).strip(), safe=_URI_SAFE))


def stamp(moment: datetime) -> icalendar.vDDDTypes:
    """A moment in UTC and whole seconds; icalendar writes other zones as TZID without VTIMEZONE."""
    return icalendar.vDDDTypes(_written(moment))


def _component(event: Event) -> icalendar.Event:
    """Properties by assignment: `add` would accept a second DTSTART, `new` adds random stamps."""
    found = icalendar.Event()
    found["UID"] = value.Text(event.uid)
    found["DTSTAMP"] = stamp(event.modified)
    found.add("DTSTART", _written(event.start))
    found.add("DTEND", _written(event.end))
    found["SUMMARY"] = value.Text((CANCELLED_PREFIX if event.cancelled else "") + event.summary)
    _add_texts(found, event)
    found["COLOR"] = value.Text(event.color)
    found["STATUS"] = value.Text(_status(event))
    found["TRANSP"] = value.Text("TRANSPARENT")
    found["SEQUENCE"] = icalendar.vInt(event.sequence)
    found["CREATED"] = stamp(event.created)
    found["LAST-MODIFIED"] = stamp(event.modified)
    if event.url:
        found["URL"] = uri(event.url)
    found["X-MICROSOFT-CDO-BUSYSTATUS"] = value.Text("FREE")
    if event.alarm is not None and not event.cancelled:
        found.add_component(_alarm(event.alarm or event.summary, event.alarm_before))
    return found


def _add_texts(found: icalendar.Event, event: Event) -> None:
    """The texts that an event may lack; an empty property is noise in some programs."""
    if event.description:
        found["DESCRIPTION"] = value.Text(event.description)
    if event.location:
        found["LOCATION"] = value.Text(event.location)
    if any(event.categories):
        categories = icalendar.vCategory([])
        categories.cats = [value.Text(one) for one in event.categories if one]
        found["CATEGORIES"] = categories


def _alarm(text: str, before: timedelta) -> icalendar.Alarm:
    """A reminder; without DESCRIPTION Home Assistant rejects the whole feed (core#163830)."""
    found = icalendar.Alarm()
    found["ACTION"] = value.Text("DISPLAY")
    found["DESCRIPTION"] = value.Text(text)
    found["TRIGGER"] = icalendar.vDuration(-before)
    return found


def _status(event: Event) -> str:
    if event.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.tentative else "CONFIRMED"


def _bytes(component: icalendar.Component) -> bytes:
    return fold(line for line in component.content_lines(sorted=False) if line)


def _written(moment: datetime | date) -> datetime | date:
    """A date as it is, a time in UTC and whole seconds.

    Refuses a time without a zone: it floats, so Outlook refuses it and others read it as their own.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.utcoffset() is None:
        raise Refused(f"Giờ {moment:%H:%M:%S %d/%m/%Y} trong lịch không có múi giờ.")
    return moment.astimezone(UTC).replace(microsecond=0)
