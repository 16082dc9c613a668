"""What the first page shows: everything that waits for people, read from the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select as select_columns
from sqlalchemy import tuple_
from sqlmodel import Session, col, func, select

from habac24h.campaigns.facts import GivenFact
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
from habac24h.workflow.confirmation import DONE, NOT_DONE, TAKEN_DOWN
from habac24h.workflow.gaps import lack, stale_phones
from habac24h.workflow.leading import leads_in_sql
from habac24h.workflow.outdated import Outdated, outdated
from habac24h.workflow.returned import is_author, returned
from habac24h.workflow.state import waits_in_sql
from habac24h.workflow.unsaid import is_unsaid

SOON = timedelta(days=14)
_MANUAL = tuple(name for name, kind in KINDS.items() if kind.manual)
_TAKEN_DOWN = tuple(name for name, kind in KINDS.items() if kind.taken_down)
_BUNDLE = 500
"""So many numbers in one question: a database takes only so many at once."""
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
class Pending:
    """A pending item's first airing, and who has had a hand in its words."""

    airing_id: int
    submitter: str | None
    authors: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """A list of lines, or its beginning; `count` says how many there are in all."""

    shown: tuple[Line, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.shown)

    def __bool__(self) -> bool:
        return self.count > 0

    def __add__(self, other: Lines) -> Lines:
        return Lines(self.shown + other.shown, self.count + other.count)


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


