"""The practice wall: what the practice page shows, framed by our own page."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from habac24h.channels.practice_page import PageNotStarted
from habac24h.errors import NotFound
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING, WALL_POLICY
from habac24h.workflow import pages

router = APIRouter()
FRAME = "/trang-chay-thu/tuong"


@router.api_route("/trang-chay-thu", methods=list(READING))
def practice(request: Request, room: Here, bai: str = "") -> HTMLResponse:
    """The wall in a frame (`bai`: scrolled to that post), or a sentence when there is none."""
    with room.look() as session:
        live = pages.live(session)
    frame = f"{FRAME}#{quote(bai)}" if bai else FRAME
    shown = frame if room.practice is not None else None
    outside = room.office.settings.graph_url if room.office.practises_outside else None
    own = _own_address(room)
    return page(request, "wall.html", frame=shown, own=own, live=live, outside=outside)


def _own_address(room: Room) -> str | None:
    """Where the practice page itself listens, with the form that switches faults on."""
    try:
        return f"{room.practice.url}/#su-co" if room.practice is not None else None
    except PageNotStarted:
        return None


@router.api_route(FRAME, methods=list(READING))
def wall(room: Here) -> HTMLResponse:
    """The wall itself, a stand-alone page that only our own may frame."""
    if room.practice is None:
        raise NotFound("Trang chạy thử không chạy trong chương trình này.")
    return HTMLResponse(room.practice.wall_html(), headers={"Content-Security-Policy": WALL_POLICY})
