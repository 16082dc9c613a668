"""A year's hand-made items for another year: listed first, then copied as drafts.

The words are copied as they stand, and years in them become findings: nobody but a person knows
whether "2026" is the date of a decree or last year's greeting. Pictures stay behind; last year's
photo is last year's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from habac24h import audit, rows
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.late import late_until
from habac24h.campaigns.shifting import Keep, shifted
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Place, Words
from habac24h.workflow.copied import COPIED, OLD_YEAR
from habac24h.workflow.desk import Desk
from habac24h.workflow.words import new

ALREADY = "đã chép từ trước"


@dataclass(frozen=True)
class Times:
    """One airing in the other year (UTC), with the places that are still in use."""

    due: datetime
    until: datetime | None
    places: tuple[str, ...]


@dataclass(frozen=True)
class Copy:
    """One line of the list: what would be copied, from when to when; `why_not` when it is not."""

    item: Item
    was_due: datetime
    times: tuple[Times, ...]
    why_not: str | None = None

    @property
    def due(self) -> datetime:
        """The first airing in the other year."""
        return self.times[0].due


def listed(
    desk: Desk, year: int, to: int, keep: Keep, campaign: str | None = None
) -> tuple[Copy, ...]:
    """The hand-made items of a year that are not dropped, with their days in the other year."""
    require_year(year)
    require_year(to)
    if year == to:
        raise Refused("Hãy chọn một năm khác để chép sang.")
    if campaign is not None:
        library.export(desk.session, campaign)  # refuses one that does not exist
    there = _copied(desk, to)
    found = [
        _line(desk, item, to - year, keep, there)
        for item in _handmade(desk, year)
        if campaign in (None, item.campaign)
    ]
    return tuple(sorted((one for one in found if one is not None), key=_order))


def copy(
    desk: Desk, year: int, to: int, keep: Keep, campaign: str | None = None
) -> tuple[Item, ...]:
    """Do exactly what the list says; a second time there is nothing left to do."""
    found = listed(desk, year, to, keep, campaign)
    return tuple(_copy(desk, one, year, to) for one in found if one.why_not is None)


def _handmade(desk: Desk, year: int) -> Sequence[Item]:
    query = select(Item).where(
        Item.year == year, col(Item.handmade).is_(True), Item.state != Words.DROPPED
    )
    return desk.session.exec(query.order_by(col(Item.key))).all()


def _copied(desk: Desk, year: int) -> set[str]:
    """The keys of which this year has a copy already, one that was dropped included."""
    query = select(Item.planned).where(Item.year == year, col(Item.handmade).is_(True))
    return {one[COPIED] for one in desk.session.exec(query) if COPIED in one}


def _line(desk: Desk, item: Item, years: int, keep: Keep, there: set[str]) -> Copy | None:
    airings = [one for one in desk.airings(item) if one.state != Going.CANCELLED]
    if not airings:
        return None
    campaign = library.load(desk.session, item.campaign)
    times = tuple(_times(desk, airings, campaign, item.year, years, keep))
    why_not = ALREADY if item.key in there else None
    if why_not is None and _is_over(desk, item, times[0]):
        why_not = "giờ mới đã qua"
    return Copy(item, airings[0].due, times, why_not)


def _times(
    desk: Desk, airings: Sequence[Airing], campaign: Campaign, year: int, years: int, keep: Keep
) -> Iterator[Times]:
    zone = desk.settings.zone
    query = select(Place.id).where(col(Place.removed).is_(False))
    places = set(desk.session.exec(query))
    for one in airings:
        local = one.due.astimezone(zone)
        day = shifted(local.date(), years, keep, campaign.observance, year)
        due = datetime.combine(day, local.time(), zone)
        until = None
        if one.until is not None:
            last = one.until.astimezone(zone)
            end = day + (last.date() - local.date())
            until = datetime.combine(end, last.time(), zone)
        yield Times(due, until, tuple(place for place in one.places if place in places))


def _limit(desk: Desk, item: Item, times: Times) -> datetime:
    own = timedelta(seconds=item.late_limit) if item.late_limit is not None else None
    return late_until(item.channel, times.due, times.until, own, desk.settings.zone)


def _is_over(desk: Desk, item: Item, times: Times) -> bool:
    return _limit(desk, item, times) <= desk.now


def _copy(desk: Desk, line: Copy, year: int, to: int) -> Item:
    old, first = line.item, line.times[0]
    item = new(
        desk,
        old.campaign,
        to,
        channel=old.channel,
        to=first.due,
        until=first.until,
        title=old.title,
        text=old.text,
    )
    item.topic, item.late_limit = old.topic, old.late_limit
    item.planned = {COPIED: old.key, OLD_YEAR: old.planned.get(OLD_YEAR, year)}
    item.reason = f"Chép từ “{old.key}” của năm {year}: đọc lại lời, ngày và năm trước khi trình."
    desk.session.add(item)
    _put_airings(desk, item, line.times)
    rows.touch(desk.session, item.id)
    audit.record(desk.session, desk.who, "copy", desk.now, item=item.key, source=old.key)
    return item


def _put_airings(desk: Desk, item: Item, times: Sequence[Times]) -> None:
    """The first airing is there already; each gets its places and its limit."""
    first = desk.airings(item)[0]
    first.places, first.late_until = list(times[0].places), _limit(desk, item, times[0])
    desk.session.add(first)
    for n, one in enumerate(times[1:], start=2):
        key = f"{item.key}@{n}"
        desk.session.add(
            Airing(
                key=key,
                item_id=item.id or 0,
                n=n,
                uid=rows.uid_for(desk.session, key),
                due=one.due,
                until=one.until,
                late_until=_limit(desk, item, one),
                places=list(one.places),
                created_at=desk.now,
            )
        )
    desk.session.flush()


def _order(line: Copy) -> tuple[datetime, str]:
    return line.due, line.item.key
