"""Of which airings somebody still owes a word, as SQL: a place of theirs is without one.

Asked of the database, because banners that were hung and taken down stay in it for ever: who looks
through them in Python looks longer every year.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, func, select

from habac24h.models import Airing, Confirmation


def is_unsaid(session: Session, kinds: Collection[str]) -> Any:
    """Whether an airing has a place (or, having none, itself) without a word of these kinds."""
    said = select(Confirmation.id).where(
        Confirmation.airing_id == Airing.id, col(Confirmation.kind).in_(kinds)
    )
    place, length = _places(session)
    silent = ~said.where(Confirmation.place == place).correlate_except(Confirmation).exists()
    somewhere = select(place).where(silent).correlate(Airing).exists()
    nowhere = ~said.where(col(Confirmation.place).is_(None)).correlate(Airing).exists()
    return somewhere | ((length == 0) & nowhere)


def _places(session: Session) -> tuple[Any, Any]:
    """The airing's places, one a row, and how many they are: each database names it otherwise."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    unroll = func.json_each if is_sqlite else func.json_array_elements_text
    rows = unroll(Airing.places).table_valued("value", name="one_place")
    return rows.c.value, func.json_array_length(Airing.places)
