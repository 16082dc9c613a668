"""One airing as the item's page tells it: its people's words, place by place, and its tries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import Airing, Attempt, Confirmation, Going, Item
from habac24h.web import words
from habac24h.workflow.attendance import AttendanceRow
from habac24h.workflow.confirmation import (
    DONE,
    RETRACTED,
    TAKEN_DOWN,
    Open,
    days_early,
    open_places,
)
from habac24h.workflow.halting import is_stopped
from habac24h.workflow.hanging import hangs_at
from habac24h.workflow.knowing import attempts_of, way_out
from habac24h.workflow.mending import Mend

_TO_MEND = (Going.FAILED, Going.UNKNOWN, Going.WITHDRAWING, Going.MISSED, Going.SKIPPED)


@dataclass(frozen=True)
class Told:
    """One airing as the page tells it."""

    airing: Airing
    places: tuple[str, ...]
    link: str | None
    mend: Mend | None
    attempts: tuple[Attempt, ...]
    confirmations: tuple[Confirmation, ...]
    present: tuple[AttendanceRow, ...] = ()
    hangs_at: tuple[str, ...] = ()
    """The names of the places at which a banner hangs now."""

    @property
    def open(self) -> Open:
        """Where a word is still wanted."""
        return open_places(self.airing, self.confirmations)

    @property
    def said(self) -> tuple[str, ...]:
        """The places of which something was said that can be taken back."""
        told = {one.place for one in self.confirmations if one.kind != RETRACTED}
        return tuple(place for place in self.airing.places if place in told)

    @property
    def is_down(self) -> bool:
        """Whether somebody said that it came down."""
        return any(one.kind == TAKEN_DOWN for one in self.confirmations)


def tell(
    session: Session,
    item: Item,
    airing: Airing,
    names: Mapping[str, str],
    now: datetime,
    settings: Settings,
) -> Told:
    """The airing with everything that its page shows of it."""
    attempts = attempts_of(session, airing)
    said = (
        select(Confirmation)
        .where(Confirmation.airing_id == airing.id)
        .order_by(col(Confirmation.id))
    )
    return Told(
        airing=airing,
        hangs_at=tuple(hangs_at(session, airing)) if kind(item.channel).taken_down else (),
        places=tuple(names.get(place, place) for place in airing.places),
        link=_link(airing),
        mend=way_out(item, airing, attempts, now, settings, stopped=is_stopped(session))
        if airing.state in _TO_MEND
        else None,
        attempts=tuple(attempts),
        confirmations=tuple(session.exec(said)),
        present=tuple(
            session.exec(select(AttendanceRow).where(AttendanceRow.airing_id == airing.id))
        ),
    )


def last_said(
    airings: Sequence[Told], channel: str, names: Mapping[str, str], zone: ZoneInfo
) -> Iterator[str]:
    """What was recorded last, in a sentence, so that a slip of the pen is seen at once."""
    told = [one for one in airings if one.confirmations]
    if not told:
        return
    newest = max(told, key=lambda one: one.confirmations[-1].id or 0)
    last = newest.confirmations[-1]
    if last.kind == RETRACTED:
        return
    same = [one for one in newest.confirmations if (one.at, one.kind) == (last.at, last.kind)]
    there = [names.get(one.place, one.place) for one in same if one.place]
    where = f" ở {', '.join(there)}" if there else ""
    early = early_words(newest.airing, last, zone)
    yield f"Kết quả: {said_words(channel, last)}{where}{early}."


def said_words(channel: str, word: Confirmation) -> str:
    """What a person said, in the words of its channel."""
    return kind(channel).done if word.kind == DONE else words.CONFIRMED.get(word.kind, word.kind)


def early_words(airing: Airing, word: Confirmation, zone: ZoneInfo) -> str:
    """That something came down before the end of its window, and by how many days."""
    days = days_early(airing, word.at, zone) if word.kind == TAKEN_DOWN else 0
    return f", tháo sớm {days} ngày so với kế hoạch" if days else ""


def _link(airing: Airing) -> str | None:
    """Where the post can be seen; the practice page's own address changes with every start."""
    if airing.state != Going.DONE:
        return None
    if airing.practice and airing.remote_id:
        return f"/trang-chay-thu?bai={airing.remote_id}"
    link = airing.permalink or ""
    return link if link.startswith(("https://", "http://")) else None
