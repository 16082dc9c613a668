"""Nhắc việc: this morning's reminders as a page, how the letter went, the calendar's address."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.chores import ledger, morning
from habac24h.errors import Refused
from habac24h.reminders import calendar
from habac24h.reminders.digest import gather
from habac24h.web.pages import page
from habac24h.web.reach import Reach, base_of, reach
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of, must_be_admin

router = APIRouter()


@router.api_route("/nhac-viec", methods=list(READING))
def reminders(request: Request, room: Here) -> HTMLResponse:
    """What the letter of this morning would say now."""
    return _page(request, room)


@router.post("/nhac-viec/dia-chi")
def new_address(request: Request, room: Here, who: Who) -> Response:
    """A new address of the reminders' calendar, shown this once; an older one ends."""
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            token = calendar.new_address(desk.session, by=desk.who, now=desk.now)
    except Refused as error:
        return _page(request, room, trouble=error, status=403)
    return _page(request, room, address=f"{base_of(request)}/nhac-viec/{token}.ics")


@router.post("/nhac-viec/dong")
def close_address(request: Request, room: Here, who: Who) -> Response:
    """Close the address; who has it reads nothing any more."""
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            calendar.close_address(desk.session, by=desk.who, now=desk.now)
    except Refused as error:
        return _page(request, room, trouble=error, status=403)
    return RedirectResponse("/nhac-viec", 303)


def _page(
    request: Request,
    room: Room,
    *,
    address: str = "",
    trouble: Refused | None = None,
    status: int = 200,
) -> HTMLResponse:
    settings = room.office.settings
    with room.look() as session:
        return page(
            request,
            "reminders.html",
            status,
            digest=gather(session, room.now(), settings),
            sent=ledger.latest(session, morning.NAME),
            mail=bool(settings.smtp.host),
            hour_of_day=settings.digest_at,
            has_address=calendar.has_address(session),
            address=address,
            far=reach(base_of(request)) != Reach.HERE,
            trouble=trouble,
        )
