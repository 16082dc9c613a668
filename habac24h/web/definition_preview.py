"""What a definition would yield in one year, and how it differs from the one that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from habac24h.calendar.observances import Window
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Activity, Campaign
from habac24h.campaigns.expand import Slot, expand
from habac24h.errors import NotFound
from habac24h.web.room import Room
from habac24h.workflow.own_words import difference


@dataclass(frozen=True)
class Days:
    """One activity's days in the year; several items may share one (a village each)."""

    activity: Activity
    days: tuple[date, ...]
    last: date | None
    """The last day of a window."""
    items: int


@dataclass(frozen=True)
class Preview:
    """A year of a definition; `window` is None where the year has no such edition."""

    year: int
    window: Window | None
    activities: tuple[Days, ...]
    warnings: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    """Lines of the difference from the kept file: how they changed (them, bot, cho, ""), words."""

    @property
    def items(self) -> int:
        """How many items the year would have."""
        return sum(one.items for one in self.activities)


def preview(session: Session, room: Room, campaign: Campaign, year: int) -> Preview:
    """Expand the definition for a year; nothing is stored."""
    found = expand(campaign, year, library.places(session), room.zone)
    return Preview(
        year=year,
        window=found.window,
        activities=tuple(
            _days(activity, [one for one in found.slots if one.activity_id == activity.id], room)
            for activity in campaign.activities
        ),
        warnings=tuple(one.message for one in found.warnings),
        changes=tuple(_changes(session, campaign)),
    )


def _days(activity: Activity, slots: list[Slot], room: Room) -> Days:
    starts = (slot.airings[0].due.astimezone(room.zone).date() for slot in slots)
    ends = [until for slot in slots if (until := slot.airings[0].until) is not None]
    last = max(ends).astimezone(room.zone).date() if ends else None
    return Days(activity, tuple(sorted(set(starts))), last, len(slots))


def _changes(session: Session, campaign: Campaign) -> Iterator[tuple[str, str]]:
    try:
        kept: str | None = library.export(session, campaign.id)
    except NotFound:
        kept = None
    told = difference(kept, campaign.source, ("đang dùng", "bản này")) if kept is not None else ""
    kinds = {"+": "them", "-": "bot", "@": "cho"}
    for line in told.split("\n")[2:]:
        yield kinds.get(line[:1], ""), "⋯" if line.startswith("@") else line
