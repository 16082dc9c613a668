"""The items of a filter a few at a time, by the hour of their first airing; what was shown stays
shown once, whatever is added in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.view import Filter, Row, days_in_sql, rows_of

_WORDS = {state.value for state in Words}
_GOING = {state.value for state in Going}


@dataclass(frozen=True)
class Place:
    """Where a page ended: the first airing's hour (UTC) and the item's row."""

    due: datetime
    item_id: int


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next page begins (None: these were the last)."""

    rows: tuple[Row, ...]
    next: Place | None


def page_of(
    session: Session, wanted: Filter, zone: ZoneInfo, *, most: int, after: Place | None = None
) -> Page:
    """At most `most` rows behind a place; reads on where few of what it reads pass the filter."""
    found: list[tuple[Row, Place]] = []
    while True:
        items = _items(session, wanted, zone, after, most + 1)
        places = {item.id: place for item, place in items}
        passed = rows_of(session, [item for item, _place in items], wanted, zone)
        found += [(row, places[row.item.id]) for row in passed]
        if len(found) > most:
            return Page(tuple(row for row, _ in found[:most]), found[most - 1][1])
        if len(items) <= most:
            return Page(tuple(row for row, _ in found), None)
        after = items[-1][1]


def _items(
    session: Session, wanted: Filter, zone: ZoneInfo, after: Place | None, most: int
) -> Sequence[tuple[Item, Place]]:
    query = (
        select(Item, Airing.due)
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(Airing.n == 1, *_conditions(wanted, zone))
        .order_by(col(Airing.due), col(Airing.item_id))
        .limit(most)
    )
    if after is not None:
        query = query.where(
            tuple_(col(Airing.due), col(Airing.item_id)) > tuple_(after.due, after.item_id)
        )
    return [(item, Place(due, item.id or 0)) for item, due in session.exec(query)]


def _conditions(wanted: Filter, zone: ZoneInfo) -> list[Any]:
    """What the database can tell by itself; `rows_of` says the rest."""
    found: list[Any] = []
    for column, value in (
        (col(Item.campaign), wanted.campaign),
        (col(Item.channel), wanted.channel),
        (col(Item.year), wanted.year),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.state in _WORDS:
        found.append(Item.state == wanted.state)
    elif wanted.state in _GOING:
        found.append(col(Item.id).in_(_with_airing(Airing.state == wanted.state)))
    days = days_in_sql(wanted, zone)
    return [*found, col(Item.id).in_(_with_airing(*days))] if days else found


def _with_airing(*conditions: Any) -> Any:
    return select(Airing.item_id).where(*conditions)
