"""The next year: offered from 1 November, planned as drafts from 15 December if nobody did.

What the program makes by itself are drafts: nothing is submitted or approved. It does so once a
year; a computer that was off over New Year catches up in January.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.calendar.observances import window
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.expand import expand
from habac24h.campaigns.plan import plan
from habac24h.config import Settings
from habac24h.errors import DefinitionError
from habac24h.models import Item

OFFERED = (11, 1)
MADE = (12, 15)
CAUGHT_UP = timedelta(days=31)
"""How far into a new year its plan is still made by the program."""
TOLD = timedelta(days=31)
"""How long the first page says that the program made it."""
DONE = "next_year"
"""Remembered under this name: {"2027": {"on": ISO day, "items": how many}}."""


@dataclass(frozen=True)
class Missing:
    """A campaign that lacks facts without which nothing of its year may be approved."""

    campaign: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """That the program planned a year by itself."""

    on: date
    items: int


@dataclass(frozen=True)
class NextYear:
    """The year to come as the first page offers it; `differences` that applying would make."""

    year: int
    differences: int
    missing: tuple[Missing, ...]
    planned: bool
    made: Made | None
    by_itself_on: date | None
    """The day on which the program plans it if nobody does; None when it will not."""


def offer(session: Session, now: datetime, settings: Settings) -> NextYear | None:
    """The next year as it stands; None before 1 November, and when there is nothing to do or say.

    Until the year is planned the differences are its slots, which costs milliseconds; afterwards
    they come from comparing, a fifth of a second: pages keep the answer until something changes.
    """
    today = now.astimezone(settings.zone).date()
    year = _offered(today)
    if year is None or not is_planned(session, year - 1):
        return None  # an office that has never planned begins with its present year
    planned = is_planned(session, year)
    differences = (
        len(plan(session, year, now=now, settings=settings).to_do)
        if planned
        else _slots(session, year, settings)
    )
    made = _made(session, year)
    if made is not None and today > made.on + TOLD:
        made = None
    lacking = tuple(_missing(session, year))
    alone = settings.next_year_drafts and not planned and _recalled(session, year) is None
    by_itself = max(today, date(year - 1, *MADE)) if alone else None
    found = NextYear(year, differences, lacking, planned, made, by_itself)
    return found if differences or lacking or made else None


def due_year(today: date) -> int | None:
    """The year that the program plans by itself on this day if nobody did: 15/12 to 31/01."""
    if (today.month, today.day) >= MADE:
        return today.year + 1
    return today.year if today <= date(today.year, 1, 1) + CAUGHT_UP - timedelta(days=1) else None


def make(session: Session, year: int, now: datetime, settings: Settings) -> int | None:
    """Plan a year as drafts, once; how many items were made, None when it was not for us to do."""
    if not is_wanted(session, year):
        return None
    found = plan(session, year, now=now, settings=settings)
    made = apply(session, found, by=audit.PROGRAM, now=now)
    today = now.astimezone(settings.zone).date()
    known = memory.recall(session, DONE) or {}
    memory.remember(session, DONE, {**known, str(year): {"on": today.isoformat(), "items": made}})
    audit.record(session, audit.PROGRAM, "next-year", now, year=year, items=made)
    return made


def is_wanted(session: Session, year: int) -> bool:
    """Whether the program may plan the year: the one before was planned, this one never was."""
    never = _recalled(session, year) is None and not is_planned(session, year)
    return never and is_planned(session, year - 1)


def is_planned(session: Session, year: int) -> bool:
    """Whether anybody, or the program, ever applied a plan for the year."""
    query = select(Item.id).where(Item.year == year, col(Item.handmade).is_(False)).limit(1)
    return session.exec(query).first() is not None


def _offered(today: date) -> int | None:
    """From November on the year to come; in January the year that has just begun."""
    if (today.month, today.day) >= OFFERED:
        return today.year + 1
    return due_year(today)


def _slots(session: Session, year: int, settings: Settings) -> int:
    places = library.places(session)
    found = 0
    for row in library.stored(session):
        try:
            campaign = library.load(session, row.id)
        except DefinitionError:  # planning names it; the rest of the year is offered all the same
            continue
        found += len(expand(campaign, year, places, settings.zone).slots)
    return found


def _missing(session: Session, year: int) -> Iterator[Missing]:
    for row in library.stored(session):
        try:
            campaign = library.load(session, row.id)
        except DefinitionError:
            continue
        names = library.missing_required(session, campaign.id, year)
        if names and window(campaign.observance, year) is not None:
            yield Missing(campaign.id, campaign.title, names)


def _recalled(session: Session, year: int) -> dict[str, str | int] | None:
    known: dict[str, dict[str, str | int]] = memory.recall(session, DONE) or {}
    return known.get(str(year))


def _made(session: Session, year: int) -> Made | None:
    found = _recalled(session, year)
    return Made(date.fromisoformat(str(found["on"])), int(found["items"])) if found else None
