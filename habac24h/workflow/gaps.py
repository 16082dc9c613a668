"""Facts that an edition still lacks, or whose phones nobody has called for long."""

from __future__ import annotations

import re
from datetime import date

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.facts import COMMON, GivenFact, Sort, base_of, given, sort_of
from habac24h.campaigns.wanted import LACKING
from habac24h.models import Edition, Item, Words

SHARED = (Sort.PHONE, Sort.SIGNER)
"""What an office mostly has once for all editions, and keeps from year to year."""
GAP = re.compile(r"\[CHƯA ĐIỀN: ([a-z][a-z0-9_]*)\]")


def facts_in(item: Item) -> set[str]:
    """The facts that an item's words were made with, show as a gap, or silently do without."""
    return {*item.facts, *GAP.findall(item.text), *lacking(item)}


def lacking(item: Item) -> tuple[str, ...]:
    """Facts whose piece the template left out because they were not given."""
    return tuple(item.planned.get(LACKING, ()))


def missing_facts(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """What an edition still lacks: required facts, and those that its texts wanted in vain."""
    there = library.facts(session, campaign, year)
    names = dict.fromkeys(library.missing_required(session, campaign, year))
    query = select(Item).where(
        Item.campaign == campaign, Item.year == year, col(Item.state) != Words.DROPPED
    )
    silent: dict[str, None] = {}
    for item in session.exec(query):
        names |= dict.fromkeys(base_of(name) for name in GAP.findall(item.text))
        silent |= dict.fromkeys(base_of(name) for name in lacking(item) if name not in there)
    return tuple(names | silent)


def missing_of(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """As `missing_facts`; for the year's shared edition what its editions lack and can share."""
    if campaign != COMMON:
        return missing_facts(session, campaign, year)
    query = select(Edition.campaign).where(Edition.year == year, Edition.campaign != COMMON)
    names = (name for one in session.exec(query) for name in missing_facts(session, one, year))
    return tuple(dict.fromkeys(name for name in names if sort_of(name) in SHARED))


def stale_phones(
    session: Session, campaign: str, year: int, on: date, days: int
) -> tuple[GivenFact, ...]:
    """The phones of an edition that nobody has called within so many days before a day."""
    return tuple(one for one in given(session, campaign, year) if one.is_stale(on, days))
