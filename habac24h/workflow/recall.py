"""Taking back what is on its way: the one rule behind edits, moves, cancels and returns."""

from __future__ import annotations

from typing import Any

from habac24h.channels.registry import kind
from habac24h.models import ON_THE_WAY, Airing, Going, Item
from habac24h.workflow.desk import Desk

FRESH: dict[str, Any] = {
    "state": Going.WAITING,
    "not_before": None,
    "fingerprint": None,
    "reason": None,
    "said": None,
}
"""The values of a stopped airing that gets another chance."""


def taking_back(item: Item, airing: Airing, wanted: Going) -> dict[str, Any]:
    """The values that send an airing which is, or may be, on Facebook into `withdrawing`.

    Empty where there is nothing to take back. What people carried out by hand stays as it is.
    """
    if kind(item.channel).manual or airing.state not in (*ON_THE_WAY, Going.DONE):
        return {}
    return {
        "state": Going.WITHDRAWING,
        "wanted": wanted,
        "was_public": airing.was_public or airing.state == Going.DONE,
    }


def recall(desk: Desk, item: Item, airing: Airing, *, wanted: Going, act: str) -> bool:
    """Take an airing back from the page; says whether there was anything to take back."""
    values = taking_back(item, airing, wanted)
    if values:
        desk.change_airing(airing, act, **values, details={"wanted": wanted.value})
    return bool(values)


def recall_all(desk: Desk, item: Item, *, act: str) -> int:
    """Before the words go back to draft: take back every airing; returns how many there are.

    An airing that failed and is still in time waits again: what failed were the old words, and
    nothing goes out before the new ones are approved. One that was missed stays so, because its
    hour is over; it needs a new one (`move`).
    """
    withdrawn = 0
    for airing in desk.airings(item):
        if recall(desk, item, airing, wanted=Going.WAITING, act=act):
            withdrawn += 1
        elif airing.state == Going.FAILED and airing.late_until > desk.now:
            desk.change_airing(airing, act, **FRESH)
    return withdrawn
