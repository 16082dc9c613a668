"""One line of an examination."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whether somebody must do something."""

    OK = "ok"
    NOTE = "note"
    """Good to know, or not asked: nothing is wrong."""
    WRONG = "wrong"


@dataclass(frozen=True)
class Line:
    """What was looked at, how it is, and (in the same sentence) what to do; `id` never changes."""

    id: str
    title: str
    level: Level
    said: str


@dataclass(frozen=True)
class About:
    """The subject of a line, from which its three outcomes are made."""

    id: str
    title: str

    def ok(self, said: str) -> Line:
        """It is well."""
        return Line(self.id, self.title, Level.OK, said)

    def note(self, said: str) -> Line:
        """Somebody may want to know."""
        return Line(self.id, self.title, Level.NOTE, said)

    def wrong(self, said: str) -> Line:
        """Somebody must do something."""
        return Line(self.id, self.title, Level.WRONG, said)
