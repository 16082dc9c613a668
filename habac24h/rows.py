"""Guarded changes: a row changes only from the state and version that the caller saw.

Every change here marks its item as touched, so that what is derived from it (the calendar's bytes)
is brought up to date in the same transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, bindparam, inspect, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel, col

from habac24h.errors import Refused
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Setting

_TOUCHED = "habac24h_touched"
_EDITIONS = "habac24h_editions"
_INSTALLATION = "habac24h_installation"
_PROMISED = (Going.WAITING, Going.FAILED, *ON_THE_WAY)
"""A calendar has one word for all of these: handing a post over costs it nothing."""
_AIRINGS: Any = inspect(Airing).local_table
_GUARDS = ("id", "state", "version", "fence")
_WHEN_AND_WHERE = {"due", "until", "places"}


class Conflict(Refused):
    """Someone else changed the row in the meantime."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"“{key}” vừa được thay đổi ở nơi khác; hãy mở lại để xem bản mới rồi làm lại thao tác."
        )


def change_item(session: Session, item: Item, now: datetime, **values: Any) -> None:
    """Set columns of an item, version + 1; raises Conflict when it is no longer as it was read."""
    statement = (
        update(Item)
        .where(col(Item.id) == item.id)
        .where(col(Item.state) == item.state, col(Item.version) == item.version)
        .values(version=item.version + 1, updated_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    _run(session, statement, item.key)
    _set(item, version=item.version + 1, updated_at=now, **values)
    touch(session, item.id)


def change_airing(session: Session, airing: Airing, **values: Any) -> None:
    """Set columns of an airing, version + 1; guarded by (id, state, version, fence)."""
    values = {"version": airing.version + 1, **values}
    known = {f"old_{name}": getattr(airing, name) for name in _GUARDS}
    shown = _is_shown(airing, values)
    _run(session, _change(tuple(values)), airing.key, known | values)
    _set(airing, **values)
    if shown:
        touch(session, airing.item_id)


def uid_for(session: Session, key: str) -> str:
    """A new airing's calendar UID: stored with the row and never recomputed.

    It follows from this installation and the key, so that a database that was lost and planned
    again meets its subscribers with the same UIDs, and no two offices share one.
    """
    known: uuid.UUID | None = session.info.get(_INSTALLATION)
    if known is None:
        known = session.info[_INSTALLATION] = _installation(session)
    return f"{uuid.uuid5(known, key)}@habac24h"


def _installation(session: Session) -> uuid.UUID:
    row = session.get(Setting, "installation")
    if row is None:
        row = Setting(name="installation", value=str(uuid.uuid4()))
        session.add(row)
        session.flush()
    return uuid.UUID(row.value)


def touch(session: Session, item_id: int | None) -> None:
    """Say that something of this item changed in this transaction."""
    if item_id is not None:
        session.info.setdefault(_TOUCHED, set()).add(item_id)


def touched(session: Session) -> set[int]:
    """The items changed in this transaction."""
    found: set[int] = session.info.get(_TOUCHED, set())
    return found


def touch_editions(session: Session) -> None:
    """Say that an edition was added, or that a definition changed its window or its names."""
    session.info[_EDITIONS] = True


def editions_touched(session: Session) -> bool:
    """Whether that happened in this transaction."""
    return bool(session.info.get(_EDITIONS))


def _is_shown(airing: Airing, values: dict[str, Any]) -> bool:
    """Whether a calendar may show any of these changes."""
    going = {airing.state, values.get("state", airing.state)}
    return not going <= set(_PROMISED) or not _WHEN_AND_WHERE.isdisjoint(values)


def _set(row: SQLModel, **values: Any) -> None:
    """Show in the object what the statement has just stored, without reading it back."""
    for name, value in values.items():
        stored = value.astimezone(UTC) if isinstance(value, datetime) else value
        set_committed_value(row, name, stored)


@lru_cache(maxsize=256)
def _change(names: tuple[str, ...]) -> Any:
    """The guarded change of these columns: building a statement costs more than running it."""
    guards = [_AIRINGS.c[name] == bindparam(f"old_{name}") for name in _GUARDS]
    return update(_AIRINGS).where(*guards).values({name: bindparam(name) for name in names})


def _run(
    session: Session, statement: Any, key: str, known: Mapping[str, Any] | None = None
) -> None:
    session.flush()
    result = session.execute(statement, known)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise Conflict(key)
