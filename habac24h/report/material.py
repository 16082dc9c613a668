"""What a report is made of: plain values, read from the rows once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from habac24h.report.period import Period
from habac24h.units.summary import Summary
from habac24h.workflow.attendance import Present
from habac24h.workflow.outcome import Result


@dataclass(frozen=True)
class Spot:
    """One place of a turn, and what people said: it happened, it did not, or nothing (None)."""

    place: str
    """Its id; empty where no place was named."""
    name: str
    said: bool | None = None
    down: bool = False
    """What hung there was taken down, within the report's days or with a window that ended in."""
    note: str = ""
    evidence: bool = False
    said_at: datetime | None = None
    """When a person confirmed it (local): not when it happened, which is the airing's hour."""
    present: Present | None = None


@dataclass(frozen=True)
class Turn:
    """One airing; times are local. `figures` are Facebook's, by metric, empty where unknown."""

    key: str
    due: datetime
    until: datetime | None
    state: str
    link: str = ""
    public_at: datetime | None = None
    """When a post was seen public; None for what people carry out."""
    reason: str = ""
    spots: tuple[Spot, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)
    overdue: bool = False
    late: str = ""
    """What it waits for, in words, when its hour has come already."""


@dataclass(frozen=True)
class Piece:
    """One item with those of its airings that begin within the days."""

    key: str
    title: str
    campaign: str
    channel: str
    topic: str | None
    result: Result
    approved: bool = False
    approver: str = ""
    alone: bool = False
    """Approved by the one who wrote it (setting `one-person`)."""
    begun: datetime | None = None
    """When a person first worked on it."""
    later: bool = False
    """Open, and none of its hours has come when the report is made."""
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Material:
    """Everything that one report counts and says; `campaigns` and `topics` give the names.

    `texts` are the parts that the office added by hand. `taken_down` are places where banners of
    earlier days came down within these. `figures_known` says whether Facebook gave any figure,
    `audit_head` pins the log of everything that was done.
    """

    period: Period
    made: datetime
    practice: bool
    pieces: tuple[Piece, ...]
    campaigns: Mapping[str, str]
    topics: Mapping[str, str]
    texts: Mapping[str, str]
    audit_head: str
    taken_down: int = 0
    left_out: int = 0
    """Items of the practice page that this report leaves out."""
    passed: Mapping[str, int] = field(default_factory=dict)
    """Items of each campaign whose hours lay before the planning: no part of the plan."""
    leads: tuple[str, ...] = ()
    units: Summary | None = None
    """What the units reported on these days; None where they are not asked."""

    @property
    def ahead(self) -> bool:
        """Made before the first of its days: there is nothing to count yet."""
        return self.made.date() < self.period.since
