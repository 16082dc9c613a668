"""Cơ quan, kênh và giờ: the settings that a page may change, with what is fixed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h import own_settings
from habac24h.errors import HabacError
from habac24h.own_settings import CHANNELS, OFFICE, WrongSettings
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow.own_settings import change_settings

ADDRESS = "/cai-dat/co-quan"
router = APIRouter()


@dataclass(frozen=True)
class Field:
    """One setting as a field; `choices` for a list, `number` for digits."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    number: bool = False


FIELDS = {
    field.name: field
    for field in (
        Field("office", "Tên cơ quan", "đứng trong lời bài, ví dụ xã Hà Bắc"),
        Field("fanpage", "Tên Fanpage"),
        Field("printing.authority", "Cơ quan ban hành", "để trống: Ủy ban nhân dân và tên cơ quan"),
        Field("printing.place", "Địa danh trước ngày tháng", "để trống: theo tên cơ quan"),
        Field("printing.department", "Phòng soạn thảo"),
        Field("printing.station", "Đài truyền thanh", "để trống: Đài truyền thanh và tên cơ quan"),
        Field("printing.programme", "Chuyên mục trên đài"),
        Field("printing.announcer", "Phát thanh viên thường đọc"),
        Field("printing.signer_post", "Chức vụ người ký", "in hoa, ví dụ CHỦ TỊCH"),
        Field("printing.signer", "Họ tên người ký"),
        Field(
            "approval",
            "Ai được duyệt",
            "một người: mỗi lần tự duyệt được ghi lại",
            (
                ("four-eyes", "hai người: người duyệt khác người soạn, người trình"),
                ("one-person", "một người soạn và tự duyệt được"),
            ),
        ),
        Field("handover_days", "Giao bài cho Facebook trước mấy ngày", "từ 1 đến 28", number=True),
        Field("min_gap_minutes", "Hai bài cách nhau ít nhất mấy phút", number=True),
        Field("quiet_hours", "Giờ yên tĩnh của Fanpage", "bài trong giờ này bị nhắc; 21:00-06:00"),
        Field("station_hours", "Giờ phát của đài", "bài ngoài giờ này bị nhắc; 05:00-20:00"),
        Field(
            "fact_stale_days",
            "Số điện thoại phải gọi lại sau mấy ngày",
            "cũ hơn thì nhắc",
            number=True,
        ),
    )
}
_MAY_BE_NONE = ("printing.authority", "printing.place", "printing.station")


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
            change_settings(desk, base, _changed(room, form))
            room.office.refresh(desk.session)
    except HabacError as error:
        with room.look() as session:
            room.office.refresh(session)
        return _show(request, room, trouble=error, typed=form)
    return RedirectResponse(f"{ADDRESS}?xong=luu", 303)


def _changed(room: Room, form: Sent) -> dict[str, Any]:
    """The fields that were typed anew; an emptied name goes back to what follows from others."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        if name not in form.fields:
            continue
        written = form.one(name)
        now = own_settings.value_of(room.office.settings, name)
        if written != str(now if now is not None else ""):
            found[name] = None if not written and name in _MAY_BE_NONE else written
    return found


def _show(
    request: Request,
    room: Room,
    *,
    trouble: HabacError | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    settings = room.office.settings
    values = {name: own_settings.value_of(settings, name) for name in FIELDS}
    shown = {name: "" if value is None else str(value) for name, value in values.items()}
    if typed is not None:
        shown |= {name: typed.one(name) for name in FIELDS if name in typed.fields}
    return page(
        request,
        "office_settings.html",
        400 if trouble else 200,
        groups=(("co-quan", "Cơ quan", OFFICE), ("kenh", "Kênh và giờ", CHANNELS)),
        fields=FIELDS,
        values=shown,
        fixed=own_settings.fixed(),
        wrong=trouble.fields if isinstance(trouble, WrongSettings) else {},
        trouble=trouble.sentence if trouble else None,
        done=request.query_params.get("xong") == "luu",
    )
