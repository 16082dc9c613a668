"""What the office gives for one edition each year: theme, phone numbers; and what that changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Kind, Plan
from habac24h.campaigns.plan import plan
from habac24h.content.render import Occasion, clean_fact, values_for
from habac24h.errors import NotFound
from habac24h.models import Edition, Fact, Item, Words
from habac24h.workflow.desk import Desk

_GAP = re.compile(r"\[CHƯA ĐIỀN: ([a-z][a-z0-9_]*)\]")


@dataclass(frozen=True)
class Changed:
    """What followed: drafts that were written again, and items that a person must look at."""

    rewritten: tuple[str, ...]
    to_look_at: tuple[str, ...]
    unused: tuple[str, ...] = ()
    """Names that no text of the edition uses and nothing requires: perhaps misspelt."""


def set_facts(desk: Desk, year: int, campaign: str, given: Mapping[str, str]) -> Changed:
    """Store facts of an edition; an empty value takes one away.

    Drafts that nobody touched are rendered again at once. What was submitted, approved or edited
    with another value is never changed: it is named for a person to recall.
    """
    require_year(year)
    library.load(desk.session, campaign)  # refuses an unknown campaign
    _refuse_unfit(given, year)
    edition = _edition(desk, campaign, year)
    for name, value in given.items():
        _store(desk, edition, name, clean_fact(name, value))
    audit.record(
        desk.session, desk.who, "facts", desk.now, campaign=campaign, year=year, facts=dict(given)
    )
    desk.session.flush()
    names = set(given)
    unused = _unused(desk, campaign, year, names)
    rewritten = _rewrite(desk, year, campaign, names)
    return Changed(rewritten, _stale(desk, campaign, year, names), unused)


def missing_facts(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """What an edition still lacks: required facts, and those that its texts show as a gap."""
    names = dict.fromkeys(library.missing_required(session, campaign, year))
    query = select(Item.text).where(
        Item.campaign == campaign, Item.year == year, col(Item.state) != Words.DROPPED
    )
    for text in session.exec(query):
        names |= dict.fromkeys(_GAP.findall(text))
    return tuple(names)


def _rewrite(desk: Desk, year: int, campaign: str, names: set[str]) -> tuple[str, ...]:
    """Render again, by planning itself, the drafts that nobody touched and that use these facts."""
    query = select(Item).where(Item.campaign == campaign, Item.year == year)
    using = {item.key for item in desk.session.exec(query) if names & _facts_in(item)}
    found = plan(desk.session, year, now=desk.now, settings=desk.settings, campaign_id=campaign)
    retexts = tuple(c for c in found.changes if c.kind is Kind.RETEXT and c.key in using)
    apply(desk.session, Plan(year, retexts, ()), by=desk.who, now=desk.now)
    return tuple(change.key for change in retexts)


def _unused(desk: Desk, campaign: str, year: int, names: set[str]) -> tuple[str, ...]:
    query = select(Item).where(Item.campaign == campaign, Item.year == year)
    used = {name for item in desk.session.exec(query) for name in _facts_in(item)}
    return tuple(sorted(names - used - {*library.load(desk.session, campaign).required}))


def _facts_in(item: Item) -> set[str]:
    """The facts that an item's words were made with, or show as a gap."""
    return {*item.facts, *_GAP.findall(item.text)}


def _refuse_unfit(given: Mapping[str, str], year: int) -> None:
    """Let the renderer judge names and values, before anything is stored."""
    someday = date(year, 1, 1)
    values_for(
        Occasion(
            year=year,
            campaign="",
            observance="",
            start=someday,
            end=someday,
            due=datetime(year, 1, 1, tzinfo=UTC),
            office="",
            fanpage="",
            facts=given,
        )
    )


def _edition(desk: Desk, campaign: str, year: int) -> Edition:
    query = select(Edition).where(Edition.campaign == campaign, Edition.year == year)
    found = desk.session.exec(query).first()
    if found is None:
        raise NotFound(
            f"Chưa lập kế hoạch đợt {campaign} {year}; hãy chạy `habac24h plan {year} --apply`."
        )
    return found


def _store(desk: Desk, edition: Edition, name: str, value: str) -> None:
    assert edition.id is not None
    query = select(Fact).where(Fact.edition_id == edition.id, Fact.name == name)
    fact = desk.session.exec(query).first() or Fact(
        edition_id=edition.id, name=name, set_by=desk.who.name, set_at=desk.now
    )
    fact.value, fact.set_by, fact.set_at = value, desk.who.name, desk.now
    desk.session.add(fact)


def _stale(desk: Desk, campaign: str, year: int, names: set[str]) -> tuple[str, ...]:
    """Items whose words were made with another value of one of these facts."""
    now_given = library.facts(desk.session, campaign, year)
    query = select(Item).where(
        Item.campaign == campaign, Item.year == year, col(Item.state) != Words.DROPPED
    )
    return tuple(
        item.key
        for item in desk.session.exec(query)
        if any(item.facts.get(n, now_given.get(n)) != now_given.get(n) for n in names)
    )
