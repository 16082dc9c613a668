"""What the office gives for an edition: theme, phones, figures; given, called, removed, copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.facts import COMMON, GivenFact, Sort, given, sort_of
from habac24h.content.render import clean_fact
from habac24h.errors import NotFound, Refused
from habac24h.models import Edition, Fact
from habac24h.workflow.desk import Desk
from habac24h.workflow.fact_following import Changed, followed
from habac24h.workflow.fact_shapes import Details, refuse_details, refuse_unfit, shaped
from habac24h.workflow.gaps import SHARED

__all__ = [
    "Changed",
    "Details",
    "copy_facts",
    "copyable",
    "remove_facts",
    "set_facts",
    "verify",
]


def set_facts(
    desk: Desk,
    year: int,
    campaign: str,
    given_values: Mapping[str, str],
    details: Details | None = None,
    *,
    stand_in: bool = False,
) -> Changed:
    """Store facts of an edition (or, under `chung`, of all editions of the year).

    An empty value takes a fact away. Drafts that nobody touched are rendered again at once; what
    was submitted, approved or edited with another value is never changed: it is named for a person
    to recall. A phone without a day counts as called today; the same number again keeps its day.
    `stand_in` (a rehearsal) takes values of any shape, with itself as their source.
    """
    require_year(year)
    if campaign != COMMON:
        library.load(desk.session, campaign)  # refuses an unknown campaign
    details = details or Details()
    refuse_details(desk, details, given_values)
    cleaned = {name: clean_fact(name, value) for name, value in given_values.items()}
    refuse_unfit(cleaned, year)
    if stand_in:
        details = replace(details, source="diễn tập", source_year=year)
    else:
        cleaned = {name: shaped(name, value) for name, value in cleaned.items()}
    edition = _edition(desk, campaign, year)
    today = [name for name, value in cleaned.items() if _store(desk, edition, name, value, details)]
    audit.record(
        desk.session,
        desk.who,
        "facts",
        desk.now,
        campaign=campaign,
        year=year,
        facts=cleaned,
        **_told(details),
    )
    desk.session.flush()
    return followed(desk, campaign, year, set(cleaned), tuple(today))


def verify(desk: Desk, year: int, campaign: str, names: Iterable[str], on: date) -> Changed:
    """Say that somebody called these phones on a day; their numbers stay."""
    known = {fact.name: fact.value for fact in given(desk.session, campaign, year)}
    wrong = [name for name in names if name not in known or sort_of(name) is not Sort.PHONE]
    if wrong:
        raise Refused(
            f"“{wrong[0]}” chưa phải là số điện thoại đã điền của đợt {campaign} {year}; hãy viết "
            f"cả số, ví dụ {wrong[0]}=02203…."
        )
    values = {name: known[name] for name in names}
    return set_facts(desk, year, campaign, values, Details(verified_on=on))


def remove_facts(desk: Desk, year: int, campaign: str, names: Iterable[str]) -> Changed:
    """Take facts away for good (mistyped names); texts that used them follow as with a change."""
    require_year(year)
    edition, gone = _edition(desk, campaign, year), set(names)
    query = select(Fact).where(Fact.edition_id == edition.id, col(Fact.name).in_(gone))
    rows = list(desk.session.exec(query))
    unknown = sorted(gone - {row.name for row in rows})
    if unknown:
        raise NotFound(f"Đợt {campaign} {year} không có số liệu “{unknown[0]}” để bỏ.")
    taken = {row.name: row.value for row in rows}
    for row in rows:
        desk.session.delete(row)
    audit.record(
        desk.session,
        desk.who,
        "facts-remove",
        desk.now,
        campaign=campaign,
        year=year,
        facts=taken,
    )
    desk.session.flush()
    return replace(followed(desk, campaign, year, gone, ()), unused=())


def copyable(session: Session, year: int, campaign: str, from_year: int) -> list[GivenFact]:
    """The phones and signers of another year that are not given yet."""
    require_year(from_year)
    there = {fact.name for fact in given(session, campaign, year)}
    return [
        fact
        for fact in given(session, campaign, from_year)
        if fact.sort in SHARED and fact.name not in there and not fact.common
    ]


def copy_facts(desk: Desk, year: int, campaign: str, from_year: int) -> tuple[Changed, list[str]]:
    """Take over the phones and signers of another year that are not given yet; returns their names.

    The days on which the phones were called come with them: copying calls nobody.
    """
    taken = copyable(desk.session, year, campaign, from_year)
    edition = _edition(desk, campaign, year)
    for fact in taken:
        _add(desk, edition, fact)
    names = [fact.name for fact in taken]
    audit.record(
        desk.session,
        desk.who,
        "facts",
        desk.now,
        campaign=campaign,
        year=year,
        copied_from=from_year,
        facts={fact.name: fact.value for fact in taken},
    )
    desk.session.flush()
    return followed(desk, campaign, year, set(names), ()), names


def _edition(desk: Desk, campaign: str, year: int) -> Edition:
    query = select(Edition).where(Edition.campaign == campaign, Edition.year == year)
    found = desk.session.exec(query).first()
    if found is None and campaign != COMMON:
        raise NotFound(
            f"Chưa lập kế hoạch đợt {campaign} {year}; hãy chạy `habac24h plan {year} --apply`."
        )
    if found is None:
        found = Edition(campaign=campaign, year=year, created_at=desk.now)
        desk.session.add(found)
        desk.session.flush()
    return found


def _store(desk: Desk, edition: Edition, name: str, value: str, details: Details) -> bool:
    """Store one fact; says whether a phone was taken as called today for want of a day."""
    assert edition.id is not None
    query = select(Fact).where(Fact.edition_id == edition.id, Fact.name == name)
    fact = desk.session.exec(query).first() or Fact(
        edition_id=edition.id, name=name, set_by=desk.who.name, set_at=desk.now
    )
    is_new = fact.value != value
    fact.value, fact.set_by, fact.set_at = value, desk.who.name, desk.now
    sort = sort_of(name)
    without_day = sort is Sort.PHONE and bool(value) and is_new and details.verified_on is None
    assumed = without_day and details.assume_called
    if sort is Sort.PHONE:
        today = desk.now.astimezone(desk.settings.zone).date()
        kept_day = None if without_day else fact.verified_on
        fact.verified_on = details.verified_on or (today if assumed else kept_day)
    if sort in (Sort.FIGURE, Sort.PEOPLE):
        # A new number needs its own source: the old one never said it.
        kept = (None, None) if is_new else (fact.source, fact.source_year)
        fact.source = details.source if details.source is not None else kept[0]
        fact.source_year = details.source_year if details.source_year is not None else kept[1]
    desk.session.add(fact)
    return assumed


def _add(desk: Desk, edition: Edition, fact: GivenFact) -> None:
    assert edition.id is not None
    known = select(Fact).where(Fact.edition_id == edition.id, Fact.name == fact.name)
    row = desk.session.exec(known).first() or Fact(
        edition_id=edition.id, name=fact.name, set_by="", set_at=desk.now
    )
    row.value, row.set_by, row.set_at = fact.value, desk.who.name, desk.now
    row.verified_on = fact.verified_on
    desk.session.add(row)


def _told(details: Details) -> dict[str, Any]:
    """The details for the audit log: plain JSON values."""
    verified = details.verified_on.isoformat() if details.verified_on else None
    told = {
        "verified_on": verified,
        "source": details.source,
        "source_year": details.source_year,
    }
    return {name: value for name, value in told.items() if value is not None}
