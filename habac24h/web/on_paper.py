"""Phiếu duyệt đã ký: the marks of signed slips, who signed, when, and a photo of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from habac24h import workflow
from habac24h.errors import HabacError, Refused
from habac24h.models import Item
from habac24h.rows import Conflict
from habac24h.web.filters import read_day
from habac24h.web.moves import must_be_as_seen
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.uploads import MOST_FILES, prepared
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.on_paper import of_slip
from habac24h.workflow.photos import NO_CHILDREN, Photos, keep_photos, record

router = APIRouter()
MOST = 40


@dataclass(frozen=True)
class Slip:
    """A mark as it was typed, and the pending item that carries it."""

    mark: str
    item: Item | None


@router.api_route("/duyet/phieu", methods=list(READING))
def slips(request: Request, room: Here) -> HTMLResponse:
    """`ma`: the marks of slips, one a line; the page shows which items they approve."""
    return _show(request, room, request.query_params)


@router.post("/duyet/phieu")
async def enter(request: Request, room: Here, who: Who) -> Response:
    """Enter signed slips, all or none; refused with everything that was typed."""
    async with request.form(max_files=MOST_FILES, max_fields=120) as form:
        return await run_in_threadpool(_enter, request, room, who, form)


def _show(
    request: Request,
    room: Room,
    asked: Mapping[str, str],
    *,
    status: int = 200,
    trouble: str | None = None,
) -> HTMLResponse:
    marks = _marks(asked.get("ma", ""))
    with room.look() as session:
        found = [Slip(mark, of_slip(session, mark)) for mark in marks[:MOST]]
    return page(
        request,
        "on_paper.html",
        status,
        slips=found,
        known=[slip for slip in found if slip.item],
        typed=asked,
        today=room.today(),
        trouble=trouble,
    )


def _enter(request: Request, room: Room, who: Visitor, form: FormData) -> Response:
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        marks, signed = _marks(fields.get("ma", "")), _day(fields.get("ngay", ""))
        if not marks:
            raise Refused("Hãy nhập mã trên phiếu trước.")
        photos = keep_photos(room.office.home, prepared(form), NO_CHILDREN, None)
        with desk_of(room, who) as desk:
            for mark in marks:
                _approve(desk, fields, mark, signed, photos)
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _show(request, room, fields, status=status, trouble=error.sentence)
    return RedirectResponse(f"/duyet?xong=phieu&so={len(marks)}", 303)


def _approve(
    desk: Desk, fields: Mapping[str, str], mark: str, signed: date, photos: Photos
) -> None:
    item = of_slip(desk.session, mark)
    if item is None:
        raise Refused(
            f"Không có bài đang chờ duyệt nào mang mã phiếu “{mark[:40]}”: lời, giờ hoặc nơi đã "
            "đổi sau khi in phiếu, bài đã được duyệt, hoặc gõ nhầm. Chưa phiếu nào được nhập."
        )
    must_be_as_seen(desk, item.key, fields.get(f"ban-{item.id}"))
    first = photos.kept[0] if photos.kept else None
    signer = fields.get("nguoi-ky", "")
    workflow.approve_on_paper(
        desk, item.key, slip=mark, signer=signer, signed=signed, evidence=first
    )
    if photos.kept:
        record(desk, item, photos)


def _marks(written: str) -> list[str]:
    """One mark a line; the same once."""
    lines = (" ".join(line.split()) for line in written.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _day(written: str) -> date:
    day = read_day(written)
    if day is None:
        raise Refused("Hãy chọn ngày ký trên phiếu.")
    return day
