"""The clashes among what already stands on the calendar, in words that name titles, not keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from habac24h.calendar.busy import within
from habac24h.campaigns.clashes import FANPAGE, Showing, clashes, mark_of
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


def _showing(item: Item, airing: Airing) -> Showing:
    mark = ""
    if item.channel == FANPAGE:
        submitted = item.fingerprint if item.state != Words.DRAFT else None
        mark = submitted or mark_of(item.text)
    return Showing(item.key, item.channel, airing.due, tuple(airing.places), mark, mine=True)


def _titled(seen: re.Match[str], titles: Mapping[str, str]) -> str:
    return f"“{titles.get(seen[1], seen[1])}”"
