"""An item as lists, pages and `--json` show it: plain values, times with their offset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, func, select

from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.content.checks.decree import form_of, kind_of
from habac24h.models import Airing, Item, Words
from habac24h.workflow import pages
from habac24h.workflow.confirmation import down_again, still_hangs
from habac24h.workflow.findings import findings
from habac24h.workflow.outcome import (
    Result,
    had_passed,
    is_practice,
    is_to_come,
    result,
    was_approved,
)
from habac24h.workflow.state import is_over_and_up, overall, overall_in_sql, overdue

NO_TOPIC = "khong"
_BUNDLE = 500
_SHOWN: tuple[Any, ...] = (
    *(Item.key, Item.channel, Item.title, Item.topic, Item.state, Item.handmade),
)
_BRIEF = load_only(*_SHOWN, raiseload=True)


@dataclass(frozen=True)
class Counted:
    """What a report counts: items that begin within its days, each with one result.

    `topic` is NO_TOPIC for items without one; `decree` is a tag of Nghị định 48/2009 (Điều 4, 5).
    """

    result: Result | None = None
    topic: str | None = None
    approved: bool = False
    decree: str | None = None
    practice: bool = False
    """What only the practice page saw counts too."""
    unsaid_at: datetime | None = None
    """Of what is open only that of which some hour had come by this moment."""
    to_come_at: datetime | None = None
    """Of what is open only that of which none had."""
    passed: bool = False
    """Instead what a report leaves out: its hours lay before the planning."""


@dataclass(frozen=True)
class Filter:
    """Which items a list shows; dates are local and inclusive."""

    since: date | None = None
    until: date | None = None
    campaign: str | None = None
    channel: str | None = None
    state: str | None = None
    year: int | None = None
    counted: Counted | None = None


@dataclass(frozen=True)
class Row:
    """An item with its airings and its one state."""

    item: Item
    airings: tuple[Airing, ...]
    state: str
    down: bool = False
    """It hung, and people said that it is down again everywhere."""


def rows(session: Session, wanted: Filter, zone: ZoneInfo) -> list[Row]:
    """The items that a filter lets through, by the time of their first airing."""
    return _rows(session, select(Item), wanted, zone)


def brief_rows(session: Session, wanted: Filter, zone: ZoneInfo) -> list[Row]:
    """As `rows`, but of each item only what a list shows; its words raise when they are asked."""
    return _rows(session, select(Item).options(_BRIEF), wanted, zone)


def count(session: Session, wanted: Filter, zone: ZoneInfo) -> int:
    """How many items `rows` would bring; nothing of a report (`counted`) is asked of it."""
    assert wanted.counted is None
    has_airing = select(Airing.id).where(Airing.item_id == Item.id).exists()
    query = select(func.count()).select_from(Item).where(*conditions(wanted, zone), has_airing)
    return session.exec(query).one()


def rows_by_id(session: Session, ids: Collection[int]) -> list[Row]:
    """These items; the numbers go in bundles, since a database takes only so many at once."""
    found: list[Row] = []
    listed = list(ids)
    for at in range(0, len(listed), _BUNDLE):
        some = listed[at : at + _BUNDLE]
        items = list(session.exec(select(Item).where(col(Item.id).in_(some))))
        found += _rows_with(session, items, _airings(session, [col(Item.id).in_(some)]))
    return found


def conditions(wanted: Filter, zone: ZoneInfo) -> list[Any]:
    """What of a filter the database can tell of an item; all of it but `counted`."""
    found: list[Any] = []
    if wanted.campaign:
        found.append(col(Item.campaign) == wanted.campaign)
    if wanted.channel:
        found.append(col(Item.channel) == wanted.channel)
    if wanted.year:
        found.append(col(Item.year) == wanted.year)
    if wanted.state:
        found += [_may_be(wanted.state), overall_in_sql() == wanted.state]
    near = days_in_sql(wanted, zone)
    if near:
        found.append(col(Item.id).in_(select(Airing.item_id).where(*near)))
    return found


def _may_be(state: str) -> Any:
    """What is true of every item in this one state and quickly asked: few are looked at closer."""
    if state in list(Words):
        return col(Item.state) == state
    return col(Item.id).in_(select(Airing.item_id).where(Airing.state == state))


def _rows(session: Session, query: Any, wanted: Filter, zone: ZoneInfo) -> list[Row]:
    where = conditions(wanted, zone)
    items = list(session.exec(query.where(*where)))
    found = _rows_with(session, items, _airings(session, where))
    shown = [row for row in found if _passes(row, wanted, zone)]
    return sorted(shown, key=lambda row: (row.airings[0].due, row.item.key))


def rows_of(session: Session, items: Sequence[Item], wanted: Filter, zone: ZoneInfo) -> list[Row]:
    """Those of these items that a filter lets through, in their order."""
    query = select(Airing).where(col(Airing.item_id).in_([item.id for item in items]))
    grouped: dict[int, list[Airing]] = defaultdict(list)
    for airing in session.exec(query.order_by(col(Airing.item_id), col(Airing.n))):
        grouped[airing.item_id].append(airing)
    return [row for row in _rows_with(session, items, grouped) if _passes(row, wanted, zone)]


def as_dict(session: Session, row: Row, now: datetime, settings: Settings) -> dict[str, Any]:
    """The JSON form of DESIGN section 8."""
    item = row.item
    page = pages.live(session)
    found = findings(session, item, item.page or (page.page_id if page else None), settings)
    return {
        "key": item.key,
        "campaign": item.campaign,
        "year": item.year,
        "activity": item.activity,
        "channel": item.channel,
        "topic": item.topic,
        "title": item.title,
        "text": item.text,
        "state": row.state,
        "version": item.version,
        "page": item.page,
        "author": item.author,
        "approved_sha256": item.approved_sha256,
        "images": item.images,
        "findings": [finding.__dict__ for finding in found],
        "airings": [_airing(session, item, airing, now, settings.zone) for airing in row.airings],
    }


def one(session: Session, item: Item) -> Row:
    """A single item as a row."""
    query = select(Airing).where(Airing.item_id == item.id).order_by(col(Airing.n))
    return _rows_with(session, [item], {item.id or 0: list(session.exec(query))})[0]


def _airing(
    session: Session, item: Item, airing: Airing, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    late = overdue(item, airing, now) or (
        is_over_and_up(item, airing, now) and still_hangs(session, airing)
    )
    return {
        "key": airing.key,
        "uid": airing.uid,
        "due": airing.due.astimezone(zone).isoformat(),
        "until": airing.until.astimezone(zone).isoformat() if airing.until else None,
        "places": airing.places,
        "state": airing.state,
        "overdue": late,
        "remote_id": airing.remote_id,
        "permalink": airing.permalink,
    }


def _rows_with(
    session: Session, items: Sequence[Item], airings: Mapping[int, list[Airing]]
) -> list[Row]:
    """Items with their airings; what was said of banners is asked once for all of them."""
    mine = [(item, airings.get(item.id or 0, [])) for item in items]
    hung = [one for item, of in mine if kind(item.channel).taken_down for one in of]
    down = down_again(session, hung)
    return [
        Row(item, tuple(of), overall(item, of), bool(of) and all(one.id in down for one in of))
        for item, of in mine
    ]


def days_in_sql(wanted: Filter, zone: ZoneInfo) -> list[Any]:
    """The filter's days as conditions on an airing; none where it names no day.

    A month of an office with many years is read without reading the years.
    """
    found: list[Any] = []
    if wanted.since is not None:
        first = datetime.combine(wanted.since, time(0), zone)
        found.append((col(Airing.due) >= first) | (col(Airing.until) >= first))
    if wanted.until is not None:
        last = datetime.combine(wanted.until + timedelta(days=1), time(0), zone)
        found.append(col(Airing.due) < last)
    return found


def _airings(session: Session, where: Sequence[Any]) -> dict[int, list[Airing]]:
    """By their items, each in its order; of the items that these conditions let through only."""
    query = select(Airing).order_by(col(Airing.item_id), col(Airing.n))
    if where:
        query = query.where(col(Airing.item_id).in_(select(Item.id).where(*where)))
    grouped: dict[int, list[Airing]] = defaultdict(list)
    for airing in session.exec(query):
        grouped[airing.item_id].append(airing)
    return grouped


def _passes(row: Row, wanted: Filter, zone: ZoneInfo) -> bool:
    if wanted.state and row.state != wanted.state:
        return False
    if wanted.counted is not None:
        begun = beginning(row, wanted, zone)
        return bool(begun) and _counts(row.item, begun, wanted.counted)
    return bool(row.airings) and any(within(airing, wanted, zone) for airing in row.airings)


def beginning(row: Row, wanted: Filter, zone: ZoneInfo) -> tuple[Airing, ...]:
    """The airings that begin within the days: each belongs to one period alone."""
    return tuple(
        airing
        for airing in row.airings
        if (wanted.since is None or airing.due.astimezone(zone).date() >= wanted.since)
        and (wanted.until is None or airing.due.astimezone(zone).date() <= wanted.until)
    )


def _counts(item: Item, airings: tuple[Airing, ...], wanted: Counted) -> bool:
    if wanted.passed:
        return had_passed(item, airings)
    found = result(item, airings)
    if found is None or (is_practice(airings) and not wanted.practice):
        return False
    return (
        wanted.result in (None, found)
        and _is_open_as(found, airings, wanted)
        and wanted.topic in (None, item.topic or NO_TOPIC)
        and (was_approved(item, found) or not wanted.approved)
        and wanted.decree in (None, form_of(item.channel).id, kind_of(item.topic).id)
    )


def _is_open_as(found: Result, airings: Sequence[Airing], wanted: Counted) -> bool:
    """Whether its hours have come, or not, by the moment of the report that is followed."""
    if wanted.unsaid_at is not None:
        return found == Result.OPEN and not is_to_come(found, airings, wanted.unsaid_at)
    return wanted.to_come_at is None or is_to_come(found, airings, wanted.to_come_at)


def within(airing: Airing, wanted: Filter, zone: ZoneInfo) -> bool:
    """Whether an airing touches the filter's days."""
    last = airing.until or airing.due
    if wanted.since and last < datetime.combine(wanted.since, time(0), zone):
        return False
    if wanted.until is None:
        return True
    return airing.due < datetime.combine(wanted.until + timedelta(days=1), time(0), zone)
