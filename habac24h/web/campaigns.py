"""Chiến dịch: what an edition holds, which facts it has, which topics it reaches when and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from habac24h.calendar.observances import Window, window
from habac24h.campaigns import facts, library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.coverage import letters
from habac24h.campaigns.coverage_warnings import coverage_warnings
from habac24h.campaigns.covering import coverage
from habac24h.campaigns.crowding import Twice, topics_twice
from habac24h.campaigns.packaged import packaged_topics
from habac24h.web.filters import read_year
from habac24h.web.kept import KEPT
from habac24h.web.pages import page
from habac24h.web.progress import Lane, progress, whole
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.workflow.gaps import missing_of
from habac24h.workflow.standing import Standing, standings
from habac24h.workflow.state import SCREEN
from habac24h.workflow.view import Filter, brief_rows

router = APIRouter()
MOST_LISTED = 300
"""Items of an edition in its list; the others are a press away in the calendar."""


@dataclass(frozen=True)
class Edition:
    """One campaign in one year: its window (None: the year has none), items by their state."""

    campaign: Campaign
    window: Window | None
    states: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    whole: Lane | None = None
    """How far it is; None where nothing is planned."""

    @property
    def items(self) -> int:
        """How many items it has."""
        return sum(number for _state, number in self.states)


@router.api_route("/chien-dich", methods=list(READING), dependencies=KEPT)
def everything(request: Request, room: Here, nam: int | None = None) -> HTMLResponse:
    """All campaigns of a year (`nam`; this year)."""
    year = read_year(room, nam)
    with room.look() as session:
        loaded = [library.load(session, row.id) for row in library.stored(session)]
        stand = standings(session, year)
        found = [_edition(session, one, year, stand.get(one.id, [])) for one in loaded]
    return page(request, "campaigns.html", editions=found, year=year, this_year=room.today().year)


@router.api_route("/chien-dich/{campaign_id}", methods=list(READING), dependencies=KEPT)
def one(request: Request, room: Here, campaign_id: str, nam: int | None = None) -> HTMLResponse:
    """One edition: its facts, its coverage as a table, and what the table leaves open."""
    year = read_year(room, nam)
    with room.look() as session:
        campaign = library.load(session, campaign_id)
        covered = coverage(session, campaign_id, year, room.today(), room.zone)
        found = brief_rows(session, Filter(campaign=campaign_id, year=year), room.zone)
        stand = standings(session, year).get(campaign_id, [])
        period = window(campaign.observance, year)
        return page(
            request,
            "campaign.html",
            edition=_edition(session, campaign, year, stand),
            year=year,
            given=facts.given(session, campaign_id, year),
            covered=covered,
            cell=letters,
            progress=progress(found, period, room.today(), room.zone),
            items=found[:MOST_LISTED],
            more=found[MOST_LISTED:],
            for_pages=for_pages,
            warnings=list(coverage_warnings(covered, packaged_topics())) if covered else [],
            twice=_twice(session, room, campaign_id, period),
        )


def _twice(
    session: Session, room: Room, campaign_id: str, period: Window | None
) -> tuple[Twice, ...]:
    if period is None:
        return ()
    return topics_twice(
        session, period.start, period.end, room.zone, room.now(), campaign=campaign_id
    )


def _edition(session: Session, campaign: Campaign, year: int, stand: Sequence[Standing]) -> Edition:
    counted: Counter[str] = Counter()
    for one in stand:
        counted[one.state] += one.count
    return Edition(
        campaign,
        window(campaign.observance, year),
        tuple((state, counted[state]) for state in SCREEN if counted[state]),
        missing_of(session, campaign.id, year) if stand else (),
        whole(stand),
    )
