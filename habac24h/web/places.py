"""Địa điểm: where things are read, hung and held; added, renamed, taken out of use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, select

from habac24h.campaigns.places import KINDS
from habac24h.errors import HabacError
from habac24h.models import Airing, Going
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk, places, renaming
from habac24h.workflow.words import one_line

ADDRESS = "/cai-dat/dia-diem"
DONE = {"them": "Đã thêm địa điểm.", "ten": "Đã đổi tên.", "bo": "Đã bỏ địa điểm."}
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def everywhere(request: Request, room: Here) -> HTMLResponse:
    """The places in use, with how much is still to happen there."""
    return _show(request, room)


@router.post(f"{ADDRESS}/them")
def add(request: Request, room: Here, who: Who, form: Form) -> Response:
    """A new place; one that was removed comes back under its id."""
    return _do(request, room, who, form, "them", _add)


@router.post(f"{ADDRESS}/ten")
def rename(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Another name for the same place; its id stays."""
    return _do(request, room, who, form, "ten", _rename)


@router.post(f"{ADDRESS}/bo")
def remove(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Out of use; what happened there stays on record."""
    return _do(request, room, who, form, "bo", _remove)


def _add(desk: Desk, form: Sent) -> Mapping[str, object]:
    name, kind = form.one("ten"), form.one("loai")
    places.add(desk.session, form.one("ma"), name, kind, desk.now, by=desk.who)
    return {}


def _rename(desk: Desk, form: Sent) -> Mapping[str, object]:
    found = renaming.rename(
        desk.session, form.one("ma"), form.one("ten"), desk.now, desk.settings, by=desk.who
    )
    return {"viet-lai": len(found.rewritten), "cu": found.before, "moi": one_line(form.one("ten"))}


def _remove(desk: Desk, form: Sent) -> Mapping[str, object]:
    places.remove(desk.session, form.one("ma"), desk.now, by=desk.who)
    return {}


def _do(
    request: Request,
    room: Room,
    who: Visitor,
    form: Sent,
    done: str,
    act: Callable[[Desk, Sent], Mapping[str, object]],
) -> Response:
    try:
        with desk_of(room, who) as desk:
            told = act(desk, form)
    except HabacError as error:
        return _show(request, room, trouble=error.sentence, typed=form)
    return RedirectResponse(f"{ADDRESS}?{urlencode({'xong': done, **told})}", 303)


def _show(
    request: Request, room: Room, *, trouble: str | None = None, typed: Sent | None = None
) -> HTMLResponse:
    with room.look() as session:
        there = places.everywhere(session)
        ahead = _ahead(session)
        before, after = (request.query_params.get(name, "")[:200] for name in ("cu", "moi"))
        old = renaming.naming(session, before, now_called=after)
    return page(
        request,
        "places.html",
        400 if trouble else 200,
        places=there,
        place_kinds=KINDS,
        ahead=ahead,
        trouble=trouble,
        typed=typed or Sent(),
        before=before,
        old_named=old,
        rewritten=request.query_params.get("viet-lai", "").lstrip("0"),
        unit_keeps=renaming.UNIT_KEEPS,
        done=DONE.get(request.query_params.get("xong", "")),
    )


def _ahead(session: Session) -> Counter[str]:
    """How many airings wait at each place."""
    query = select(Airing.places).where(col(Airing.state) == Going.WAITING)
    return Counter(place for some in session.exec(query) for place in some)
