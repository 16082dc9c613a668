"""Lịch: addresses for subscribers, shown once, and the office's own events for planning."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import col, select

from habac24h.calendar import busy, feeds
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import OfficeEvent
from habac24h.campaigns import library
from habac24h.errors import HabacError, Refused
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.reach import Reach, reach
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.subscribing import address_of, qr_code
from habac24h.web.visitor import Visitor, Who, desk_of, must_be_admin
from habac24h.workflow import Desk, places

ADDRESS = "/cai-dat/lich"
DONE = {
    "thu-hoi": "Đã thu hồi; từ nay không ai đọc được địa chỉ ấy.",
    "nhap": "Đã nhập lịch riêng của cơ quan; chỉ dùng để lập kế hoạch biết mà tránh.",
    "bo": "Đã bỏ sự kiện.",
}
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def calendars(request: Request, room: Here) -> HTMLResponse:
    """Feeds by name (never their addresses), and the office's own events."""
    return _show(request, room)


@router.post(f"{ADDRESS}/them")
def add(request: Request, room: Here, who: Who, form: Form) -> Response:
    """A new address; the answer is the only one that shows it."""
    wanted = Selection(
        campaign=form.one("chien-dich") or None,
        channel=form.one("kenh") or None,
        place=form.one("dia-diem") or None,
        drafts=bool(form.one("nhap")),
        alarms=bool(form.one("nhac")),
    )
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            token = feeds.add(desk.session, form.one("ten"), wanted, by=desk.who, now=desk.now)
    except HabacError as error:
        return _show(request, room, trouble=error.sentence, typed=form)
    return _show(request, room, made=(form.one("ten"), address_of(request, token)))


@router.post(f"{ADDRESS}/thu-hoi")
def revoke(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Close an address for good."""

    def act(desk: Desk) -> None:
        must_be_admin(who)
        feeds.revoke(desk.session, form.one("ten"), by=desk.who, now=desk.now)

    return _do(request, room, who, "thu-hoi", act)


@router.post(f"{ADDRESS}/nhap")
def take_in(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Read the office's own calendar in; looked through before anybody has to wait for it."""
    file = form.files.get("tep")

    def act(desk: Desk) -> None:
        if file is None:
            raise Refused("Chưa chọn tệp .ics nào.")
        today, zone = room.today(), room.zone
        looked = busy.look_through(file.data, file.name, today=today, zone=zone)
        busy.take_in(desk.session, looked, by=desk.who, now=desk.now)

    return _do(request, room, who, "nhap", act)


@router.post(f"{ADDRESS}/bo")
def forget(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Take one of the office's own events out again."""

    def act(desk: Desk) -> None:
        busy.forget(desk.session, form.one("uid"), by=desk.who, now=desk.now)

    return _do(request, room, who, "bo", act)


def _do(
    request: Request, room: Room, who: Visitor, done: str, act: Callable[[Desk], None]
) -> Response:
    try:
        with desk_of(room, who) as desk:
            act(desk)
    except HabacError as error:
        return _show(request, room, trouble=error.sentence)
    return RedirectResponse(f"{ADDRESS}?xong={done}", 303)


def _show(
    request: Request,
    room: Room,
    *,
    trouble: str | None = None,
    made: tuple[str, str] | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    with room.look() as session:
        events = list(session.exec(select(OfficeEvent).order_by(col(OfficeEvent.summary))))
        shown = {
            "feeds": feeds.everyone(session),
            "events": events,
            "campaigns": {row.id: row.title for row in library.stored(session)},
            "places": {one.id: one.name for one in places.everywhere(session)},
        }
    far = made is not None and reach(made[1]) != Reach.HERE
    return page(
        request,
        "calendars.html",
        400 if trouble else 200,
        made=made,
        code=qr_code(made[1]) if made is not None and far else None,
        trouble=trouble,
        typed=typed or Sent(),
        done=DONE.get(request.query_params.get("xong", "")),
        **shown,
    )
