"""What follows from a changed fact: drafts are written again, all else is named for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, select

from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Kind, Plan
from habac24h.campaigns.facts import COMMON, Sort, base_of, sort_of
from habac24h.campaigns.plan import plan
from habac24h.models import Edition, Item
from habac24h.workflow.desk import Desk
from habac24h.workflow.gaps import facts_in
from habac24h.workflow.outdated import outdated


@dataclass(frozen=True)
class Changed:
    """What followed: drafts that were written again, and items that a person must look at."""

    rewritten: tuple[str, ...]
    to_look_at: tuple[str, ...]
    unused: tuple[str, ...] = ()
    """Names that no text of the edition uses and nothing requires: perhaps misspelt."""
    verified_today: tuple[str, ...] = ()
    """Phones that were given without the day of the call."""


def editions(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """The campaigns whose texts an edition's facts reach."""
    if campaign != COMMON:
        return (campaign,)
    query = select(Edition.campaign).where(Edition.year == year, Edition.campaign != COMMON)
    return tuple(sorted(session.exec(query)))


def followed(
    desk: Desk, campaign: str, year: int, names: set[str], today: tuple[str, ...]
) -> Changed:
    """Do what follows from these facts; `today` are phones that count as called today."""
    reached = editions(desk.session, campaign, year)
    unused = _unused(desk, reached, year, names)
    rewritten = [key for one in reached for key in _rewrite(desk, year, one, names)]
    late = outdated(desk.session, desk.now, editions=[(one, year) for one in reached])
    to_look_at = tuple(one.item.key for one in late if names & {c.base for c in one.changes})
    return Changed(tuple(rewritten), to_look_at, unused, today)


def _rewrite(desk: Desk, year: int, campaign: str, names: set[str]) -> tuple[str, ...]:
    """Render again, by planning itself, the drafts that nobody touched and that use these facts."""
    query = select(Item).where(Item.campaign == campaign, Item.year == year)
    using = {item.key for item in desk.session.exec(query) if names & _bases(item)}
    if not using:
        return ()
    found = plan(desk.session, year, now=desk.now, settings=desk.settings, campaign_id=campaign)
    retexts = tuple(c for c in found.changes if c.kind is Kind.RETEXT and c.key in using)
    apply(desk.session, Plan(year, retexts, ()), by=desk.who, now=desk.now)
    return tuple(change.key for change in retexts)


def _unused(desk: Desk, reached: Iterable[str], year: int, names: set[str]) -> tuple[str, ...]:
    used: set[str] = set()
    for campaign in reached:
        query = select(Item).where(Item.campaign == campaign, Item.year == year)
        for item in desk.session.exec(query):
            used |= _bases(item)
        used |= {*library.load(desk.session, campaign).required}
    return tuple(sorted(one for one in names - used if sort_of(one) is not Sort.SIGNER))


def _bases(item: Item) -> set[str]:
    return {base_of(name) for name in facts_in(item)}
