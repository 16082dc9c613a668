"""What lists show: one word for an item, and whether an airing waits for a person's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case
from sqlmodel import col, func, select

from habac24h.channels.registry import kind
from habac24h.models import Airing, Going, Item, Words

_FIRST = (
    Going.UNKNOWN,
    Going.FAILED,
    Going.WITHDRAWING,
    Going.SENDING,
    Going.HANDED_OVER,
)
_LAST = (Going.MISSED, Going.DONE, Going.SKIPPED, Going.CANCELLED)
"""Over: told of an item only once nothing of it waits any more. Read as “không thực hiện” for the
whole item, a missed 05:30 would let people skip the 17:00 that still comes."""

SCREEN = {
    "draft": "nháp",
    "pending": "chờ duyệt",
    "approved": "đã duyệt",
    "dropped": "đã bỏ",
    "waiting": "chờ đến giờ",
    "sending": "đang gửi",
    "handed_over": "đã hẹn giờ trên Facebook",
    "unknown": "chưa rõ đã đăng hay chưa",
    "withdrawing": "đang gỡ khỏi Facebook",
    "done": "đã xong",
    "failed": "lỗi",
    "missed": "quá giờ, không đăng",
    "skipped": "đã qua khi lập kế hoạch",
    "cancelled": "đã hủy",
}


def waits(item: Item, airing: Airing) -> bool:
    """Whether people or its hour are waited for.

    What a person wrote down after its hour is stored `skipped`, so that the engine lets it be, but
    it is no plan that came too late: its words are approved, then people say what became of it.
    """
    return waits_at(item, airing.state)


def waits_at(item: Item, state: str | None) -> bool:
    """`waits` for an airing of the item that is, or was once, in this state."""
    return state == Going.WAITING or (state == Going.SKIPPED and item.handmade)


def waits_in_sql() -> Any:
    """`waits` in a query that joins items and airings."""
    late = (col(Airing.state) == Going.SKIPPED) & col(Item.handmade)
    return (col(Airing.state) == Going.WAITING) | late


def overall(item: Item, airings: Sequence[Airing]) -> str:
    """The item's one state for lists: the first that applies of what runs, waits, is over."""
    states = {airing.state for airing in airings}
    for state in _FIRST:
        if state in states:
            return state.value
    if any(waits(item, airing) for airing in airings):
        return item.state
    for state in _LAST:
        if state in states:
            return state.value
    return item.state


def also_missed(state: str, airings: Sequence[Airing]) -> int:
    """How many airings were missed that an item's one `state` says nothing of."""
    if state not in (Words.DRAFT, Words.PENDING, Words.APPROVED):
        return 0
    return sum(airing.state == Going.MISSED for airing in airings)


def overall_in_sql() -> Any:
    """`overall` as SQL, in a query of items: lists count and cut without loading them all.

    One look at an item's airings: the least number among their states says which applies first.
    """
    order = (*_FIRST, Going.WAITING, *_LAST)
    numbers = {state.value: number for number, state in enumerate(order)}
    number = case(
        (waits_in_sql(), numbers[Going.WAITING]), else_=case(numbers, value=col(Airing.state))
    )
    first = (
        select(func.min(number)).where(Airing.item_id == Item.id).correlate(Item).scalar_subquery()
    )
    names = {number: name for name, number in numbers.items() if name != Going.WAITING}
    return case(names, value=first, else_=col(Item.state))


def overdue(item: Item, airing: Airing, now: datetime) -> bool:
    """Whether people should have confirmed this airing by now.

    Words of an hour before the planning are approved for nothing else than to be confirmed.
    """
    return (
        kind(item.channel).manual
        and item.state == Words.APPROVED
        and airing.state in (Going.WAITING, Going.SKIPPED)
        and airing.due < now
    )


def late_words(item: Item, airing: Airing, now: datetime) -> str | None:
    """What an airing waits for whose hour has come already; None for every other one."""
    if not waits(item, airing) or airing.due > now:
        return None
    if item.state == Words.APPROVED:
        return "quá giờ, chưa xác nhận" if kind(item.channel).manual else None
    begins = "đến ngày treo" if kind(item.channel).taken_down else "đến giờ"
    asked = "chưa duyệt" if item.state == Words.PENDING else "chưa trình duyệt"
    return f"đã {begins} mà {asked}"


def is_over_and_up(item: Item, airing: Airing, now: datetime) -> bool:
    """Whether its window is over and it was hung: then it should have been taken down."""
    return (
        kind(item.channel).taken_down
        and airing.state == Going.DONE
        and airing.until is not None
        and airing.until < now
    )


NOT_CARRIED_OUT = "không thực hiện: "
"""How the reason of an airing begins that somebody reported as not done."""

DOWN = "đã tháo"
"""Hung and, as people said of every place, down again: no state of its own in the database."""


def screen(state: str, channel: str, *, down: bool = False) -> str:
    """The state in the words that the office uses for this channel; `down`: all of it is again."""
    if down and state == Going.DONE:
        return DOWN
    if state == Going.DONE:
        return kind(channel).done
    if state == Going.MISSED and kind(channel).manual:
        return "không thực hiện"
    return SCREEN[state]
