"""Facts that an edition still lacks, or whose phones nobody has called for long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from habac24h.campaigns import library
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.facts import COMMON, GivenFact, Sort, base_of, given, shown, sort_of
from habac24h.campaigns.wanted import LACKING
from habac24h.content.checks.gaps import open_blanks
from habac24h.models import Edition, Item, Words

SHARED = (Sort.PHONE, Sort.SIGNER)
"""What an office mostly has once for all editions, and keeps from year to year."""
_GAP_BEGINS = "[CHƯA ĐIỀN: "
GAP = re.compile(rf"{re.escape(_GAP_BEGINS)}([a-z][a-z0-9_]*)\]")


def named(text: str) -> str:
    """The text as people read it: a gap by its fact's name, “số điện thoại Công an xã”.

    The words that are kept, checked and hashed have the fact's own name, by which it is found.
    """
    return GAP.sub(lambda hit: f"{_GAP_BEGINS}{fact_name(hit[1])}]", text)


def open_gaps(item: Item) -> tuple[str, ...]:
    """What still stands open in an item's title and words, as people read it; each once."""
    return blanks(item.title, item.text)


def blanks(*texts: str) -> tuple[str, ...]:
    """What still stands open in words."""
    found = (words[start:end] for words in texts for start, end, _name in open_blanks(words))
    return tuple(dict.fromkeys(named(one) for one in found))


def facts_in(item: Item) -> set[str]:
    """The facts that an item's words were made with, show as a gap, or silently do without."""
    return {*item.facts, *GAP.findall(item.text), *lacking(item)}


def lacking(item: Item) -> tuple[str, ...]:
    """Facts whose piece the template left out because they were not given."""
    return tuple(item.planned.get(LACKING, ()))


@dataclass(frozen=True)
class Lack:
    """What an edition lacks: `names` in all, of them `required` ones; `given` is what it has."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    given: tuple[GivenFact, ...]


def lack(session: Session, campaign: str, year: int) -> Lack:
    """Required facts, and those that the edition's texts wanted in vain."""
    facts = given(session, campaign, year)
    there = shown(facts)
    required = tuple(name for name in library.load(session, campaign).required if name not in there)
    names = dict.fromkeys(required)
    silent: dict[str, None] = {}
    for text, unsaid in session.exec(_wanting(campaign, year)):
        names |= dict.fromkeys(base_of(name) for name in GAP.findall(text))
        silent |= dict.fromkeys(base_of(name) for name in unsaid or () if name not in there)
    return Lack(tuple(names | silent), required, facts)


def missing_facts(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """The facts that an edition still lacks, by name."""
    return lack(session, campaign, year).names


def _wanting(campaign: str, year: int) -> Any:
    """Text and left out facts of those items alone that show a gap or silently do without."""
    unsaid = col(Item.planned)[LACKING]
    return (
        select(Item.text, unsaid)
        .where(Item.campaign == campaign, Item.year == year, Item.state != Words.DROPPED)
        .where(col(Item.text).contains(_GAP_BEGINS, autoescape=True) | is_there(unsaid))
        .order_by(col(Item.id))
    )


def is_there(value: Any) -> Any:
    """Whether a JSON object has this member, as SQL on both databases."""
    return value.as_string().is_not(None)


def missing_of(session: Session, campaign: str, year: int) -> tuple[str, ...]:
    """As `missing_facts`; for the year's shared edition what its editions lack and can share."""
    if campaign != COMMON:
        return missing_facts(session, campaign, year)
    query = select(Edition.campaign).where(Edition.year == year, Edition.campaign != COMMON)
    names = (name for one in session.exec(query) for name in missing_facts(session, one, year))
    return tuple(dict.fromkeys(name for name in names if sort_of(name) in SHARED))


def stale_phones(facts: Iterable[GivenFact], on: date, days: int) -> tuple[GivenFact, ...]:
    """The phones among facts that nobody has called within so many days before a day."""
    return tuple(one for one in facts if one.is_stale(on, days))


def uncalled_words(stale: Iterable[GivenFact]) -> str:
    """What `stale_phones` found, counted: never called is not the same as called long ago."""
    called = [one.verified_on is not None for one in stale]
    said = (
        (called.count(False), "số điện thoại chưa ai gọi thử"),
        (called.count(True), "số điện thoại lâu chưa gọi lại"),
    )
    return "; ".join(f"{many} {words}" for many, words in said if many)
