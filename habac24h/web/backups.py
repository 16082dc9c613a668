"""Sao lưu: make a backup now, download one, see how old they are; the way back stays a command."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from habac24h import audit
from habac24h.chores import copies
from habac24h.chores.place import Place
from habac24h.errors import HabacError, NotFound
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of, must_be_admin

ADDRESS = "/cai-dat/sao-luu"
AGAIN = timedelta(minutes=1)
"""A second press within it finds the copy of the first one good enough."""
DONE = {
    "sao-luu": "Đã sao lưu xong và đọc lại đủ.",
    "vua-xong": "Bản sao lưu vừa được làm xong chưa đến một phút trước nên không làm thêm; bản ấy "
    "đứng đầu danh sách dưới đây.",
}
router = APIRouter()


@dataclass(frozen=True)
class Backup:
    """One kept file: its name, when it was made (local), its size in kB, its age in days."""

    name: str
    at: datetime
    size: int
    days: int


def kept_backups(room: Room) -> list[Backup]:
    """The backups in the office's folder, newest first."""
    settings = room.office.settings
    return [
        Backup(
            one.path.name,
            one.taken_at.astimezone(room.zone),
            max(1, round(one.path.stat().st_size / 1000)),
            (room.now() - one.taken_at).days,
        )
        for one in reversed(copies.kept(room.office.home, settings))
    ]


@router.api_route(ADDRESS, methods=list(READING))
def backups(request: Request, room: Here) -> HTMLResponse:
    """The list, and how a restore goes."""
    return _show(request, room)


@router.post(ADDRESS)
def make(request: Request, room: Here, who: Who) -> Response:
    """One more backup, read back before it counts; everything goes on meanwhile."""
    lock: threading.Lock = request.app.state.backing_up
    try:
        with desk_of(room, who):
            must_be_admin(who)
        with lock:  # whoever presses while one is being made waits for it, and needs no other
            if _just_made(room):
                return RedirectResponse(f"{ADDRESS}?xong=vua-xong", 303)
            _make(room, who)
    except HabacError as error:
        return _show(request, room, trouble=error.sentence)
    return RedirectResponse(f"{ADDRESS}?xong=sao-luu", 303)


def _make(room: Room, who: Visitor) -> None:
    office = room.office
    with desk_of(room, who) as desk:
        audit.record(desk.session, desk.who, "backup", desk.now)
    copies.make_daily(Place(office.home, office.settings, office.database, office.clock))


def _just_made(room: Room) -> bool:
    found = copies.kept(room.office.home, room.office.settings)
    return bool(found) and timedelta() <= room.now() - found[-1].taken_at < AGAIN


@router.api_route(f"{ADDRESS}/{{name}}", methods=list(READING))
def download(room: Here, who: Who, name: str) -> Response:
    """A kept file; it holds everything of the office, so it is for the administrator alone."""
    must_be_admin(who)
    found = {one.path.name: one.path for one in copies.kept(room.office.home, room.office.settings)}
    if name not in found:
        raise NotFound("Không có bản sao lưu này; có thể bản cũ đã được dọn.")
    with desk_of(room, who) as desk:
        audit.record(desk.session, desk.who, "backup-download", desk.now, file=name)
    return FileResponse(found[name], media_type="application/zip", filename=name)


def _show(request: Request, room: Room, *, trouble: str | None = None) -> HTMLResponse:
    return page(
        request,
        "backups.html",
        400 if trouble else 200,
        backups=kept_backups(room),
        folder=copies.folder(room.office.home, room.office.settings),
        trouble=trouble,
        done=DONE.get(request.query_params.get("xong", "")),
    )
