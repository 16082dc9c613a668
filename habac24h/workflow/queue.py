"""The approvals that wait, in the order of their time, and why a person may not give one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlmodel import Session, col, select

from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.desk import APPROVERS
from habac24h.workflow.gaps import open_gaps

_OPEN = (Going.WAITING, Going.WITHDRAWING, Going.UNKNOWN)


@dataclass(frozen=True)
class Waiting:
    """One pending item with its open airings; `why_not` says why this person may not approve it."""

    item: Item
    airings: tuple[Airing, ...]
    why_not: str | None

    @property
    def due(self) -> datetime:
        """When it goes out first."""
        return self.airings[0].due


def waiting(
    session: Session,
    settings: Settings,
    *,
    name: str,
    role: str,
    campaign: str | None = None,
    channel: str | None = None,
) -> list[Waiting]:
    """Every pending item that still has its time before it, the earliest first."""
    query = select(Item).where(Item.state == Words.PENDING)
    if campaign:
        query = query.where(Item.campaign == campaign)
    if channel:
        query = query.where(Item.channel == channel)
    items = list(session.exec(query))
    airings = _open_airings(session, [item.id or 0 for item in items])
    mine = partial(why_not, name=name, role=role, settings=settings)
    found = [
        Waiting(item, tuple(rows), mine(item) or blank_in(item))
        for item in items
        if (rows := airings[item.id or 0])
    ]
    return sorted(found, key=lambda one: (one.due, one.item.key))


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


def blank_in(item: Item) -> str | None:
    """Why nobody may approve these words: something in them is still to be filled in."""
    gaps = open_gaps(item)
    if not gaps:
        return None
    return f"Bài còn chỗ bỏ trống, {', '.join(gaps)}; hãy trả lại để người soạn điền vào."


def goes_out_at_once(item: Item, airings: Iterable[Airing], now: datetime) -> bool:
    """Whether an approval would publish the post now: its hour has come, its limit has not."""
    if kind(item.channel).manual:
        return False
    return any(one.state == Going.WAITING and one.due <= now < one.late_until for one in airings)


def _open_airings(session: Session, items: Sequence[int]) -> dict[int, list[Airing]]:
    grouped: dict[int, list[Airing]] = defaultdict(list)
    query = select(Airing).where(col(Airing.item_id).in_(items), col(Airing.state).in_(_OPEN))
    for airing in session.exec(query.order_by(col(Airing.due), col(Airing.n))):
        grouped[airing.item_id].append(airing)
    return grouped