@dataclass(frozen=True)
class Reader:
    """Reads the lists for one moment; `most` lines of each (None: all), which are all counted."""

    session: Session
    now: datetime
    zone: ZoneInfo
    stale_days: int = 180
    most: int | None = None

    def pending(self, first: Callable[[Pending], bool] = lambda _one: False) -> Lines:
        """Items that wait for approval, by their first airing; before all others the `first`."""
        waiting = (Item.state == Words.PENDING, leads_in_sql())
        query = self._of(Airing.id, Airing.item_id, Item.submitter, Item.authors, where=waiting)
        found: dict[int, Pending] = {}
        for airing_id, item_id, submitter, authors in self.session.execute(query):
            found.setdefault(item_id, Pending(airing_id, submitter, tuple(authors)))
        ordered = sorted(found.values(), key=lambda one: not first(one))
        return self._these([one.airing_id for one in ordered])

    def returned(self, name: str | None) -> Lines:
        """What was given back to this person, whenever it is due."""
        wanted = (Item.state == Words.DRAFT, self._is_open(), col(Item.reason).is_not(None))
        found: dict[str, tuple[Item, int]] = {}
        query = self._of(Airing.id, Item, where=wanted)
        for airing_id, item in self.session.execute(query):
            if is_author(item, name):
                found.setdefault(item.key, (item, airing_id))
        back = returned(self.session, [item for item, _ in found.values()])
        return self._these([airing_id for key, (_, airing_id) in found.items() if key in back])

    def drafts_soon(self) -> Lines:
        """Drafts whose time comes within two weeks, and what was returned, whenever it is due."""
        soon = (col(Airing.due) > self.now) & (col(Airing.due) <= self.now + SOON)
        returned = col(Item.reason).is_not(None) & col(Item.submitter).is_not(None)
        wanted = (Item.state == Words.DRAFT, self._is_open(), soon | returned)
        found: dict[int, int] = {}
        query = self._of(Airing.id, Airing.item_id, where=wanted)
        for airing_id, item_id in self.session.execute(query):
            found.setdefault(item_id, airing_id)
        return self._these(list(found.values()))

    def drafts_late(self) -> Lines:
        """Drafts whose hour has come and whose time is not over: a banner's days run on.

        Also what was written down after its hour: it waits to be submitted, however late it is.
        """
        return self._lines(
            Item.state == Words.DRAFT,
            waits_in_sql(),
            col(Airing.due) <= self.now,
            (col(Airing.late_until) > self.now) | (Airing.state == Going.SKIPPED),
        )

    def troubled(self) -> Lines:
        """Failed, unknown, being withdrawn, or with another hour on the page; earliest first."""
        restless = [Going.FAILED, Going.UNKNOWN, Going.WITHDRAWING]
        postponed = (col(Airing.state) == Going.HANDED_OVER) & col(Airing.reason).is_not(None)
        return self._lines(col(Airing.state).in_(restless) | postponed)

    def missed(self) -> Lines:
        """Missed without a person's word about each place, latest first."""
        kinds = (DONE, NOT_DONE)
        lines = self._lines(
            Airing.state == Going.MISSED,
            Item.state != Words.DROPPED,
            is_unsaid(self.session, kinds),
            latest_first=True,
        )
        return self._unsaid(lines, kinds, ends=False)

    def overdue(self) -> Lines:
        """Approved, past its hour, and not confirmed at the places that the line names.

        Words of an hour before the planning are approved for nothing else than to be confirmed.
        """
        kinds = (DONE, NOT_DONE)
        lines = self._lines(
            col(Airing.state).in_((Going.WAITING, Going.SKIPPED)),
            Item.state == Words.APPROVED,
            col(Item.channel).in_(_MANUAL),
            col(Airing.due) < self.now,
            is_unsaid(self.session, kinds),
        )
        return self._unsaid(lines, kinds, ends=False)

    def still_up(self) -> Lines:
        """Windows that are over where nobody said that it was taken down."""
        kinds = (TAKEN_DOWN, NOT_DONE)
        lines = self._lines(
            Airing.state == Going.DONE,
            col(Item.channel).in_(_TAKEN_DOWN),
            col(Airing.until).is_not(None),
            col(Airing.until) < self.now,
            is_unsaid(self.session, kinds),
        )
        return self._unsaid(lines, kinds, ends=True)

    def on(self, day: date, *, undone: bool = False) -> Lines:
        """What begins, goes out or comes down on a local day, by its hour.

        `undone` leaves out what went out, was confirmed, or will not be.
        """
        first = datetime.combine(day, time(0), self.zone)
        last = first + timedelta(days=1)
        wanted = (Item.state != Words.DROPPED, col(Airing.state).not_in(_OVER))
        over = [col(Airing.state).not_in((Going.DONE, Going.MISSED))] if undone else []
        begins = self._lines(*wanted, *over, col(Airing.due) >= first, col(Airing.due) < last)
        ends = self._lines(
            *wanted,
            col(Airing.until) >= first,
            col(Airing.until) < last,
            *([is_unsaid(self.session, (TAKEN_DOWN, NOT_DONE))] if undone else ()),
        )
        down = (Line(line.item, line.airing, line.places, ends=True) for line in ends)
        lines = sorted((*begins, *down), key=_hour)
        return Lines(tuple(lines[: self.most]), begins.count + ends.count)

    def gaps(self) -> list[Gap]:
        """Editions that are not over yet and lack facts."""
        alive = (
            select(Item.campaign, Item.year)
            .join(Airing, col(Airing.item_id) == col(Item.id))
            .where((col(Airing.due) >= self.now) | (col(Airing.until) >= self.now))
            .distinct()
        )
        query = (
            select(Edition, CampaignRow.title)
            .join(CampaignRow, col(CampaignRow.id) == col(Edition.campaign))
            .where(tuple_(col(Edition.campaign), col(Edition.year)).in_(alive))
            .order_by(col(Edition.year), col(Edition.campaign))
        )
        gaps = (self._gap(edition, title) for edition, title in self.session.exec(query))
        return [gap for gap in gaps if gap.names or gap.stale]

    def outdated(self) -> list[Outdated]:
        """Submitted, approved or out, with words made from a fact that has changed since."""
        return outdated(self.session, self.now)

    def handed_over(self) -> int:
        """How many posts lie on the page and wait for their hour."""
        query = select(func.count()).select_from(Airing).where(Airing.state == Going.HANDED_OVER)
        return self.session.exec(query).one()

    def is_empty(self) -> bool:
        """Whether nothing was ever planned."""
        return self.session.exec(select(Item.id).limit(1)).first() is None

    def is_staffed(self, people: int) -> bool:
        """Whether as many people as an approval needs have open accounts."""
        open_ = select(Account.name).where(col(Account.disabled).is_(False)).limit(people)
        return len(self.session.exec(open_).all()) == people

    def _gap(self, edition: Edition, title: str) -> Gap:
        found = lack(self.session, edition.campaign, edition.year)
        today = self.now.astimezone(self.zone).date()
        stale = stale_phones(found.given, today, self.stale_days)
        return Gap(edition.campaign, title, edition.year, found.names, found.required, stale)

    def _is_open(self) -> Any:
        return col(Airing.state).in_([Going.WAITING, Going.WITHDRAWING, Going.UNKNOWN])

    def _lines(self, *conditions: Any, latest_first: bool = False) -> Lines:
        """The lines of these conditions: all numbers, and the rows of as many as are shown."""
        ids = list(self.session.scalars(self._of(Airing.id, where=conditions)))
        return self._these(ids[::-1] if latest_first else ids)

    def _of(self, *columns: Any, where: Iterable[Any]) -> Any:
        """Some columns of airings with their items, by their time."""
        joined = select_columns(*columns).join_from(
            Airing, Item, col(Airing.item_id) == col(Item.id)
        )
        return joined.where(*where).order_by(col(Airing.due), col(Airing.id))

    def _these(self, ids: Sequence[int]) -> Lines:
        """The lines of these airings in their order."""
        listed = ids[: self.most]
        found: dict[int | None, Line] = {}
        for at in range(0, len(listed), _BUNDLE):
            some = col(Airing.id).in_(listed[at : at + _BUNDLE])
            pairs = select(Item, Airing).join(Airing, col(Airing.item_id) == col(Item.id))
            for item, airing in self.session.exec(pairs.where(some)):
                places = tuple(self._names.get(place, place) for place in airing.places)
                found[airing.id] = Line(item, airing, places)
        return Lines(tuple(found[one] for one in listed), len(ids))

    @cached_property
    def _names(self) -> dict[str, str]:
        """The places by their ids, asked once for all lists."""
        return {place.id: place.name for place in self.session.exec(select(Place))}

    def _unsaid(self, lines: Lines, kinds: Collection[str], *, ends: bool) -> Lines:
        """The lines with only those places of which nobody has said a word of these kinds."""
        said: set[tuple[int, str | None]] = set()
        ids = [line.airing.id for line in lines]
        for at in range(0, len(ids), _BUNDLE):
            query = select(Confirmation.airing_id, Confirmation.place).where(
                col(Confirmation.airing_id).in_(ids[at : at + _BUNDLE]),
                col(Confirmation.kind).in_(kinds),
            )
            said |= {(airing, place) for airing, place in self.session.exec(query)}
        shown = tuple(
            Line(line.item, line.airing, tuple(_silent(line, said)), ends) for line in lines
        )
        return Lines(shown, lines.count)


def _silent(line: Line, said: Collection[tuple[int, str | None]]) -> Iterator[str]:
    """The names of those places of a line of which nobody has said a word."""
    for place, name in zip(line.airing.places, line.places, strict=True):
        if (line.airing.id, place) not in said:
            yield name


def _hour(line: Line) -> tuple[datetime, str]:
    at = line.airing.until if line.ends and line.airing.until else line.airing.due
    return at, line.item.key
