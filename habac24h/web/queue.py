"""Duyệt: the queue of approvals, one item at a time, by mouse or by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from habac24h import workflow
from habac24h.content.checks.decree import CHECKLIST
from habac24h.errors import HabacError, Refused
from habac24h.models import CampaignRow, Item, Place, Words
from habac24h.rows import Conflict
from habac24h.web.changed import sentence_of
from habac24h.web.filters import read_campaign, read_channel
from habac24h.web.kept import KEPT
from habac24h.web.moves import must_be_as_seen
from habac24h.web.pages import page
from habac24h.web.preview import preview
from habac24h.web.room import Here, Room
from habac24h.web.saying import titled
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk, pages
from habac24h.workflow.agenda import Reader
from habac24h.workflow.desk import APPROVERS
from habac24h.workflow.findings import findings
from habac24h.workflow.queue import Waiting, goes_out_at_once, open_airings, waiting

router = APIRouter()
REASONS = (
    "Số liệu hoặc số điện thoại chưa đúng",
    "Con số chưa có nguồn",
    "Lời dài, khó nghe, khó đọc",
    "Có chỗ dễ hiểu thành định kiến giới",
    "Ảnh chưa phù hợp",
    "Giờ hoặc nơi chưa đúng",
)
"""Why texts come back most often; the reviewer ticks and adds a word."""
MOST_LISTED, BEFORE = 200, 20
"""Lines of the whole queue that stand on a page, and how many of them before the shown one."""
FILTERS = ("campaign", "channel", "tat-ca")
DONE = {
    "duyet": "Đã duyệt “{}”.",
    "tra-lai": "Đã trả lại “{}” cho người soạn.",
    "nhieu": "Đã duyệt {} bài.",
    "phieu": "Đã nhập phiếu ký của {} bài.",
}


@router.api_route("/duyet", methods=list(READING), dependencies=KEPT)
def queue(request: Request, room: Here, who: Who) -> HTMLResponse:
    """`bai` names the item to show, else the first; `campaign`, `channel`, `tat-ca` narrow."""
    return show_queue(request, room, who, request.query_params)


@router.post("/duyet/mot")
async def decide(request: Request, room: Here, who: Who) -> Response:
    """Approve or return one item and go on to the next; refused with everything that was typed."""
    async with request.form(max_files=0, max_fields=30) as form:
        return await run_in_threadpool(_decide, request, room, who, form)


def show_queue(
    request: Request,
    room: Room,
    who: Visitor,
    asked: Mapping[str, str],
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """The queue at one item; after a refused decision with its sentence."""
    with room.look() as session:
        everything = waiting_for(session, room, who, asked)
        mine = [one for one in everything if one.why_not is None]
        late_drafts = Reader(session, room.now(), room.zone, most=0).drafts_late().count
        all_of_them = "tat-ca" in asked or who.role not in APPROVERS
        line = everything if all_of_them else mine
        at = next((n for n, one in enumerate(line) if one.key == asked.get("bai")), None)
        shown = _shown(session, room, line[at or 0]) if line else {}
    kept = {name: asked[name] for name in FILTERS if asked.get(name)}
    gone = asked.get("bai") if at is None and asked.get("bai") and not trouble else None
    return page(
        request,
        "queue.html",
        status,
        line=line,
        n=at or 0,
        first=max(0, min((at or 0) - BEFORE, len(line) - MOST_LISTED)),
        most=MOST_LISTED,
        gone=gone,
        others=len(everything) - len(line),
        all_of_them=all_of_them,
        late_drafts=late_drafts,
        now=room.now(),
        address=lambda **more: f"/duyet?{urlencode({**kept, **more})}",
        kept=kept,
        done=_done(asked),
        trouble=trouble and _of_item(trouble, shown.get("item")),
        typed=typed or {},
        reasons=REASONS,
        decree=[one.text for one in CHECKLIST],
        campaigns=_campaigns(room),
        **shown,
    )


def waiting_for(
    session: Session, room: Room, who: Visitor, asked: Mapping[str, str]
) -> list[Waiting]:
    """What waits, narrowed by the address."""
    return waiting(
        session,
        room.office.settings,
        name=who.name,
        role=who.role,
        campaign=read_campaign(asked.get("campaign"), session),
        channel=read_channel(asked.get("channel")),
    )


def _shown(session: Session, room: Room, one: Waiting) -> dict[str, Any]:
    """Everything that a person must see before deciding."""
    item, settings = session.get_one(Item, one.item_id), room.office.settings
    airings = open_airings(session, one.item_id)
    desk = Desk.reader(session, settings, room.now())
    live = pages.live(session)
    found = findings(session, item, item.page or (live.page_id if live else None), settings)
    names = {place.id: place.name for place in session.exec(select(Place))}
    campaign = session.get(CampaignRow, item.campaign)
    return {
        "one": one,
        "item": item,
        "airings": airings,
        "findings": found,
        "at_once": goes_out_at_once(item, airings, room.now()),
        "shown": preview(room, desk, item, found),
        "campaign": campaign.title if campaign else item.campaign,
        "places": {a.key: [names.get(p, p) for p in a.places] for a in airings},
    }


def _of_item(trouble: str, item: Item | None) -> str:
    return titled(trouble, item.key, item.title) if item is not None else trouble


def _decide(request: Request, room: Room, who: Visitor, form: FormData) -> Response:
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    key, what = fields.get("key", ""), fields.get("viec", "")
    picked = [value for value in form.getlist("ly-do") if isinstance(value, str)]
    following = _following(room, who, fields)
    try:
        with desk_of(room, who) as desk:
            must_be_as_seen(desk, key, fields.get("version"))
            title = _act(desk, what, key, _reason(picked, fields.get("reason", ""))).title
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        asked, typed = {**fields, "bai": key}, {**fields, "ly-do": picked}
        trouble = sentence_of(room, error, key)
        return show_queue(request, room, who, asked, status=status, trouble=trouble, typed=typed)
    kept = {name: fields[name] for name in FILTERS if fields.get(name)}
    more = {"bai": following} if following else {}
    return RedirectResponse(f"/duyet?{urlencode({**kept, **more, 'xong': what, 'so': title})}", 303)


def _act(desk: Desk, what: str, key: str, reason: str) -> Item:
    match what:
        case "duyet":
            workflow.approve(desk, key)
        case "tra-lai":
            _must_still_wait(desk, key)
            workflow.return_(desk, key, reason=reason)
        case _:
            raise Refused("Hãy chọn duyệt hoặc trả lại.")
    return desk.item(key)


def _must_still_wait(desk: Desk, key: str) -> None:
    """From the queue nothing is taken back that was approved elsewhere meanwhile."""
    if desk.item(key).state != Words.PENDING:
        raise Conflict(key)


def _reason(picked: Sequence[str], written: str) -> str:
    """What was ticked and what was written, one after the other."""
    known = [one for one in picked if one in REASONS]
    return "; ".join((*known, *([written.strip()] if written.strip() else [])))


def _following(room: Room, who: Visitor, fields: Mapping[str, str]) -> str | None:
    """The key of the item after this one, in the order in which the person sees them."""
    with room.look() as session:
        line = waiting_for(session, room, who, fields)
    if "tat-ca" not in fields:
        line = [one for one in line if one.why_not is None]
    keys = [one.key for one in line]
    if fields.get("key") not in keys:
        return None
    at = keys.index(fields["key"])
    return next(iter(keys[at + 1 :] or keys[:at][::-1]), None)


def _done(asked: Mapping[str, str]) -> str | None:
    said = DONE.get(asked.get("xong", ""))
    return said.format(asked.get("so", "")[:300]) if said else None


def _campaigns(room: Room) -> list[tuple[str, str]]:
    with room.look() as session:
        query = select(CampaignRow).order_by(col(CampaignRow.title))
        return [(row.id, row.title) for row in session.exec(query)]
