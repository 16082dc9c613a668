"""Reads the coverage of editions: from the rows as they are, or as they will be after a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from habac24h.calendar.observances import window
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.coverage import Coverage, Entry, cover
from habac24h.campaigns.wanted import Wanted
from habac24h.models import Airing, Going, Item, Words


def coverage(
    session: Session, campaign_id: str, year: int, today: date, zone: ZoneInfo
) -> Coverage | None:
    """The matrix of an edition as its items stand; None where the year has no such edition."""
    campaign = library.load(session, campaign_id)
    entries = list(stored_entries(session, year, zone))
    return covered(campaign, year, entries, today)


def covered(
    campaign: Campaign, year: int, entries: Sequence[Entry], today: date
) -> Coverage | None:
    """The matrix of one campaign among the entries of all."""
    period = window(campaign.observance, year)
    if period is None:
        return None
    beginning = f"{campaign.id}/{year}/"
    own = [one for one in entries if one.key.startswith(beginning)]
    return cover(campaign.id, year, campaign.title, period, campaign.topics, own, entries, today)


def stored_entries(
    session: Session, year: int, zone: ZoneInfo, leaving: Collection[str] = ()
) -> Iterator[Entry]:
    """The items of all campaigns around a year that are not dropped, one entry each."""
    query = (
        select(
            col(Item.key),
            col(Item.channel),
            col(Item.topic),
            col(Airing.due),
            col(Airing.until),
        )
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(
            col(Item.state) != Words.DROPPED,
            col(Airing.state) != Going.CANCELLED,
            col(Item.year).in_([year - 1, year, year + 1]),
        )
        .order_by(col(Airing.due))
    )
    seen = set(leaving)
    for key, channel, topic, due, until in session.execute(query):
        if key not in seen:
            seen.add(key)
            yield _entry(key, channel, topic, due, until, zone)


def wanted_entries(wanted: Iterable[Wanted], zone: ZoneInfo) -> Iterator[Entry]:
    """Entries of items that a plan will make or change."""
    for one in wanted:
        slot = one.slot
        first = slot.airings[0]
        yield _entry(slot.key, slot.channel, slot.topic_id, first.due, first.until, zone)


def _entry(
    key: str,
    channel: str,
    topic: str | None,
    due: datetime,
    until: datetime | None,
    zone: ZoneInfo,
) -> Entry:
    first = due.astimezone(zone).date()
    # A window's last day is the day on which it comes down.
    last = (until.astimezone(zone) - timedelta(minutes=1)).date() if until is not None else first
    return Entry(key, channel, topic, first, max(first, last))
