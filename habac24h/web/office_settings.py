"""Cơ quan, kênh và giờ: the settings that a page may change, with what is fixed elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.errors import HabacError
from habac24h.own_settings import CHANNELS, OFFICE, PUBLIC, WrongSettings
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.setting_fields import FIELDS, changed, shown, sources
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow.own_settings import change_settings

ADDRESS = "/cai-dat/co-quan"
GROUPS = (
    ("co-quan", "Cơ quan", OFFICE),
    ("kenh", "Kênh và giờ", CHANNELS),
    ("cong-khai", "Địa chỉ công khai", PUBLIC),
)
NAMES = tuple(name for _id, _title, names in GROUPS for name in names)
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def office_settings(request: Request, room: Here) -> HTMLResponse:
    """The fields as they count now."""
    return _show(request, room)


@router.post(ADDRESS)
def save(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Keep what differs from what counts; all of it, or nothing."""
    base = room.office.base or room.office.settings
    try:
        with desk_of(room, who) as desk:
            change_settings(desk, base, changed(room, form, NAMES))
            room.office.refresh(desk.session)
    except HabacError as error:
        with room.look() as session:
            room.office.refresh(session)
        return _show(request, room, trouble=error, typed=form)
    return RedirectResponse(f"{ADDRESS}?xong=luu", 303)


def _show(
    request: Request,
    room: Room,
    *,
    trouble: HabacError | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    return page(
        request,
        "office_settings.html",
        400 if trouble else 200,
        groups=GROUPS,
        fields=FIELDS,
        values=shown(room, NAMES, typed),
        sources=sources(room, NAMES),
        wrong=trouble.fields if isinstance(trouble, WrongSettings) else {},
        trouble=trouble.sentence if trouble else None,
        done=request.query_params.get("xong") == "luu",
    )
