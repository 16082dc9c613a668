"""What became of an item, as a report counts it: one outcome for each, none for what never was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.state import waits


class Result(StrEnum):
    """How a planned item stands; every counted item has exactly one."""

    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"
    TROUBLED = "troubled"
    OPEN = "open"


RESULTS = {
    Result.DONE: "đã thực hiện",
    Result.MISSED: "không thực hiện được",
    Result.CANCELLED: "đã hủy",
    Result.TROUBLED: "chưa rõ kết quả",
    Result.OPEN: "chưa có kết quả",
}
"""Each as reports and filters call it."""
TO_COME = "chưa đến giờ"
"""What is open and none of whose hours has come."""

_TROUBLED = {Going.FAILED, Going.UNKNOWN, Going.WITHDRAWING}
_ON_THE_WAY = {Going.SENDING, Going.HANDED_OVER}


def result(item: Item, airings: Sequence[Airing]) -> Result | None:
    """The first that applies; None for what planning took back or had let pass before it began.

    What went out at least once was done: the report names the times that were missed one by one.
    What a person added after its hour is no plan that came too late: it waits for a confirmation.
    """
    states = {airing.state for airing in airings}
    if Going.DONE in states:
        return Result.DONE
    if item.state == Words.DROPPED and item.dropped_by == "plan":
        return None
    if states & _TROUBLED:
        return Result.TROUBLED
    if states & _ON_THE_WAY or any(waits(item, airing) for airing in airings):
        return Result.OPEN
    if Going.MISSED in states:
        return Result.MISSED
    return Result.CANCELLED if Going.CANCELLED in states else None


def is_to_come(found: Result | None, airings: Sequence[Airing], now: datetime) -> bool:
    """Whether it is open and none of its hours has come by this moment."""
    return found == Result.OPEN and all(one.due > now for one in airings)


def had_passed(item: Item, airings: Sequence[Airing]) -> bool:
    """Whether planning came after these hours of it, and nobody has said since that it was done."""
    return (
        item.state != Words.DROPPED
        and bool(airings)
        and all(one.state == Going.SKIPPED and not waits(item, one) for one in airings)
    )


def was_approved(item: Item, found: Result | None) -> bool:
    """Whether its words were agreed on: they are now, or they were when it went out."""
    return item.state == Words.APPROVED or found == Result.DONE


def is_practice(airings: Sequence[Airing]) -> bool:
    """Whether only the practice page ever saw it."""
    return any(airing.practice for airing in airings)
