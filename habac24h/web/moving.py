"""Moving an entry of the calendar to another day, and taking the move back.

Both are plain forms: the page's scripts only fill them in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from habac24h.errors import HabacError, NotFound, Refused
from habac24h.rows import Conflict
from habac24h.web import words
from habac24h.web.filters import read_day
from habac24h.web.listing import show
from habac24h.web.moved import MOVED, UNDONE, read_ids, write_ids
from habac24h.web.pages import item_path
from habac24h.web.period import read_period
from habac24h.web.room import Here, Room
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.last_deed import last_deed
from habac24h.workflow.state import overall, screen
from habac24h.workflow.undoing import Moved, find, move_to_day, undo

router = APIRouter()
Act = Callable[[Desk, Mapping[str, str]], Moved | None]


@router.post("/lich/doi-ngay")
async def move(request: Request, room: Here, who: Who) -> Response:
    """Move airings of one day to another; 400 when refused, 409 when changed meanwhile."""
    fields = await _fields(request)
    return await run_in_threadpool(_answer, request, room, who, fields, MOVED, _move)


@router.post("/lich/hoan-tac")
async def take_back(request: Request, room: Here, who: Who) -> Response:
    """Give the airings of a move their earlier times back."""
    fields = await _fields(request)
    return await run_in_threadpool(_answer, request, room, who, fields, UNDONE, _undo)


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=20)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _move(desk: Desk, fields: Mapping[str, str]) -> Moved | None:
    was, to = read_day(fields.get("tu")), read_day(fields.get("ngay"))
    if was is None or to is None:
        raise Refused("Hãy chọn ngày mới.")
    _must_be_as_seen(desk, fields.get("key", ""), fields.get("version"))
    return move_to_day(desk, fields["key"], was, to, fields.get("luot", "").split())


def _undo(desk: Desk, fields: Mapping[str, str]) -> Moved:
    ids = read_ids(fields.get("lan", ""))
    found = find(desk.session, ids) if ids else None
    if found is not None:
        _must_be_as_seen(desk, found.item.key, fields.get("version"))
    return undo(desk, ids)


def _must_be_as_seen(desk: Desk, key: str, version: str | None) -> None:
    """Another's change is never overwritten unread."""
    item = desk.item(key)
    desk.session.refresh(item)
    if version != str(item.version):
        raise Conflict(key)


def _answer(
    request: Request, room: Room, who: Visitor, fields: Mapping[str, str], what: str, act: Act
) -> Response:
    """Do it and show the same view again."""
    back = dict(parse_qsl(fields.get("ve", "")))
    try:
        with desk_of(room, who) as desk:
            done = act(desk, fields)
            place = f"#m-{done.item.id}-{_day(done.after, room)}" if done else ""
            told = {"xong": what, "lan": write_ids(done)} if done else {}
    except NotFound:
        raise
    except Conflict:
        sentence = _changed(room, fields)
        return show(request, room, who, back, status=409, trouble=sentence)
    except HabacError as error:
        return show(request, room, who, back, status=400, trouble=error.sentence)
    if done and fields.get("trang") == "noi-dung":
        return RedirectResponse(f"{item_path(done.item.key)}?{urlencode(told)}", 303)
    query = dict(parse_qsl(read_period(back, room.today()).query))
    return RedirectResponse(f"/lich?{urlencode({**query, **told})}{place}", 303)


def _changed(room: Room, fields: Mapping[str, str]) -> str:
    """Who changed what meanwhile, how it stands now, and that nothing has moved."""
    with room.look() as session:
        ids = read_ids(fields.get("lan", ""))
        found = find(session, ids) if ids else None
        desk = Desk.reader(session, room.office.settings, room.now())
        item = found.item if found else desk.item(fields.get("key", ""))
        airings = desk.airings(item)
        times = ", ".join(words.moment(one.due, room.zone) for one in airings)
        state = screen(overall(item, airings), item.channel)
        return (
            f"“{item.title}” vừa thay đổi ở nơi khác{last_deed(session, item, room.zone)}. "
            f"Nay: {times}, {state}. Chưa dời gì; mời xem lại rồi dời tiếp nếu vẫn cần."
        )


def _day(moment: datetime, room: Room) -> str:
    return moment.astimezone(room.zone).date().isoformat()
