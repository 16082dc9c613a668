"""Items as the database holds them, and why planning leaves one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h.campaigns.change import Seen
from habac24h.campaigns.expand import AiringSlot
from habac24h.channels.registry import kind
from habac24h.models import Airing, Going, Item, Words

_UNTOUCHED = (Going.WAITING, Going.SKIPPED, Going.CANCELLED)
_OUT = (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN, Going.WITHDRAWING, Going.FAILED)
WITHDRAWN = "withdrawn"
"""In `Item.planned`: planning dropped this item, until it revives it."""


@dataclass(frozen=True)
class Stored:
    """One item with its airings, ascending by number."""

    item: Item
    airings: tuple[Airing, ...]

    @property
    def due(self) -> datetime:
        """The first airing that is not cancelled, or the first."""
        live = [airing.due for airing in self.live] or [airing.due for airing in self.airings]
        return min(live)

    @property
    def live(self) -> tuple[Airing, ...]:
        """The airings that are not cancelled."""
        return tuple(airing for airing in self.airings if airing.state != Going.CANCELLED)

    @property
    def seen(self) -> Seen:
        """The versions, for applying a change exactly to what was looked at."""
        versions = tuple((airing.key, airing.version) for airing in self.airings)
        return Seen(self.item.version, versions)

    @property
    def dropped(self) -> bool:
        """Whether the item counts no more."""
        return self.item.state == Words.DROPPED


def editions_items(session: Session, campaign: str, year: int) -> dict[str, Stored]:
    """The items of one edition by key; those made by hand are no business of planning."""
    of_edition = (Item.campaign == campaign, Item.year == year, col(Item.handmade).is_(False))
    query = (
        select(Airing)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(*of_edition)
        .order_by(col(Airing.n))
    )
    airings: dict[int, list[Airing]] = defaultdict(list)
    for airing in session.exec(query):
        airings[airing.item_id].append(airing)
    items = session.exec(select(Item).where(*of_edition).order_by(col(Item.key)))
    return {item.key: Stored(item, tuple(airings[item.id or 0])) for item in items}


def is_as_wanted(airing: Airing, slot: AiringSlot, places: Sequence[str]) -> bool:
    """Whether an airing stands (is not cancelled) at the times and places of its slot."""
    return airing.state != Going.CANCELLED and (
        (airing.due, airing.until, airing.late_until, sorted(airing.places))
        == (slot.due, slot.until, slot.late_until, sorted(places))
    )


def hands_off(stored: Stored, now: datetime) -> str | None:
    """Why planning must not change this item, as the beginning of a sentence; None when it may."""
    item = stored.item
    going = {airing.state for airing in stored.airings}
    if Going.DONE in going:
        return f"Nội dung {kind(item.channel).done}"
    if going & set(_OUT):
        return "Nội dung đã được giao đi"
    if item.state == Words.APPROVED:
        return "Nội dung đã duyệt"
    if item.state == Words.PENDING:
        return "Nội dung đang chờ duyệt"
    if item.moved_at is not None:
        return "Nội dung đã được dời giờ bằng tay"
    if item.edited_at is not None:
        return "Nội dung đã được sửa bằng tay"
    if item.submitted_at is not None:
        return "Nội dung đã từng trình duyệt"
    if item.state == Words.DRAFT and item.planned.get(WITHDRAWN):
        return "Nội dung đã được khôi phục bằng tay"
    # A late draft that no engine has looked at yet is missed all the same (promise P3).
    late = any(one.state == Going.WAITING and one.late_until <= now for one in stored.airings)
    if late or going - set(_UNTOUCHED):
        return "Nội dung đã quá giờ mà chưa thực hiện"
    return None
