"""A definition as people type it, before anything is checked: every value as YAML would carry it.

Empty means absent. `draft_of` is the way back from a definition that was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from habac24h.calendar.observances import MonthDay, Observance
from habac24h.campaigns.campaign import Activity, Campaign
from habac24h.campaigns.places import AllPlaces, Named, OfKind, Selector
from habac24h.campaigns.when import (
    WEEKDAYS,
    Day,
    EveryDays,
    Monthly,
    Offset,
    OneDay,
    OnWeekdays,
    Recurring,
)

Value = str | tuple[str, ...]
"""One value, or a list in square brackets."""


@dataclass(frozen=True)
class ActivityDraft:
    """One activity; its fields are the keys of the file."""

    id: str = ""
    title: str = ""
    channel: str = ""
    template: str = ""
    text: str = ""
    day: str = ""
    first: str = ""
    last: str = ""
    every: Value = ""
    at: tuple[str, ...] = ()
    shift: str = ""
    places: Value = ""
    per_place: str = ""
    rotate: str = ""
    late_limit: str = ""


@dataclass(frozen=True)
class Draft:
    """A definition; `inline` are the keys of an observance of its own, where it names none."""

    id: str = ""
    title: str = ""
    observance: str = ""
    inline: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    partners: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    activities: tuple[ActivityDraft, ...] = ()


def draft_of(campaign: Campaign) -> Draft:
    """A definition that was read, as somebody would type it."""
    own = campaign.observance
    return Draft(
        id=campaign.id,
        title=campaign.title,
        observance=own.id,
        inline=() if own.id else tuple(_inline(own)),
        lead=campaign.lead,
        partners=campaign.partners,
        topics=campaign.topics,
        required=campaign.required,
        activities=tuple(_activity(one) for one in campaign.activities),
    )


def _inline(own: Observance) -> list[tuple[str, str]]:
    if own.lunar is not None:
        return [("name", own.full), ("lunar", f"{own.lunar.month:02}-{own.lunar.day:02}")]
    assert own.start is not None, "a key date of a definition's own is lunar or has a date"
    found = [("name", own.full), ("date", _month_day(own.start))]
    return [*found, ("end", _month_day(own.end))] if own.end is not None else found


def _activity(one: Activity) -> ActivityDraft:
    schedule = one.schedule
    is_day = isinstance(schedule, OneDay)
    return ActivityDraft(
        id=one.id,
        title=one.title,
        channel=one.channel,
        template=one.template or "",
        text=one.text or "",
        day=_day(schedule.day) if isinstance(schedule, OneDay) else "",
        first="" if isinstance(schedule, OneDay) else _day(schedule.first),
        last="" if isinstance(schedule, OneDay) else _day(schedule.last),
        every=_every(schedule) if not is_day and isinstance(schedule, Recurring) else "",
        at=tuple(f"{at:%H:%M}" for at in one.at),
        shift="workday-before" if one.shift else "",
        places=_places(one.places),
        per_place="true" if one.per_place else "",
        rotate="topics" if one.rotate else "",
        late_limit=_limit(one.late_limit) if one.late_limit is not None else "",
    )


def _day(day: Day) -> str:
    if not isinstance(day, Offset):
        return _month_day(day)
    if not day.days:
        return day.anchor
    return f"{day.anchor} {'-' if day.days < 0 else '+'} {abs(day.days)}d"


def _month_day(day: MonthDay) -> str:
    return f"{day.month:02}-{day.day:02}"


def _every(schedule: Recurring) -> Value:
    every = schedule.every
    if isinstance(every, OnWeekdays):
        return tuple(WEEKDAYS[day] for day in every.days)
    if isinstance(every, Monthly):
        return "monthly"
    assert isinstance(every, EveryDays)
    if every.days == 1:
        return "daily"
    return f"{every.days}d" if every.days % 7 else f"{every.days // 7}w"


def _places(selector: Selector | None) -> Value:
    if isinstance(selector, AllPlaces):
        return "all"
    if isinstance(selector, OfKind):
        return f"kind:{selector.kind}"
    return selector.ids if isinstance(selector, Named) else ""


def _limit(span: timedelta) -> str:
    for unit, step in (("d", timedelta(days=1)), ("h", timedelta(hours=1))):
        if not span % step:
            return f"{span // step}{unit}"
    return f"{span // timedelta(minutes=1)}m"
