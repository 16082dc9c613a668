"""A whole calendar as bytes, from events or from the bytes kept of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from habac24h.calendar.colors import hex_of
from habac24h.calendar.event import (
    ALL_DAY_ALARM,
    CANCELLED_PREFIX,
    Event,
    day_after,
    event_bytes,
    stamp,
    uri,
    visible_hash,
)
from habac24h.calendar.fold import fold
from habac24h.calendar.text import clean
from habac24h.later import later

if TYPE_CHECKING:
    import icalendar

    from habac24h.calendar import value
else:
    icalendar, value = later("icalendar"), later("habac24h.calendar.value")

__all__ = [
    "ALL_DAY_ALARM",
    "CANCELLED_PREFIX",
    "WRITER_VERSION",
    "Event",
    "calendar_bytes",
    "clean",
    "day_after",
    "event_bytes",
    "joined",
    "visible_hash",
    "without_alarm",
]

WRITER_VERSION = 2  # part of the ETag: raise it when equal rows give other bytes
_PRODID = "-//habac24h//Lich truyen thong//VI"
_REFRESH = timedelta(hours=1)
_UID = re.compile(rb"^UID:(.*?)\r?$", re.MULTILINE)
_START = re.compile(rb"^DTSTART(?:;VALUE=DATE)?:([0-9TZ]+)", re.MULTILINE)
_ALARM = re.compile(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", re.DOTALL)
# RFC 5545 wants at least one component in a calendar. A time zone is one, and shows nothing.
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Ho_Chi_Minh",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar_bytes(
    events: Iterable[bytes | Event],
    *,
    name: str,
    description: str,
    color: str,
    modified: datetime,
    url: str | None = None,
) -> bytes:
    """A VCALENDAR of events, or of bytes that `event_bytes` made, ordered by start, then UID.

    The same bytes for the same input in any order; for the rest see `joined`.
    """
    bodies = [event_bytes(one) if isinstance(one, Event) else one for one in events]
    bodies.sort(key=_order)
    return joined(
        bodies, name=name, description=description, color=color, modified=modified, url=url
    )


def joined(
    bodies: Iterable[bytes],
    *,
    name: str,
    description: str,
    color: str,
    modified: datetime,
    url: str | None = None,
) -> bytes:
    """A VCALENDAR of bytes that `event_bytes` made, as they come.

    `name` becomes one line, `color` is a CSS 3 name, `modified` (aware) the time of the last
    visible change of the feed, `url` a page about it. Without events it holds a time zone only,
    since RFC 5545 wants one component. Raises Refused for a colour that CSS 3 does not have and a
    time without a zone.
    """
    head = fold(_head(name, description, color, modified, url))
    return head + (b"".join(bodies) or fold(_ZONE)) + b"END:VCALENDAR\r\n"


def without_alarm(body: bytes) -> bytes:
    """The bytes of an event, or of many, without reminders, for a feed that wants none."""
    return _ALARM.sub(b"", body)


def _head(
    name: str, description: str, color: str, modified: datetime, url: str | None
) -> list[str]:
    """All calendar properties, before the first component: Outlook ignores those after it.

    No METHOD (libical then demands ORGANIZER) and no UID (vdirsyncer then stores one event only).
    """
    found = icalendar.Calendar()
    found["VERSION"] = value.Text("2.0")
    found["PRODID"] = value.Text(_PRODID)
    found["CALSCALE"] = value.Text("GREGORIAN")
    found["NAME"] = found["X-WR-CALNAME"] = value.Text(" ".join(clean(name).split()))
    found["DESCRIPTION"] = found["X-WR-CALDESC"] = value.Text(description)
    found["X-WR-TIMEZONE"] = value.Text("Asia/Ho_Chi_Minh")
    found.add("REFRESH-INTERVAL", _REFRESH, {"VALUE": "DURATION"})
    found["X-PUBLISHED-TTL"] = icalendar.vDuration(_REFRESH)
    found["COLOR"] = value.Text(color)
    found["X-APPLE-CALENDAR-COLOR"] = value.Text(hex_of(color))
    found["LAST-MODIFIED"] = stamp(modified)
    if url:
        found.add("SOURCE", uri(url), {"VALUE": "URI"})
        found["URL"] = uri(url)
    return [line for line in found.content_lines(sorted=False) if line and line != "END:VCALENDAR"]


def _order(body: bytes) -> tuple[bytes, bytes]:
    """Start as written, then UID; they stand before SUMMARY, where a long UID may be folded."""
    head = body.partition(b"\r\nSUMMARY:")[0].replace(b"\r\n ", b"")
    start, uid = _START.search(head), _UID.search(head)
    return start[1] if start else b"", uid[1] if uid else b""
