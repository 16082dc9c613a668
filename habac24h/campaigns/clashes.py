"""Where planned items get in each other's way: too close, at a wrong hour, in equal words, on one
topic twice a day.

Only what is still to come, and only what this plan covers, is told; it is compared with all else.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from habac24h.calendar.busy import Busy
from habac24h.campaigns.change import PlanWarning
from habac24h.campaigns.occupied import busy_days
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.fingerprint import fingerprint
from habac24h.config import Settings, parse_hours
from habac24h.content.render import clock_time, full_date

FANPAGE = "fanpage"
LOUDSPEAKER = "loudspeaker"
TALK = "talk"
TALK_LENGTH = timedelta(hours=1)
ONE_TOPIC_A_DAY = (FANPAGE, LOUDSPEAKER, "portal")
"""Who follows these reads both; talks of one evening are held in several villages."""
mark_of = functools.lru_cache(maxsize=4096)(fingerprint)
"""The fingerprint of a text; planning asks for the same texts again and again."""


@dataclass(frozen=True)
class Showing:
    """One airing as it will stand when the plan is applied.

    `key` is the item's; `mark` the fingerprint of a post's words; `mine` whether this plan covers
    it; `places` and `topic` are ids.
    """

    key: str
    channel: str
    due: datetime
    places: tuple[str, ...]
    mark: str
    mine: bool
    topic: str | None = None


def clashes(
    showings: Iterable[Showing], settings: Settings, now: datetime, busy: Sequence[Busy] = ()
) -> Iterator[PlanWarning]:
    """Every clash of the showings that are mine and still to come; `busy` in order of time."""
    ordered = sorted(showings, key=lambda one: (one.due, one.key))
    posts = [one for one in ordered if one.channel == FANPAGE]
    talks = [one for one in ordered if one.channel == TALK]
    coming = [one for one in ordered if one.mine and one.due > now]
    yield from _gaps(posts, settings, now)
    yield from _quiet(coming, settings)
    yield from _off_air(coming, settings)
    yield from _equal_words(posts, now)
    yield from same_topic(ordered, settings.zone, now)
    yield from _meetings(talks, settings.zone, now)
    yield from busy_days(coming, busy, settings.zone)


def _gaps(posts: Sequence[Showing], settings: Settings, now: datetime) -> Iterator[PlanWarning]:
    least = timedelta(minutes=settings.min_gap_minutes)
    for about, other in _told(pairwise(posts), now):
        between = abs(about.due - other.due)
        if between < least:
            yield PlanWarning(
                "gap",
                about.key,
                f"Bài {_at(about, settings.zone)} cách “{other.key}” "
                f"{round(between.total_seconds() / 60)} phút, "
                f"ít hơn {settings.min_gap_minutes} phút.",
            )


def _quiet(coming: Iterable[Showing], settings: Settings) -> Iterator[PlanWarning]:
    for one in coming:
        if one.channel == FANPAGE and is_within(one.due, settings.quiet_hours, settings.zone):
            message = f"Bài {_at(one, settings.zone)} rơi vào giờ yên tĩnh {settings.quiet_hours}."
            yield PlanWarning("quiet-hours", one.key, message)


def _off_air(coming: Iterable[Showing], settings: Settings) -> Iterator[PlanWarning]:
    hours = settings.station_hours
    for one in coming:
        if one.channel == LOUDSPEAKER and not is_within(one.due, hours, settings.zone):
            message = f"Bài phát {_at(one, settings.zone)} ngoài giờ của đài truyền thanh {hours}."
            yield PlanWarning("station-hours", one.key, message)


def _equal_words(posts: Sequence[Showing], now: datetime) -> Iterator[PlanWarning]:
    groups: dict[str, list[Showing]] = defaultdict(list)
    for post in posts:
        groups[post.mark].append(post)
    for first, *later in groups.values():
        for about, other in _told([(first, post) for post in later], now):
            message = f"Lời giống hệt “{other.key}” trên cùng một trang; hãy viết lại một bài."
            yield PlanWarning("equal-words", about.key, message)


def same_topic(ordered: Iterable[Showing], zone: ZoneInfo, now: datetime) -> Iterator[PlanWarning]:
    """Two items of one topic on one day and channel; the showings in order of time."""
    days: dict[tuple[str, str, date], dict[str, Showing]] = defaultdict(dict)
    for one in ordered:
        if one.topic and one.channel in ONE_TOPIC_A_DAY:
            day = one.due.astimezone(zone).date()
            days[one.channel, one.topic, day].setdefault(one.key, one)
    for (_channel, topic, _day), items in days.items():
        told = packaged_topics().get(topic, topic)
        for about, other in _told(_shared(list(items.values())), now):
            yield PlanWarning(
                "same-topic",
                about.key,
                f"Bài {_at(about, zone)} cùng chủ đề “{told}” với “{other.key}” trong cùng ngày; "
                "nếu không cố ý thì dời một bài sang ngày khác.",
            )


def _shared(items: Sequence[Showing]) -> Iterator[tuple[Showing, Showing]]:
    """Each with the first before it that the same people get: at a common place, or everywhere."""
    for number, later in enumerate(items):
        for earlier in items[:number]:
            everywhere = not earlier.places or not later.places
            if everywhere or {*earlier.places} & {*later.places}:
                yield earlier, later
                break


def _meetings(talks: Sequence[Showing], zone: ZoneInfo, now: datetime) -> Iterator[PlanWarning]:
    """Two talks at one place within an hour."""
    held: dict[str, list[Showing]] = defaultdict(list)
    for talk in talks:
        for place in talk.places:
            held[place].append(talk)
    for place, there in sorted(held.items()):
        for about, other in _told(pairwise(there), now):
            if abs(about.due - other.due) < TALK_LENGTH:
                message = f"Buổi {_at(about, zone)} trùng giờ với “{other.key}” tại {place}."
                yield PlanWarning("same-place", about.key, message)


def _told(
    pairs: Iterable[tuple[Showing, Showing]], now: datetime
) -> Iterator[tuple[Showing, Showing]]:
    """Of pairs in order of time those to tell: first the one that the warning is about."""
    for earlier, later in pairs:
        if later.mine and later.due > now:
            yield later, earlier
        elif earlier.mine and earlier.due > now:
            yield earlier, later


def is_within(moment: datetime, hours: str, zone: ZoneInfo) -> bool:
    """Whether a local time lies in hours such as 21:00-06:00; the last minute is outside."""
    first, last = parse_hours(hours)
    local = moment.astimezone(zone).time()
    if first <= last:
        return first <= local < last
    return local >= first or local < last


def _at(one: Showing, zone: ZoneInfo) -> str:
    local = one.due.astimezone(zone)
    return f"lúc {clock_time(local)} ngày {full_date(local.date())}"
