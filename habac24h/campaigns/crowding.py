"""The clashes among what already stands on the calendar, in words that name titles, not keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from habac24h.calendar.busy import within
from habac24h.campaigns.clashes import (
    FANPAGE,
    ONE_TOPIC_A_DAY,
    Showing,
    clashes,
    mark_of,
    same_topic,
)
from habac24h.config import Settings
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Words

_SHOWN = (Going.WAITING, Going.DONE, *ON_THE_WAY)
_DAY = timedelta(days=1)
_QUOTED = re.compile("“([^”]+)”")


def crowded(
    session: Session, since: date, until: date, settings: Settings, now: datetime
) -> Mapping[str, tuple[str, ...]]:
    """The warnings of items between two local days (inclusive) by the items' keys.

    As when planning: only what is still to come is told. The days at both ends are compared with
    their neighbours outside.
    """
    first = datetime.combine(since - _DAY, time(0), settings.zone)
    last = datetime.combine(until + 2 * _DAY, time(0), settings.zone)
    query = (
        select(Item, Airing)
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(col(Item.state) != Words.DROPPED, col(Airing.state).in_(_SHOWN))
        .where(col(Airing.due) >= first, col(Airing.due) < last)
    )
    found = list(session.exec(query))
    titles = {item.key: item.title for item, _airing in found}
    showings = [_showing(item, airing) for item, airing in found]
    busy = within(session, since, until, settings.zone)
    told: dict[str, list[str]] = defaultdict(list)
    for warning in clashes(showings, settings, now, busy):
        told[warning.key].append(_QUOTED.sub(lambda seen: _titled(seen, titles), warning.message))
    return {key: tuple(dict.fromkeys(words)) for key, words in told.items()}


@dataclass(frozen=True)
class Twice:
    """An item that shares its topic, its day and its channel with another; `message` says which."""

    key: str
    title: str
    message: str


def topics_twice(
    session: Session,
    since: date,
    until: date,
    zone: ZoneInfo,
    now: datetime,
    campaign: str | None = None,
) -> tuple[Twice, ...]:
    """What is still to come between two local days (inclusive) and has its topic twice a day.

    Of one campaign, or of all; each is compared with all. Only columns are read: no words.
    """
    first = datetime.combine(since, time(0), zone)
    last = datetime.combine(until + _DAY, time(0), zone)
    words = (Item.key, Item.title, Item.campaign, Item.channel, Item.topic)
    query = (
        select_columns(*(col(one) for one in words), col(Airing.due), col(Airing.places))
        .join_from(Item, Airing, col(Airing.item_id) == col(Item.id))
        .where(col(Item.topic).is_not(None), col(Item.channel).in_(ONE_TOPIC_A_DAY))
        .where(col(Item.state) != Words.DROPPED, col(Airing.state).in_(_SHOWN))
        .where(col(Airing.due) >= first, col(Airing.due) < last)
        .order_by(col(Airing.due), col(Item.key))
    )
    titles: dict[str, str] = {}
    showings = []
    for key, title, of, channel, topic, due, places in session.execute(query):
        titles[key] = title
        mine = campaign in (None, of)
        showings.append(Showing(key, channel, due, tuple(places), "", mine=mine, topic=topic))
    return tuple(
        Twice(told.key, titles[told.key], _QUOTED.sub(lambda s: _titled(s, titles), told.message))
        for told in same_topic(showings, zone, now)
    )


def _showing(item: Item, airing: Airing) -> Showing:
    mark = ""
    if item.channel == FANPAGE:
        submitted = item.fingerprint if item.state != Words.DRAFT else None
        mark = submitted or mark_of(item.text)
    places = tuple(airing.places)
    return Showing(item.key, item.channel, airing.due, places, mark, mine=True, topic=item.topic)


def _titled(seen: re.Match[str], titles: Mapping[str, str]) -> str:
    return f"“{titles.get(seen[1], seen[1])}”"
