"""How many items of a year stand where, campaign by campaign: counted by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, func, select

from habac24h.models import Airing, Item, Words
from habac24h.workflow.state import overall_in_sql


@dataclass(frozen=True)
class Standing:
    """So many items that lists show in this state; `live` unless their words were dropped."""

    state: str
    live: bool
    count: int


def standings(session: Session, year: int) -> Mapping[str, list[Standing]]:
    """By campaign, of every item that has a time."""
    state = overall_in_sql()
    timed = select(Airing.id).where(Airing.item_id == Item.id).exists()
    query = (
        select(Item.campaign, state, Item.state, func.count())
        .where(Item.year == year, timed)
        .group_by(Item.campaign, state, Item.state)
    )
    found: dict[str, list[Standing]] = defaultdict(list)
    for campaign, shown, words, count in session.exec(query):
        found[campaign].append(Standing(shown, words != Words.DROPPED, count))
    return found
