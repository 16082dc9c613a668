"""What planning yields: changes and warnings, with all that applying them needs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from habac24h.campaigns.coverage import Coverage
from habac24h.campaigns.wanted import Wanted


class Kind(StrEnum):
    """What happens to an item."""

    ADD = "add"
    MOVE = "move"
    RETEXT = "retext"
    WITHDRAW = "withdraw"
    REVIVE = "revive"
    KEEP = "keep"


@dataclass(frozen=True)
class Seen:
    """The versions of a row and its airings (by key) when planning looked at them."""

    item: int
    airings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Change:
    """One line of the list. `due` (UTC) is the first airing's; `reason` a Vietnamese sentence."""

    kind: Kind
    key: str
    due: datetime
    channel: str
    title: str
    reason: str
    wanted: Wanted | None = None
    seen: Seen | None = None


@dataclass(frozen=True)
class PlanWarning:
    """Something to look at; nothing is stopped by it."""

    kind: str
    key: str
    message: str


@dataclass(frozen=True)
class Plan:
    """The difference between definitions and rows in one year; nothing is written by making it."""

    year: int
    changes: tuple[Change, ...]
    warnings: tuple[PlanWarning, ...]
    coverages: tuple[Coverage, ...] = ()
    """The matrix of each edition as it will be; not part of the JSON form."""

    @property
    def to_do(self) -> tuple[Change, ...]:
        """The changes that applying makes; `keep` only tells."""
        return tuple(change for change in self.changes if change.kind is not Kind.KEEP)

    @property
    def digest(self) -> str:
        """SHA-256 of all that applying would do: the same list, words and rows as seen."""
        told = [
            [one.kind.value, one.key, one.title, one.reason, repr(one.seen), repr(one.wanted)]
            for one in self.to_do
        ]
        return hashlib.sha256(json.dumps([self.year, told]).encode()).hexdigest()

    def as_dict(self, zone: ZoneInfo) -> dict[str, Any]:
        """The JSON form of `plan --json`; times ISO with offset."""
        return {
            "year": self.year,
            "changes": [
                {
                    "kind": change.kind.value,
                    "key": change.key,
                    "due": change.due.astimezone(zone).isoformat(timespec="seconds"),
                    "channel": change.channel,
                    "title": change.title,
                    "reason": change.reason,
                }
                for change in self.changes
            ],
            "warnings": [
                {"kind": warning.kind, "key": warning.key, "message": warning.message}
                for warning in self.warnings
            ],
        }
