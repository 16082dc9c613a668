"""The approvals that wait, in the order of their time, and why a person may not give one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import case
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.desk import APPROVERS
from habac24h.workflow.gaps import blanks
from habac24h.workflow.leading import AHEAD, leads_in_sql


@dataclass(frozen=True)
class Waiting:
    """One pending item in the line; `why_not` says why this person may not approve it."""

    item_id: int
    key: str
    title: str
    channel: str
    due: datetime
    """When it goes out first."""
    why_not: str | None
    is_over: bool = False
    """Whether only what people may have done already is left of it."""


def waiting(
    session: Session,
    settings: Settings,
    *,
    name: str,
    role: str,
    campaign: str | None = None,
    channel: str | None = None,
) -> list[Waiting]:
    """Every pending item that an approval still serves, the earliest first; what is over, last.

    As much of each as a line of a list tells: hundreds of whole items are not loaded for it.
    """
    columns: tuple[Any, ...] = (
        Item.id, Item.key, Item.title, Item.text, Item.channel, Item.submitter, Item.authors,
    )  # fmt: skip
    over = case((col(Airing.state).in_(AHEAD), 0), else_=1)
    query = (
        select_columns(*columns, func.min(Airing.due), func.min(over))
        .join_from(Item, Airing, col(Airing.item_id) == col(Item.id))
        .where(col(Item.state) == Words.PENDING, leads_in_sql())
        .group_by(col(Item.id))
    )
    if campaign:
        query = query.where(col(Item.campaign) == campaign)
    if channel:
        query = query.where(col(Item.channel) == channel)
    found = []
    for item_id, key, title, text, on, submitter, authors, due, late in session.execute(query):
        hands = _Hands(submitter, authors)
        why = why_not(hands, name=name, role=role, settings=settings) or blank_in(title, text)
        found.append(Waiting(item_id, key, title, on, due, why, bool(late)))
    return sorted(found, key=lambda one: (one.is_over, one.due, one.key))


def open_airings(session: Session, item_id: int) -> list[Airing]:
    """The times of an item in the line that an approval serves, the earliest first."""
    query = (
        select(Airing)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(Airing.item_id == item_id, leads_in_sql())
    )
    return list(session.exec(query.order_by(col(Airing.due), col(Airing.n))))


class Signed(Protocol):
    """Words of which is known who had a hand in them: an item, or as much of it as a list needs."""

    @property
    def submitter(self) -> str | None:
        """Who asked for the approval."""

    @property
    def authors(self) -> Sequence[str]:
        """Who wrote since the last approval."""


def why_not(item: Signed, *, name: str, role: str, settings: Settings) -> str | None:
    """Why this person may not approve (promise P9 and the roles); None when they may."""
    if role not in APPROVERS:
        return "Việc duyệt dành cho người duyệt hoặc người quản trị."
    own = name == item.submitter or name in item.authors
    if own and settings.approval == "four-eyes":
        did = "trình" if name == item.submitter and name not in item.authors else "soạn"
        return f"Bạn đã {did} bài này nên người khác phải duyệt (nguyên tắc hai người)."
    return None


def blank_in(title: str, text: str) -> str | None:
    """Why nobody may approve these words: something in them is still to be filled in."""
    gaps = blanks(title, text)
    if not gaps:
        return None
    return f"Bài còn chỗ bỏ trống, {', '.join(gaps)}; hãy trả lại để người soạn điền vào."


def goes_out_at_once(item: Item, airings: Iterable[Airing], now: datetime) -> bool:
    """Whether an approval would publish the post now: its hour has come, its limit has not."""
    if kind(item.channel).manual:
        return False
    return any(one.state == Going.WAITING and one.due <= now < one.late_until for one in airings)


@dataclass(frozen=True)
class _Hands:
    """Who had a hand in the words of a line."""

    submitter: str | None
    authors: list[str]
