"""Chép sang năm sau: a year's hand-made items with their new days; one button copies the list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.campaigns.shifting import KEEPS, keep_of
from habac24h.errors import HabacError
from habac24h.web.forms import Form
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.copying import ALREADY, copy, listed

ADDRESS = "/chien-dich/chep"
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def copying(
    request: Request, room: Here, tu: int | None = None, den: int | None = None, giu: str = "date"
) -> HTMLResponse:
    """The list from one year (`tu`; this year) to another (`den`; the next)."""
    year = tu if tu is not None else room.today().year
    return _show(request, room, year, den if den is not None else year + 1, giu)


@router.post(ADDRESS)
def do(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """Copy what the list says."""
    year, to = sent.number("tu", "Năm chép từ"), sent.number("den", "Năm chép sang")
    giu = sent.one("giu")
    try:
        with desk_of(room, who) as desk:
            made = copy(desk, year, to, keep_of(giu))
    except HabacError as error:
        return _show(request, room, year, to, giu, trouble=for_pages(error.sentence))
    return RedirectResponse(f"{ADDRESS}?tu={year}&den={to}&giu={giu}&xong={len(made)}", 303)


def _show(
    request: Request, room: Room, year: int, to: int, giu: str, *, trouble: str | None = None
) -> HTMLResponse:
    with room.look() as session:
        desk = Desk.reader(session, room.office.settings, room.now())
        found = listed(desk, year, to, keep_of(giu))
    done = request.query_params.get("xong", "")
    return page(
        request,
        "copying.html",
        400 if trouble else 200,
        found=found,
        already=ALREADY,
        ready=[one for one in found if one.why_not is None],
        year=year,
        to=to,
        keep=giu,
        keeps=KEEPS,
        trouble=trouble,
        done=int(done) if done.isdecimal() and len(done) < 6 else None,
    )
