"""What a campaign yields in one year: slots with dates, times, places and topics. Pure.

The same campaign, year, places and zone give the same expansion on any machine and in any order;
nothing here reads a clock, a locale or a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from habac24h.calendar.observances import Window, explain, window
from habac24h.campaigns.campaign import Activity, Campaign
from habac24h.campaigns.late import late_until
from habac24h.campaigns.names import airing_key, item_key
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.places import KINDS, OfKind, PlaceEntry, missing, select
from habac24h.campaigns.when import OneDay, Recurring, Span, occurrences, resolve, workday_before


@dataclass(frozen=True)
class AiringSlot:
    """One time (UTC) at which a slot goes out; `until` is the end of a window."""

    key: str
    n: int
    due: datetime
    until: datetime | None
    late_until: datetime


@dataclass(frozen=True)
class Slot:
    """What one item is made from. `unshifted` is the local date that the key stands on.

    Exactly one of `template` and `text` is given; `turn` picks the variant. `places` are ids;
    `place` is the one that the key ends with (per_place).
    """

    key: str
    activity_id: str
    channel: str
    title: str
    template: str | None
    text: str | None
    topic_id: str | None
    turn: int
    unshifted: date
    airings: tuple[AiringSlot, ...]
    places: tuple[str, ...]
    place: str | None
    late_limit: timedelta | None
    window: bool


@dataclass(frozen=True)
class Notice:
    """Something that planning tells without stopping: a kind, the key it is about, a sentence."""

    kind: str
    key: str
    message: str


@dataclass(frozen=True)
class Expansion:
    """All slots of one edition; `window` is None where the year has no edition."""

    slots: tuple[Slot, ...]
    warnings: tuple[Notice, ...]
    window: Window | None


@dataclass(frozen=True)
class _Day:
    """One day of an activity: n counts them before anything is skipped."""

    n: int
    unshifted: date
    first: date
    last: date | None


def expand(
    campaign: Campaign, year: int, places: Sequence[PlaceEntry], zone: ZoneInfo
) -> Expansion:
    """The edition of `year`, the solar year in which the observance starts.

    Slots come in the order of the definition, then by day, then by the office's order of places.
    """
    found = window(campaign.observance, year)
    if found is None:
        notice = Notice("no-edition", f"{campaign.id}/{year}", _no_edition(campaign, year))
        return Expansion((), (notice,), None)
    slots: list[Slot] = []
    notices: list[Notice] = []
    for activity in campaign.activities:
        slots += _slots(campaign, activity, year, found, places, zone)
        notices += _notices(campaign, activity, year, found, places)
    return Expansion(tuple(slots), tuple(notices), found)


def _no_edition(campaign: Campaign, year: int) -> str:
    why = explain(campaign.observance, year)
    return f"Năm {year} không có đợt “{campaign.title}”: {why}"


def _slots(
    campaign: Campaign,
    activity: Activity,
    year: int,
    period: Window,
    places: Sequence[PlaceEntry],
    zone: ZoneInfo,
) -> Iterator[Slot]:
    """An item for each day; with per_place an item for each day and place."""
    chosen = tuple(place.id for place in select(activity.places, places))
    apart: Sequence[str | None] = chosen if activity.per_place and chosen else (None,)
    names = {place.id: place.name for place in places}
    days = list(_days(activity, period))
    for day in days:
        topic, turn = _turn(campaign, activity, day.n, year, len(days))
        for place in apart:
            dated = day.unshifted if activity.recurs else None
            key = item_key(campaign.id, year, activity.id, dated, place)
            yield Slot(
                key=key,
                activity_id=activity.id,
                channel=activity.channel,
                title=_title(activity, topic, names.get(place or "")),
                template=activity.template,
                text=activity.text,
                topic_id=topic,
                turn=turn,
                unshifted=day.unshifted,
                airings=tuple(_airings(activity, key, day, zone)),
                places=(place,) if place is not None else chosen,
                place=place,
                late_limit=activity.late_limit,
                window=activity.is_window,
            )


def _days(activity: Activity, period: Window) -> Iterator[_Day]:
    """The days of an activity in one window; none where that window lacks them."""
    schedule = activity.schedule
    shifted = workday_before if activity.shift else _same
    if isinstance(schedule, OneDay):
        day = resolve(schedule.day, period)
        if day is not None:
            yield _Day(0, day, shifted(day), None)
        return
    first, last = resolve(schedule.first, period), resolve(schedule.last, period)
    if first is None or last is None or last < first:
        return
    if isinstance(schedule, Span):
        # Only the first day moves: what is hung earlier still hangs to its last day.
        yield _Day(0, first, shifted(first), last)
        return
    for n, day in enumerate(occurrences(schedule.every, first, last)):
        yield _Day(n, day, shifted(day), None)


def _same(day: date) -> date:
    return day


def _turn(
    campaign: Campaign, activity: Activity, n: int, year: int, days: int
) -> tuple[str | None, int]:
    """Topic and turn of the n-th of so many days: topics go round, each topic's variants go round.

    Each year goes on where the year before ended, so that its texts differ as long as there are
    others (decision 0004).
    """
    if not activity.rotate:
        return None, n + year * days
    length = len(campaign.topics)
    rounds = -(-days // length)
    return campaign.topics[(n + year) % length], n // length + year * rounds


def _title(activity: Activity, topic: str | None, place: str | None) -> str:
    """What tells a slot from its neighbours in a list: the topic, the place."""
    told = [activity.title, packaged_topics().get(topic) if topic else None]
    title = ": ".join(part for part in told if part)
    return f"{title} – {place}" if place else title


def _airings(activity: Activity, item: str, day: _Day, zone: ZoneInfo) -> Iterator[AiringSlot]:
    for n, at in enumerate(activity.at, start=1):
        due = _moment(day.first, at, zone)
        until = _moment(day.last, at, zone) if day.last is not None else None
        late = late_until(activity.channel, due, until, activity.late_limit, zone)
        yield AiringSlot(airing_key(item, n), n, due, until, late)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _notices(
    campaign: Campaign,
    activity: Activity,
    year: int,
    period: Window,
    places: Sequence[PlaceEntry],
) -> Iterator[Notice]:
    key = item_key(campaign.id, year, activity.id)
    if not any(True for _ in _days(activity, period)):
        yield Notice("no-day", key, _no_day(activity, year, period))
        return
    gone = missing(activity.places, places)
    if gone:
        ids = ", ".join(gone)
        yield Notice("no-place", key, f"“{activity.title}”: không có địa điểm {ids}.")
    if activity.places is not None and not select(activity.places, places):
        yield Notice("no-place", key, _no_place(activity))


def _no_day(activity: Activity, year: int, period: Window) -> str:
    when = f"mốc năm {year} từ {period.start:%d/%m/%Y} đến {period.end:%d/%m/%Y}"
    lacks = "không có ngày nào hợp với hoạt động này"
    if isinstance(activity.schedule, Recurring):
        lacks = "không có ngày nào hợp với from, until và every của hoạt động này"
    return f"“{activity.title}”: {when} {lacks}."


def _no_place(activity: Activity) -> str:
    selector = activity.places
    kind = f" loại {KINDS[selector.kind]}" if isinstance(selector, OfKind) else ""
    return (
        f"“{activity.title}”: cơ quan chưa có địa điểm nào{kind}, "
        "nên nội dung được lập mà không có địa điểm; hãy thêm bằng `habac24h places add`."
    )
