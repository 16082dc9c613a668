"""What the first page shows: everything that waits for people, read from the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.facts import COMMON, GivenFact, sort_of
from habac24h.channels.registry import KINDS
from habac24h.models import (
    Account,
    Airing,
    CampaignRow,
    Confirmation,
    Edition,
    Going,
    Item,
    Place,
    Words,
)
from habac24h.workflow.confirmation import NOT_DONE, TAKEN_DOWN
from habac24h.workflow.gaps import SHARED, missing_facts, stale_phones
from habac24h.workflow.outdated import Outdated, outdated

SOON = timedelta(days=14)
_MANUAL = tuple(name for name, kind in KINDS.items() if kind.manual)
_TAKEN_DOWN = tuple(name for name, kind in KINDS.items() if kind.taken_down)
_OVER = (Going.SKIPPED, Going.CANCELLED)


@dataclass(frozen=True)
class Line:
    """One airing with its item; `places` are the names of those that the line is about."""

    item: Item
    airing: Airing
    places: tuple[str, ...] = ()
    ends: bool = False
    """The line is about the window's last day: what hangs comes down."""


@dataclass(frozen=True)
class Gap:
    """An edition that lacks facts; nothing of it can be approved without the `required` ones."""

    campaign: str
    title: str
    year: int
    names: tuple[str, ...]
    required: tuple[str, ...]
    stale: tuple[GivenFact, ...] = ()
    """Phones that nobody has called for long."""

    @property
    def owner(self) -> str:
        """Where the first missing fact is given: phones once for all editions of the year."""
        return COMMON if sort_of(self.names[0]) in SHARED else self.campaign


