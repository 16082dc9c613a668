"""Duyệt nhiều bài: a list with ticks, then all of them in full, then all or none."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import col, select

from habac24h import workflow
from habac24h.content.checks.decree import CHECKLIST
from habac24h.errors import HabacError, Refused
from habac24h.models import Item
from habac24h.rows import Conflict
from habac24h.web.pages import page
from habac24h.web.queue import waiting_for
from habac24h.web.room import Here, Room
from habac24h.web.saying import titled
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of, must_be_approver
from habac24h.workflow import Desk, pages
from habac24h.workflow.findings import findings
from habac24h.workflow.last_deed import last_deed
from habac24h.workflow.view import one

router = APIRouter()
MOST, MOST_LISTED = 40, 100
"""Nobody reads more in one go with the care that the decree asks for; more are on offer."""
Ticked = Annotated[list[str] | None, Form()]


@router.api_route("/duyet/nhieu", methods=list(READING))
def choose(request: Request, room: Here, who: Who) -> HTMLResponse:
    """Titles and first lines of what this person may approve, each with a tick."""
    return _choose(request, room, who)


@router.post("/duyet/nhieu")
def approve_several(
    request: Request, room: Here, who: Who, bai: Ticked = None, buoc: Annotated[str, Form()] = "xem"
) -> Response:
    """Show what was ticked in full (`buoc=xem`), or approve all of it (`buoc=duyet`).

    `bai` is VERSION:KEY as the page showed it: one that has changed since stops all of them.
    """
    ticked = [_split(one) for one in bai or []]
    try:
        must_be_approver(who)
        _refuse_number(len(ticked))
        if buoc == "duyet":
            with desk_of(room, who) as desk:
                for version, key in ticked:
                    _approve(desk, version, key, len(ticked))
            return RedirectResponse(f"/duyet?xong=nhieu&so={len(ticked)}", 303)
        return _confirm(request, room, ticked)
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _choose(request, room, who, status=status, trouble=error.sentence, ticked=bai or [])


def _choose(
    request: Request,
    room: Room,
    who: Visitor,
    *,
    status: int = 200,
    trouble: str | None = None,
    ticked: list[str] | None = None,
) -> HTMLResponse:
    with room.look() as session:
        line = waiting_for(session, room, who, request.query_params)
        mine = [one for one in line if one.why_not is None]
        query = select(Item).where(col(Item.id).in_([one.item_id for one in mine[:MOST_LISTED]]))
        items = {item.id: item for item in session.exec(query)}
    return page(
        request,
        "bulk.html",
        status,
        line=[(one, items[one.item_id]) for one in mine[:MOST_LISTED]],
        count=len(mine),
        others=len(line) - len(mine),
        trouble=trouble,
        ticked=[_split(one)[1] for one in ticked or []],
        most=MOST,
    )


def _confirm(request: Request, room: Room, ticked: list[tuple[str, str]]) -> HTMLResponse:
    with room.look() as session:
        desk = Desk.reader(session, room.office.settings, room.now())
        shown = [_full(desk, version, key) for version, key in ticked]
    return page(request, "bulk_confirm.html", several=shown, decree=[one.text for one in CHECKLIST])


def _full(desk: Desk, version: str, key: str) -> dict[str, Any]:
    """One item with all its words; Conflict where it is no longer what was ticked."""
    item = desk.item(key)
    if version != str(item.version):
        raise _Changed(desk, item)
    live = pages.live(desk.session)
    page_id = item.page or (live.page_id if live else None)
    found = findings(desk.session, item, page_id, desk.settings)
    return {"item": item, "airings": one(desk.session, item).airings, "findings": found}


def _approve(desk: Desk, version: str, key: str, count: int) -> None:
    item = desk.item(key)
    if version != str(item.version):
        raise _Changed(desk, item)
    try:
        workflow.approve(desk, key)
    except Refused as error:
        said = titled(error.sentence, key, item.title)
        raise Refused(f"{said} Chưa bài nào trong {count} bài được duyệt.") from None


class _Changed(Conflict):
    """One of several has changed since it was shown: none of them is approved."""

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__(item.key)
        by = last_deed(desk.session, item, desk.settings.zone)
        self.sentence = (
            f"“{item.title}” vừa được thay đổi ở nơi khác{by} nên chưa bài nào được duyệt; "
            "hãy đọc lại bản mới rồi chọn lại."
        )


def _refuse_number(count: int) -> None:
    if not count:
        raise Refused("Hãy đánh dấu ít nhất một bài.")
    if count > MOST:
        raise Refused(f"Mỗi lần duyệt tối đa {MOST} bài; đang chọn {count} bài.")


def _split(ticked: str) -> tuple[str, str]:
    version, _, key = ticked.partition(":")
    return version, key
