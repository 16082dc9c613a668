"""Nhật ký: who did what and when, with filters in the address, as CSV, and whether it is whole."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from habac24h import audit
from habac24h.accounts.names import Names, names_of_people
from habac24h.channels.registry import KINDS
from habac24h.errors import Refused
from habac24h.models import Audit
from habac24h.web.filters import read_day
from habac24h.web.log_words import Speaker, speaker, stand, together
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.workflow import log
from habac24h.workflow.deeds import deed
from habac24h.workflow.log import PAGE, LogFilter

ADDRESS = "/nhat-ky"
FIELDS = ("ai", "viec", "noi-dung", "tu", "den")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HEAD = (
    *("số", "lúc", "ai", "tài khoản máy", "việc", "nội dung", "kênh", "trước", "sau", "chi tiết"),
    *("tên người dùng", "mã nội dung", "mã lượt", "mã việc", "mã băm"),
)
"""What people read stands first, the codes of machines last."""
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def newest(request: Request, room: Here) -> HTMLResponse:
    """A page of a hundred rows."""
    return _show(request, room)


@router.api_route(f"{ADDRESS}/kiem-tra", methods=list(READING))
def check(request: Request, room: Here) -> HTMLResponse:
    """Follow the chain from the first row to the last: whoever changed a row broke it there."""
    with room.look() as session:
        broken, head = audit.first_break(session), audit.head(session)
        rows = log.count(session, LogFilter(), room.zone)
    return _show(request, room, checked=(broken, head, rows))


@router.api_route(f"{ADDRESS}.csv", methods=list(READING))
def as_csv(request: Request, room: Here) -> Response:
    """Every row of the filter; a cell that a spreadsheet could take for a formula is text."""
    wanted = _filter(request.query_params)
    return StreamingResponse(
        _lines(room, wanted),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="nhat-ky.csv"'},
    )


def _lines(room: Room, wanted: LogFilter) -> Iterator[bytes]:
    yield "\ufeff".encode()  # Excel takes a file without it for another alphabet
    yield _line(list(_HEAD))
    with room.look() as session:
        known = replace(speaker(session, room.zone, ()), titles=log.titles(session))
        channels, called = log.channels(session), names_of_people(session)
        for row in log.all_rows(session, wanted, room.zone):
            yield _line(_cells(row, room, known, channels, called))


def _cells(
    row: Audit, room: Room, known: Speaker, channels: Mapping[str, str], called: Names
) -> list[str]:
    details = "; ".join(f"{name}: {words}" for name, words in known.told(row))
    return [
        str(row.id),
        f"{row.at.astimezone(room.zone):%d/%m/%Y %H:%M:%S}",
        called.name(row.by),
        row.login,
        deed(row.act),
        known.titles.get(row.item or "", ""),
        KINDS[channel].label if (channel := channels.get(row.item or "")) else "",
        stand(row.before),
        stand(row.after),
        details,
        row.by,
        row.item or "",
        row.airing or "",
        row.act,
        row.hash,
    ]


def _line(cells: list[str]) -> bytes:
    written = StringIO()
    csv.writer(written).writerow(
        f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells
    )
    return written.getvalue().encode()


def _filter(asked: Mapping[str, str]) -> LogFilter:
    return LogFilter(
        by=asked.get("ai") or None,
        act=asked.get("viec") or None,
        item=asked.get("noi-dung", "").strip() or None,
        since=read_day(asked.get("tu")),
        until=read_day(asked.get("den")),
    )


def _number(asked: Mapping[str, str]) -> int:
    written = asked.get("trang", "1")
    if not (written.isascii() and written.isdigit() and int(written[:9]) > 0):
        raise Refused("Số trang chưa đúng; hãy mở lại nhật ký.")
    return int(written[:9])


def _show(
    request: Request, room: Room, *, checked: tuple[int | None, str, int] | None = None
) -> HTMLResponse:
    asked = request.query_params
    wanted, number = _filter(asked), _number(asked)
    chosen = {name: asked[name] for name in FIELDS if asked.get(name)}
    with room.look() as session:
        total = log.count(session, wanted, room.zone)
        rows = log.rows(session, wanted, room.zone, number)
        return page(
            request,
            "log.html",
            lines=list(together(rows)),
            known=speaker(session, room.zone, rows),
            total=total,
            number=number,
            pages=-(-total // PAGE),
            people=log.people(session),
            acts=[(act, deed(act)) for act in log.acts(session)],
            deed=deed,
            chosen=chosen,
            query=urlencode(chosen),
            checked=checked,
        )