@dataclass(frozen=True)
class Reader:
    """Reads the lists for one moment."""

    session: Session
    now: datetime
    zone: ZoneInfo
    stale_days: int = 180

    def pending(self) -> list[Line]:
        """Items that wait for approval, by their first airing."""
        return _first_airings(self._lines(Item.state == Words.PENDING, self._is_open()))

    def drafts_soon(self) -> list[Line]:
        """Drafts whose time comes within two weeks, and what was returned, whenever it is due."""
        soon = (col(Airing.due) > self.now) & (col(Airing.due) <= self.now + SOON)
        returned = col(Item.reason).is_not(None) & col(Item.submitter).is_not(None)
        wanted = self._lines(Item.state == Words.DRAFT, self._is_open(), soon | returned)
        return _first_airings(wanted)

    def troubled(self) -> list[Line]:
        """Failed, unknown or being withdrawn, earliest first."""
        restless = [Going.FAILED, Going.UNKNOWN, Going.WITHDRAWING]
        return self._lines(col(Airing.state).in_(restless))

    def missed(self) -> list[Line]:
        """Missed without a person's word about it, latest first."""
        told = select(Confirmation.airing_id).where(Confirmation.kind == NOT_DONE)
        found = self._lines(
            Airing.state == Going.MISSED,
            Item.state != Words.DROPPED,
            col(Airing.id).not_in(told),
        )
        return found[::-1]

    def overdue(self) -> list[Line]:
        """Approved, past its hour, and not confirmed at the places that the line names."""
        lines = self._lines(
            Airing.state == Going.WAITING,
            Item.state == Words.APPROVED,
            col(Item.channel).in_(_MANUAL),
            col(Airing.due) < self.now,
        )
        return list(self._unsaid(lines, lambda kind: kind != TAKEN_DOWN, ends=False))

    def still_up(self) -> list[Line]:
        """Windows that are over where nobody said that it was taken down."""
        lines = self._lines(
            Airing.state == Going.DONE,
            col(Item.channel).in_(_TAKEN_DOWN),
            col(Airing.until).is_not(None),
            col(Airing.until) < self.now,
        )
        return list(self._unsaid(lines, lambda kind: kind in (TAKEN_DOWN, NOT_DONE), ends=True))

    def on(self, day: date) -> list[Line]:
        """What begins, goes out or comes down on a local day, by its hour."""
        first = datetime.combine(day, time(0), self.zone)
        last = first + timedelta(days=1)
        wanted = (Item.state != Words.DROPPED, col(Airing.state).not_in(_OVER))
        begins = self._lines(*wanted, col(Airing.due) >= first, col(Airing.due) < last)
        ends = self._lines(*wanted, col(Airing.until) >= first, col(Airing.until) < last)
        lines = begins + [Line(line.item, line.airing, line.places, ends=True) for line in ends]
        return sorted(lines, key=_hour)

    def gaps(self) -> list[Gap]:
        """Editions that are not over yet and lack facts."""
        alive = (
            select(Item.id)
            .join(Airing, col(Airing.item_id) == col(Item.id))
            .where(Item.campaign == Edition.campaign, Item.year == Edition.year)
            .where((col(Airing.due) >= self.now) | (col(Airing.until) >= self.now))
        )
        query = (
            select(Edition, CampaignRow.title)
            .join(CampaignRow, col(CampaignRow.id) == col(Edition.campaign))
            .where(alive.exists())
            .order_by(col(Edition.year), col(Edition.campaign))
        )
        gaps = (self._gap(edition, title) for edition, title in self.session.exec(query))
        return [gap for gap in gaps if gap.names or gap.stale]

    def outdated(self) -> list[Outdated]:
        """Submitted, approved or out, with words made from a fact that has changed since."""
        return outdated(self.session, self.now)

    def handed_over(self) -> int:
        """How many posts lie on the page and wait for their hour."""
        return len(self._lines(Airing.state == Going.HANDED_OVER))

    def is_empty(self) -> bool:
        """Whether nothing was ever planned."""
        return self.session.exec(select(Item.id).limit(1)).first() is None

    def is_staffed(self, people: int) -> bool:
        """Whether as many people as an approval needs have open accounts."""
        open_ = select(Account.name).where(col(Account.disabled).is_(False)).limit(people)
        return len(self.session.exec(open_).all()) == people

    def _gap(self, edition: Edition, title: str) -> Gap:
        names = missing_facts(self.session, edition.campaign, edition.year)
        required = library.missing_required(self.session, edition.campaign, edition.year)
        today = self.now.astimezone(self.zone).date()
        stale = stale_phones(self.session, edition.campaign, edition.year, today, self.stale_days)
        return Gap(edition.campaign, title, edition.year, tuple(names), tuple(required), stale)

    def _is_open(self) -> Any:
        return col(Airing.state).in_([Going.WAITING, Going.WITHDRAWING, Going.UNKNOWN])

    def _lines(self, *conditions: Any) -> list[Line]:
        names = {place.id: place.name for place in self.session.exec(select(Place))}
        query = (
            select(Item, Airing)
            .join(Airing, col(Airing.item_id) == col(Item.id))
            .where(*conditions)
            .order_by(col(Airing.due), col(Airing.id))
        )
        return [
            Line(item, airing, tuple(names.get(place, place) for place in airing.places))
            for item, airing in self.session.exec(query)
        ]

    def _unsaid(self, lines: Sequence[Line], counts: Any, *, ends: bool) -> Iterator[Line]:
        """The lines with only those places of which nobody has said a word that counts."""
        ids = [line.airing.id for line in lines]
        query = select(Confirmation).where(col(Confirmation.airing_id).in_(ids))
        said = {(one.airing_id, one.place) for one in self.session.exec(query) if counts(one.kind)}
        for line in lines:
            open_ = [place for place in line.airing.places if (line.airing.id, place) not in said]
            if open_ or (not line.airing.places and (line.airing.id, None) not in said):
                names = dict(zip(line.airing.places, line.places, strict=True))
                yield Line(line.item, line.airing, tuple(names[place] for place in open_), ends)


def _first_airings(lines: Sequence[Line]) -> list[Line]:
    """One line an item: its earliest."""
    first: dict[int | None, Line] = {}
    for line in lines:
        first.setdefault(line.item.id, line)
    return list(first.values())


def _hour(line: Line) -> tuple[datetime, str]:
    at = line.airing.until if line.ends and line.airing.until else line.airing.due
    return at, line.item.key
