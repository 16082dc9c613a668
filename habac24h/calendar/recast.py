"""Kept bytes of an event, changed where the event that they were made from is no more."""

from __future__ import annotations

from datetime import UTC, datetime

from habac24h.calendar.event import CANCELLED_PREFIX
from habac24h.calendar.feed import without_alarm
from habac24h.calendar.fold import fold


def recast_cancelled(body: bytes, sequence: int, modified: datetime) -> bytes:
    """The same event as CANCELLED, without its reminder, with new stamps."""
    new = {"STATUS": "CANCELLED", **_stamps(sequence, modified)}
    lines = [_line(line, new) for line in _lines(without_alarm(body))]
    return fold(_crossed_out(line) for line in lines)


def recast_later(body: bytes, sequence: int, modified: datetime) -> bytes:
    """The same event with new stamps."""
    new = _stamps(sequence, modified)
    return fold(_line(line, new) for line in _lines(body))


def _stamps(sequence: int, modified: datetime) -> dict[str, str]:
    at = f"{modified.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return {"SEQUENCE": str(sequence), "DTSTAMP": at, "LAST-MODIFIED": at}


def _lines(body: bytes) -> list[str]:
    return body.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def _line(line: str, new: dict[str, str]) -> str:
    name, _, value = line.partition(":")
    return f"{name}:{new.get(name, value)}"


def _crossed_out(line: str) -> str:
    name, _, value = line.partition(":")
    if name == "SUMMARY" and not value.startswith(CANCELLED_PREFIX):
        return f"{name}:{CANCELLED_PREFIX}{value}"
    return line
