"""The facts of an edition: what kinds there are, what each must carry, and what texts see of them.

A fact's kind is told by the beginning of its name, so that a template says by the name alone what
it takes: `phone_police` (with the day on which somebody called it), `figure_…` (with source and
year), `people_…` (a figure that counts people: men and women apart), `signer_…` (name, office);
every other name is plain words (`theme`).

The edition `chung` of a year holds what all its editions share, such as the phones; a campaign's
own fact goes before it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from habac24h.content.checks.hotlines import is_national
from habac24h.models import Edition, Fact

COMMON = "chung"
"""Stands for a campaign where a fact belongs to every edition of its year."""
_SPLIT = re.compile(
    r"(?:tổng(?: số)?:? (?P<sum>[\d.]+)[,;:]? ?)?"
    r"(?:nam:? (?P<nam>[\d.]+)[,;]? ?(?:và )?nữ:? (?P<nu>[\d.]+)"
    r"|nữ:? (?P<nu2>[\d.]+)[,;]? ?(?:và )?nam:? (?P<nam2>[\d.]+))",
    re.IGNORECASE,
)


class Sort(StrEnum):
    """The kinds of facts."""

    WORDS = "words"
    PHONE = "phone"
    FIGURE = "figure"
    PEOPLE = "people"
    SIGNER = "signer"


_SUFFIXES = {
    Sort.FIGURE: ("_nam", "_nu", "_source"),
    Sort.PEOPLE: ("_nam", "_nu", "_source"),
    Sort.SIGNER: ("_name", "_title"),
}
"""Names that follow from a fact: the office gives `people_trained`, texts also see its parts."""


@dataclass(frozen=True)
class GivenFact:
    """One fact as the office gave it; `common` when it stands in the year's shared edition."""

    name: str
    value: str
    verified_on: date | None = None
    source: str = ""
    source_year: int | None = None
    common: bool = False

    @property
    def sort(self) -> Sort:
        """Which kind it is, by its name."""
        return sort_of(self.name)

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing: neither a letter nor a digit."""
        return not any(sign.isalnum() for sign in self.value)

    @property
    def lacks_source(self) -> bool:
        """Whether it is a figure that nobody could look up: no text may use it."""
        counted = self.sort in (Sort.FIGURE, Sort.PEOPLE)
        return counted and not (self.source.strip() and self.source_year)

    @property
    def is_national(self) -> bool:
        """Whether it is a short number of the whole country, which nobody calls for a test."""
        return self.sort is Sort.PHONE and is_national(self.value)

    def is_stale(self, on: date, days: int) -> bool:
        """Whether it is a phone that nobody called within so many days before a day."""
        if self.sort is not Sort.PHONE or self.is_national:
            return False
        return self.verified_on is None or (on - self.verified_on).days > days


@dataclass(frozen=True)
class Split:
    """People counted by sex."""

    men: int
    women: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.men + self.women

    def __str__(self) -> str:
        return f"nam {grouped(self.men)}, nữ {grouped(self.women)}"


def sort_of(name: str) -> Sort:
    """The kind of a fact, by the beginning of its name."""
    beginning = name.partition("_")[0]
    known = (Sort.PHONE, Sort.FIGURE, Sort.PEOPLE, Sort.SIGNER)
    return next((one for one in known if one.value == beginning), Sort.WORDS)


def base_of(name: str) -> str:
    """The fact that a name in a text belongs to: `people_trained` for `people_trained_nu`."""
    for suffix in _SUFFIXES.get(sort_of(name), ()):
        rest = name.removesuffix(suffix)
        if rest != name and "_" in rest:
            return rest
    return name


def given(session: Session, campaign: str, year: int) -> tuple[GivenFact, ...]:
    """The facts that count for an edition, by name; its own before those of the whole year."""
    return given_to(session, [(campaign, year)])[campaign, year]


def given_to(
    session: Session, editions: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], tuple[GivenFact, ...]]:
    """As `given` for many editions (campaign, year) at once, asked in one query."""
    wanted = list(dict.fromkeys(editions))
    query = select(Fact, Edition.campaign, Edition.year).join(
        Edition, col(Edition.id) == col(Fact.edition_id)
    )
    years = {year for _campaign, year in wanted}
    owners = {COMMON, *(campaign for campaign, _year in wanted)}
    query = query.where(col(Edition.year).in_(years), col(Edition.campaign).in_(owners))
    owned: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact, owner, year in session.exec(query):
        if fact.value.strip():
            owned[owner, year].append(fact)
    return {one: _merged(one[0], owned[COMMON, one[1]], owned[one]) for one in wanted}


def _merged(campaign: str, common: Iterable[Fact], own: Iterable[Fact]) -> tuple[GivenFact, ...]:
    found = {fact.name: _given(fact, common=campaign != COMMON) for fact in common}
    found |= {fact.name: _given(fact, common=False) for fact in own}
    return tuple(found[name] for name in sorted(found))


def shown(facts: Iterable[GivenFact]) -> dict[str, str]:
    """What templates are given: values by name, and the parts that follow from them.

    A blank fact and a figure without source or year are left out: their places show as gaps.
    """
    values: dict[str, str] = {}
    for fact in facts:
        if not fact.is_blank and not fact.lacks_source:
            values[fact.name] = fact.value
            values |= _parts(fact)
    return values


def split(value: str) -> Split | None:
    """People by sex, from "nam 120, nữ 135" (a total before it must agree); None for others."""
    hit = _SPLIT.fullmatch(value.strip())
    if hit is None:
        return None
    men, women = hit["nam"] or hit["nam2"], hit["nu"] or hit["nu2"]
    counted = Split(_number(men), _number(women))
    return None if hit["sum"] and _number(hit["sum"]) != counted.total else counted


def grouped(number: int) -> str:
    """1250 as "1.250"."""
    return f"{number:,}".replace(",", ".")


def command_for(name: str, campaign: str, year: int) -> str:
    """The command that fills in a fact, for the sentence that misses it."""
    base = base_of(name)
    match sort_of(base):
        case Sort.PHONE:
            return f'habac24h facts {year} {COMMON} {base}="…" --verified NĂM-THÁNG-NGÀY'
        case Sort.FIGURE:
            return f'habac24h facts {year} {campaign} {base}="…" --source "…" --source-year NĂM'
        case Sort.PEOPLE:
            return (
                f'habac24h facts {year} {campaign} {base}="nam …, nữ …" --source "…" '
                "--source-year NĂM"
            )
        case _:
            return f'habac24h facts {year} {campaign} {base}="…"'


def _given(fact: Fact, *, common: bool) -> GivenFact:
    return GivenFact(
        fact.name, fact.value, fact.verified_on, fact.source or "", fact.source_year, common
    )


def _parts(fact: GivenFact) -> dict[str, str]:
    name, value = fact.name, fact.value
    if fact.sort is Sort.SIGNER:
        person, _, office = value.partition(",")
        return {f"{name}_name": person.strip(), f"{name}_title": office.strip()}
    if fact.sort not in (Sort.FIGURE, Sort.PEOPLE):
        return {}
    parts = {f"{name}_source": f"{fact.source}, năm {fact.source_year}"}
    counted = split(value)
    if counted is not None:
        parts |= {
            name: grouped(counted.total),
            f"{name}_nam": grouped(counted.men),
            f"{name}_nu": grouped(counted.women),
        }
    return parts


def _number(written: str) -> int:
    return int(written.replace(".", "") or 0)
