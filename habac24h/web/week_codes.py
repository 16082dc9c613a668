"""Nhập mã trên phiếu tuần: the codes that were ticked on the week's sheet, shown and confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from habac24h import workflow
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import Airing, Item
from habac24h.rows import Conflict
from habac24h.web.forms import Form, Sent
from habac24h.web.moves import must_be_as_seen
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages, titled
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.codes import airing_of
from habac24h.workflow.confirmation import DONE, NOT_DONE, is_early

ADDRESS = "/phieu-tuan"
MOST = 60
router = APIRouter()
_APART = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Ticked:
    """A code as it was typed, and the airing that carries it; `wrong` says why there is none."""

    code: str
    item: Item | None = None
    airing: Airing | None = None
    wrong: str = ""


@router.api_route(ADDRESS, methods=list(READING))
def codes(request: Request, room: Here) -> HTMLResponse:
    """`ma`: the codes of the sheet; the page shows what each stands for."""
    return _show(request, room, Sent({"ma": (request.query_params.get("ma", ""),)}))


@router.post(ADDRESS)
def confirm(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """Confirm every code, all or none; refused with everything that was typed."""
    try:
        wanted = _codes(sent.raw("ma"))
        if not wanted:
            raise Refused("Hãy nhập mã trên phiếu trước.")
        with desk_of(room, who) as desk:
            for code in wanted:
                item, airing = desk.one_airing(airing_of(desk.session, code).key)
                must_be_as_seen(desk, item.key, sent.one(f"ban-{airing.id}"))
                what = NOT_DONE if sent.one(f"viec-{airing.id}") == NOT_DONE else DONE
                note = sent.one("ly-do") if what == NOT_DONE else None
                _confirm(desk, item, airing, what, note)
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _show(request, room, sent, status=status, trouble=for_pages(error.sentence))
    return RedirectResponse(f"/?xong=phieu-tuan&so={len(wanted)}", 303)


def _confirm(desk: Desk, item: Item, airing: Airing, what: str, note: str | None) -> None:
    """A refusal names the title and the hour: several codes are confirmed together."""
    try:
        workflow.confirm(desk, airing.key, what=what, note=note)
    except Refused as error:
        called = f"{item.title}, {airing.due.astimezone(desk.settings.zone):%H:%M ngày %d/%m/%Y}"
        raise Refused(titled(error.sentence, item.key, called)) from None


def _show(
    request: Request, room: Room, sent: Sent, *, status: int = 200, trouble: str | None = None
) -> HTMLResponse:
    with room.look() as session:
        found = list(_ticked(session, _codes(sent.raw("ma"))[:MOST]))
        return page(
            request,
            "week_codes.html",
            status,
            ticked=found,
            now=room.now(),
            is_early=is_early,
            ready=bool(found) and not any(one.wrong for one in found),
            typed=sent,
            trouble=trouble,
        )


def _ticked(session: Session, wanted: list[str]) -> Iterator[Ticked]:
    for code in wanted:
        try:
            airing = airing_of(session, code)
            yield Ticked(code, session.get_one(Item, airing.item_id), airing)
        except NotFound as error:
            yield Ticked(code, wrong=for_pages(error.sentence))


def _codes(written: str) -> list[str]:
    """Codes apart by blanks, commas or lines, each once; "133 W" is one."""
    joined = re.sub(r"(?<=\d)\s+(?=[A-Za-z](?:$|[\s,;]))", "", written.upper())
    found = dict.fromkeys(part for part in _APART.split(joined) if part)
    return list(found)
