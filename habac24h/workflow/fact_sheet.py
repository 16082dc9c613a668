"""What an edition needs to know, fact by fact: given, missing, too old, and how much it is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.facts import COMMON, GivenFact, Sort, base_of, given, sort_of
from habac24h.errors import DefinitionError
from habac24h.models import Edition, Item, Words
from habac24h.workflow.gaps import facts_in, missing_of


@dataclass(frozen=True)
class FactLine:
    """One fact of an edition; `fact` is its own value, `shared` the one of the whole year."""

    name: str
    fact: GivenFact | None
    shared: GivenFact | None
    required: bool
    used: int
    """Items of the edition whose words use it or want it."""
    stale: bool

    @property
    def sort(self) -> Sort:
        """Which kind it is, by its name."""
        return sort_of(self.name)

    @property
    def counts(self) -> GivenFact | None:
        """The value that texts take."""
        return self.fact or self.shared

    @property
    def is_shared(self) -> bool:
        """Whether an edition lives on the value of the whole year."""
        return self.fact is None and self.shared is not None

    @property
    def missing(self) -> bool:
        """Whether texts want it in vain."""
        return self.counts is None or self.counts.is_blank or self.counts.lacks_source


def sheet(
    session: Session, campaign: str, year: int, on: date, stale_days: int
) -> tuple[FactLine, ...]:
    """The facts of an edition (or of the whole year, `chung`): required, used, given, by name."""
    there = {one.name: one for one in given(session, campaign, year)}
    required = _required(session, campaign)
    used = _used(session, campaign, year)
    wanted = missing_of(session, campaign, year) if campaign == COMMON else tuple(used)
    names = dict.fromkeys([*required, *sorted({*there, *wanted})])
    return tuple(
        FactLine(
            name=name,
            fact=_standing(there.get(name), common=False),
            shared=_standing(there.get(name), common=True),
            required=name in required,
            used=used[name],
            stale=name in there and there[name].is_stale(on, stale_days),
        )
        for name in names
    )


def planned_editions(session: Session, year: int) -> tuple[str, ...]:
    """The campaigns that were planned for a year, by id; the shared edition is none of them."""
    query = (
        select(Edition.campaign)
        .where(Edition.year == year, Edition.campaign != COMMON)
        .order_by(col(Edition.campaign))
    )
    return tuple(session.exec(query))


def _standing(fact: GivenFact | None, *, common: bool) -> GivenFact | None:
    return fact if fact is not None and fact.common is common else None


def _required(session: Session, campaign: str) -> tuple[str, ...]:
    if campaign == COMMON:
        return ()
    try:
        return library.load(session, campaign).required
    except DefinitionError:  # planning says so
        return ()


def _used(session: Session, campaign: str, year: int) -> Counter[str]:
    query = select(Item).where(Item.year == year, col(Item.state) != Words.DROPPED)
    if campaign != COMMON:
        query = query.where(Item.campaign == campaign)
    return Counter(
        base for item in session.exec(query) for base in {base_of(name) for name in facts_in(item)}
    )
