"""A campaign and its activities as read from a definition; valid for every year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from habac24h.calendar.observances import Observance
from habac24h.campaigns.places import Selector
from habac24h.campaigns.when import Recurring, Schedule, Span


@dataclass(frozen=True)
class Activity:
    """One line of a definition: channel, words, when, how often, where.

    Exactly one of `template` and `text` is given. `at` holds local times in ascending order.
    """

    id: str
    title: str
    channel: str
    schedule: Schedule
    at: tuple[time, ...]
    template: str | None = None
    text: str | None = None
    shift: bool = False
    """`workday-before`: a weekend slot goes to the Friday."""
    places: Selector | None = None
    per_place: bool = False
    rotate: bool = False
    late_limit: timedelta | None = None

    @property
    def recurs(self) -> bool:
        """Whether its keys carry the date."""
        return isinstance(self.schedule, Recurring)

    @property
    def is_window(self) -> bool:
        """Whether it is up from a first day to a last one."""
        return isinstance(self.schedule, Span)


@dataclass(frozen=True)
class Campaign:
    """A definition; `source` is its text, kept as it was given."""

    id: str
    title: str
    observance: Observance
    activities: tuple[Activity, ...]
    source: str
    lead: str = ""
    partners: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
