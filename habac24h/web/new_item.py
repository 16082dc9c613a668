"""Thêm nội dung: a one-off item that no plan foresaw, by a plain form."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h import workflow
from habac24h.campaigns import library
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import KINDS
from habac24h.errors import HabacError, Refused
from habac24h.web.filters import read_moment
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import item_path, page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow.words import LONGEST, LONGEST_TITLE

ADDRESS = "/them-noi-dung"
USUAL = "thuong-xuyen"
"""The campaign of what belongs to no other."""
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def form(request: Request, room: Here, who: Who) -> Response:
    """The empty form; `nam` and `dot` are filled in where the person came from a campaign."""
    if not who.name or who.role == "reader":
        raise Refused("Thêm nội dung dành cho người soạn, người duyệt hoặc người quản trị.")
    asked = request.query_params
    year = asked.get("nam") or str(room.today().year)
    return _show(request, room, Sent({"nam": (year,), "dot": (asked.get("dot") or USUAL,)}))


@router.post(ADDRESS)
def add(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """Add the draft and lead to its page; refused with everything that was typed."""
    try:
        year = sent.number("nam", "Năm")
        due = read_moment(room, sent.one("luc"), "Hãy chọn đủ ngày và giờ.")
        end = sent.one("den-het")
        with desk_of(room, who) as desk:
            made = workflow.new(
                desk,
                sent.one("dot"),
                year,
                channel=sent.one("kenh"),
                to=due,
                until=read_moment(room, end, "Hãy chọn đủ ngày và giờ kết thúc.") if end else None,
                title=sent.one("tieu-de"),
                text=sent.raw("loi"),
                topic=sent.one("chu-de") or None,
                places=sent.all("noi"),
            )
            key, told = made.key, "them" if due > desk.now else "them-da-qua"
    except HabacError as error:
        return _show(request, room, sent, status=400, trouble=for_pages(error.sentence))
    return RedirectResponse(f"{item_path(key)}?xong={told}", 303)


def _show(
    request: Request, room: Room, sent: Sent, *, status: int = 200, trouble: str | None = None
) -> HTMLResponse:
    with room.look() as session:
        titles = {row.id: row.title for row in library.stored(session)}
        places = library.places(session)
    return page(
        request,
        "new_item.html",
        status,
        titles=titles,
        topics=packaged_topics(),
        places=places,
        channels=KINDS,
        typed=sent,
        longest=LONGEST,
        longest_title=LONGEST_TITLE,
        trouble=trouble,
    )
