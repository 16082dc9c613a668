"""Taking back what is on its way: the one rule behind edits, moves, cancels and returns."""

from __future__ import annotations

from habac24h.channels.registry import kind
from habac24h.models import ON_THE_WAY, Airing, Going, Item
from habac24h.workflow.desk import Desk


def recall(desk: Desk, item: Item, airing: Airing, *, wanted: Going, act: str) -> bool:
    """Send an airing that is, or may be, on Facebook into `withdrawing`; says whether it was.

    What people carried out by hand cannot be taken back and stays as it is.
    """
    if kind(item.channel).manual:
        return False
    if airing.state not in (*ON_THE_WAY, Going.DONE):
        return False
    desk.change_airing(
        airing,
        act,
        state=Going.WITHDRAWING,
        wanted=wanted,
        was_public=airing.was_public or airing.state == Going.DONE,
        details={"wanted": wanted.value},
    )
    return True


def recall_all(desk: Desk, item: Item, *, wanted: Going, act: str) -> int:
    """`recall` for every airing of an item; returns how many are being withdrawn."""
    return sum(recall(desk, item, airing, wanted=wanted, act=act) for airing in desk.airings(item))
