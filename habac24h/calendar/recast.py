"""Kept bytes of an event, changed where the event that they were made from is no more."""

from __future__ import annotations

from datetime import UTC, datetime

from habac24h.calendar.event import CANCELLED_PREFIX
from habac24h.calendar.feed import without_alarm
from habac24h.calendar.fold import fold


def recast_cancelled(body: bytes, sequence: int, modified: datetime) -> bytes:
    """The same event as CANCELLED, without its reminder, with new stamps."""
    at = f"{modified.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    new = {
        "STATUS": "CANCELLED",
        "SEQUENCE": str(sequence),
        "DTSTAMP": at,
        "LAST-MODIFIED": at,
    }
    lines = without_alarm(body).decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    return fold(_line(line, new) for line in lines)


def _line(line: str, new: dict[str, str]) -> str:
    name, _, value = line.partition(":")
    if name == "SUMMARY" and not value.startswith(CANCELLED_PREFIX):
        return f"{name}:{CANCELLED_PREFIX}{value}"
    return f"{name}:{new.get(name, value)}"
