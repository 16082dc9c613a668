"""Năm năm cạnh nhau: what the coming years hold, campaign by campaign and day by day."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from habac24h.calendar.lunar import FIRST_YEAR, LAST_YEAR, require_year
from habac24h.campaigns.stored_years import stored_years
from habac24h.web.pages import page
from habac24h.web.room import Here
from habac24h.web.security import READING

router = APIRouter()
SPAN = 5


@router.api_route("/chien-dich/nam-nam", methods=list(READING))
def five_years(request: Request, room: Here, tu: int | None = None) -> HTMLResponse:
    """Five years from `tu` on (this year); the last ones that the calendar knows end with 2099."""
    first = tu if tu is not None else room.today().year
    require_year(first)
    first = min(first, LAST_YEAR - SPAN + 1)
    with room.look() as session:
        found = stored_years(session, range(first, first + SPAN), room.zone)
    return page(
        request,
        "five_years.html",
        found=found,
        first=first,
        span=SPAN,
        earliest=FIRST_YEAR,
        latest=LAST_YEAR,
    )
