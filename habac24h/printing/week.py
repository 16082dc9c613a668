"""The week's broadcast sheet: it hangs beside the amplifier, is ticked, signed and typed back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.typst import press


@dataclass(frozen=True)
class Slot:
    """One broadcast. `state` is empty for what may be ticked: approved and still to be read."""

    code: str
    day: str
    """16/11, at every line: a day may go on over the page."""
    hour: str
    title: str
    length: str
    reader: str
    places: str
    state: str = ""


@dataclass(frozen=True)
class Day:
    """One day with its broadcasts, none for a quiet day."""

    name: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Week:
    """All seven days; `example` are codes for the line that says how to type them back."""

    station: str
    name: str
    """Tuần 47 năm 2026 (từ 16/11 đến 22/11/2026)."""
    days: tuple[Day, ...]
    example: tuple[str, ...]
    made: datetime
    made_words: str


def pdf(week: Week) -> bytes:
    """The sheet as PDF, A4."""
    return press().pdf("week.typ", week, DOCUMENT, at=week.made)
