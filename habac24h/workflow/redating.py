"""What a move does to words that name the time: the program's are written again, others checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlmodel import Session, col, select

from habac24h.campaigns.expand import AiringSlot
from habac24h.campaigns.redating import Wordings, times_of, worded_at
from habac24h.config import Settings
from habac24h.content.checks import Finding
from habac24h.content.checks.dates import naming
from habac24h.content.checks.folding import fold
from habac24h.models import Airing, Audit, Item, Words
from habac24h.workflow.desk import Desk
from habac24h.workflow.pictures import shown_with
from habac24h.workflow.words import keep_revision

RULE = "NGAY-TRUOC-KHI-DOI"
REWRITTEN = "lời được viết lại theo giờ mới"
"""How the log tells that a move wrote the words again."""


class Fate(StrEnum):
    """What moving to another day does to an item's words."""

    STAYS = "stays"
    REWRITTEN = "rewritten"
    OLD_DAY = "old-day"
    """They still name the day that they left, and people must change them."""


def rewritten(desk: Desk, item: Item, before: tuple[AiringSlot, ...]) -> dict[str, Any]:
    """The item's words for its new times; empty where people wrote them or where none differ.

    What was submitted is written again only where its words are to the letter those of the time
    `before`: then nothing but the time can change.
    """
    if item.edited_at is not None:
        return {}
    session, settings = desk.session, desk.settings
    new = worded_at(session, item, times_of(desk.airings(item)), settings)
    if new is None or new.text == item.text:
        return {}
    if item.state != Words.DRAFT:
        old = worded_at(session, item, before, settings)
        if old is None or old.text != item.text:
            return {}
    keep_revision(desk, item)
    shown = shown_with(desk, item, None, new_words=True)
    return {"text": new.text, "facts": dict(new.facts), **shown}


def fate(
    wordings: Wordings, item: Item, airings: Sequence[Airing], meant: Sequence[Airing]
) -> Fate:
    """What would become of the words if `meant` of the item's airings moved to another day."""
    now = times_of(airings)
    if item.edited_at is None:
        keys = {one.key for one in meant}
        then = tuple(_a_day_later(one) if one.key in keys else one for one in now)
        new = wordings.at(item, then)
        if new is not None and new.text == item.text:
            return Fate.STAYS
        if new is not None and _is_as_planned(wordings, item, now):
            return Fate.REWRITTEN
    stay = {_day(one.due, wordings.settings) for one in airings if one not in meant}
    left = {_day(one.due, wordings.settings) for one in meant} - stay
    return Fate.OLD_DAY if left and _names(item.text, frozenset(left)) else Fate.STAYS


@lru_cache(maxsize=2048)
def _names(text: str, days: frozenset[date]) -> bool:
    """Kept, since a list asks for hundreds of texts, at two thousandths of a second each."""
    return any(naming(fold(text), days, min(days)))


def _is_as_planned(wordings: Wordings, item: Item, now: tuple[AiringSlot, ...]) -> bool:
    """A draft that nobody changed is the program's; what was submitted only to the letter."""
    if item.state == Words.DRAFT:
        return True
    old = wordings.at(item, now)
    return old is not None and old.text == item.text


def _a_day_later(slot: AiringSlot) -> AiringSlot:
    until = slot.until + timedelta(days=1) if slot.until else None
    return replace(slot, due=slot.due + timedelta(days=1), until=until)


def stale_days(
    session: Session, item: Item, airings: list[Airing], settings: Settings
) -> Iterator[Finding]:
    """Days in the words on which it was to go out before it was moved, and no longer does."""
    if not airings:
        return
    days = {_day(one.due, settings) for one in airings}
    gone = _earlier(session, item, settings) - days
    found = list(naming(fold(item.text), gone, min(days)))
    if found and item.edited_at is None:  # the program's own words name a day on purpose
        made = worded_at(session, item, times_of(airings), settings)
        found = [] if made is not None and made.text == item.text else found
    now = ", ".join(f"{one:%d/%m/%Y}" for one in sorted(days))
    for start, end in found:
        why = f"Đây là ngày cũ: nội dung này đã dời, nay là ngày {now}"
        yield Finding(RULE, "block", start, end, item.text[start:end], now, why)


def _earlier(session: Session, item: Item, settings: Settings) -> set[date]:
    """The local days that its moves began from."""
    moves = select(Audit.details).where(
        Audit.item == item.key, Audit.act == "move", col(Audit.airing).is_not(None)
    )
    return {_day(datetime.fromisoformat(one["from"]), settings) for one in session.exec(moves)}


def _day(moment: datetime, settings: Settings) -> date:
    return moment.astimezone(settings.zone).date()
