"""A long list's first whole days, asked of the database; how much there is in all is counted."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.models import Airing, Item
from habac24h.workflow.view import (
    Filter,
    Row,
    conditions,
    count,
    days_in_sql,
    rows,
    rows_by_id,
    within,
)


@dataclass(frozen=True)
class FirstDays:
    """The items of the first days; `count` are those of all days, `next_from` the first cut one.

    An item stands here with all its airings, those of cut days too.
    """

    rows: list[Row]
    count: int
    next_from: date | None


def first_days(session: Session, wanted: Filter, zone: ZoneInfo, most: int) -> FirstDays:
    """Whole local days, the earliest first, until `most` entries; the first day in any case.

    An entry is an item on one of the days on which it begins.
    """
    if wanted.counted is not None:  # a number of a report: its days are always given
        found = rows(session, wanted, zone)
        return FirstDays(found, len(found), _cut(_begins(found, wanted, zone), zone, most)[1])
    with closing(_stored(session, wanted, zone)) as begins:
        ids, next_from = _cut(begins, zone, most)
    return FirstDays(rows_by_id(session, ids), count(session, wanted, zone), next_from)


def _begins(found: Iterable[Row], wanted: Filter, zone: ZoneInfo) -> Iterable[tuple[datetime, int]]:
    airings = (one for row in found for one in row.airings if within(one, wanted, zone))
    return sorted((one.due, one.item_id) for one in airings)


def _stored(session: Session, wanted: Filter, zone: ZoneInfo) -> Generator[tuple[datetime, int]]:
    """When each item's airings begin, earliest first; read on only as far as they are asked for."""
    query = (
        select(Airing.due, Airing.item_id)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(*conditions(wanted, zone), *days_in_sql(wanted, zone))
        .order_by(col(Airing.due), col(Airing.item_id))
    )
    with session.execute(query, execution_options={"yield_per": 500}) as found:
        yield from (tuple(one) for one in found)


def _cut(
    begins: Iterable[tuple[datetime, int]], zone: ZoneInfo, most: int
) -> tuple[set[int], date | None]:
    """The items of the days that fit, and the first day that does not."""
    kept: set[int] = set()
    entries, day = 0, date.min
    today: set[int] = set()
    for due, item_id in begins:
        on = due.astimezone(zone).date()
        if on != day:
            kept, entries, today, day = kept | today, entries + len(today), set(), on
        today.add(item_id)
        if kept and entries + len(today) > most:
            return kept, day
    return kept | today, None
