"""How to subscribe: for everybody in general, and for whoever has an address with its buttons.

An address is made on the page Cài đặt (or by `habac24h feeds add`), which shows it once. Whoever
has it opens it without .ics and finds it ready to copy.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from habac24h.calendar.selection import Selection
from habac24h.channels.registry import kind
from habac24h.later import later
from habac24h.models import CampaignRow, Place
from habac24h.web.feeds import UNKNOWN
from habac24h.web.pages import SECTIONS, page
from habac24h.web.reach import Reach, base_of, reach
from habac24h.web.room import Here
from habac24h.web.security import READING
from habac24h.web.shelf import Shelf

if TYPE_CHECKING:
    import segno
else:
    segno = later("segno")

router = APIRouter()


@router.api_route("/lich/dang-ky", methods=list(READING))
def in_general(request: Request) -> HTMLResponse:
    """The page without an address."""
    return _page(request, "")


@router.api_route("/lich/{token}", methods=list(READING))
def of_one(token: str, request: Request, room: Here) -> Response:
    """The page of whoever has the address of a feed."""
    shelf: Shelf = request.app.state.shelf
    look = shelf.look(token)
    if look is None:
        return PlainTextResponse(UNKNOWN, 404, headers={"X-Robots-Tag": "noindex"})
    with room.look() as session:
        shows = _shows(session, look.selection)
    address = address_of(request, token)
    return _page(request, address, shows=shows, drafts=look.selection.drafts)


def _page(request: Request, address: str, *, shows: str = "", drafts: bool = False) -> HTMLResponse:
    file = f"{address}.ics" if address else ""
    far = reach(base_of(request))
    answer = page(
        request,
        "subscribe.html",
        file=file,
        shows=shows,
        drafts=drafts,
        webcal=f"webcal:{file.partition(':')[2]}",
        code=qr_code(address) if address and far != Reach.HERE else None,
        reach=far.value,
        sections=() if request.state.outside else SECTIONS,
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def address_of(request: Request, token: str) -> str:
    """The page of an address; the calendar's file is this and .ics."""
    return f"{base_of(request)}/lich/{token}"


def qr_code(address: str) -> Markup:
    """A QR code of the page, not of the file: on a phone one then presses the right button."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
        border=4,
        light="#fff",
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - paths that segno drew


def _shows(session: Session, wanted: Selection) -> str:
    """What the feed is narrowed to, in words; empty for everything."""
    campaign = session.get(CampaignRow, wanted.campaign) if wanted.campaign else None
    place = session.get(Place, wanted.place) if wanted.place else None
    parts = [
        f"kênh {kind(wanted.channel).label}" if wanted.channel else "",
        f"chiến dịch {campaign.title}" if campaign else "",
        f"địa điểm {place.name}" if place else "",
    ]
    return "; ".join(part for part in parts if part)
