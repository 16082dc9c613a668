"""Kinh phí: the year's estimate as a table that is edited in place, what was spent, the papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.budget import lines
from habac24h.budget.estimate import Line, estimate, one_line
from habac24h.budget.lines import SOURCES, Said
from habac24h.budget.money import dotted, in_words, read, read_quantity
from habac24h.budget.papers import TYPES, draw
from habac24h.budget.starter import begin
from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.rows import Conflict
from habac24h.web import budget_table
from habac24h.web.filters import read_day, read_year
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.evidence import keep_bytes

ADDRESS = "/kinh-phi"
router = APIRouter()
_Act = Callable[[Desk, Room, int, Sent], str]
"""Does what a form asks for in a year; returns the notice's name."""


@router.api_route(ADDRESS, methods=list(READING))
def everything(request: Request, room: Here, nam: int | None = None) -> HTMLResponse:
    """The estimate of a year (`nam`; this year)."""
    return _show(request, room, read_year(room, nam))


@router.api_route(f"{ADDRESS}/du-toan-{{year}}.{{ending}}", methods=list(READING))
def paper(room: Here, year: int, ending: str) -> Response:
    """The estimate as a file: xlsx, docx or pdf."""
    require_year(year)
    with room.look() as session:
        found = estimate(session, year)
    content = draw(found, f".{ending}", room.office.settings, room.now())
    saved = {"Content-Disposition": f'attachment; filename="du-toan-{year}.{ending}"'}
    return Response(content, media_type=TYPES[f".{ending}"], headers=saved)


@router.api_route(f"{ADDRESS}/{{line_id}}", methods=list(READING))
def one(request: Request, room: Here, line_id: int) -> HTMLResponse:
    """One line: everything of it, and its payments."""
    return _show_line(request, room, line_id)


@router.post(f"{ADDRESS}/them")
def add(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """A new line."""
    return _do(request, room, who, sent, _add)


@router.post(f"{ADDRESS}/bat-dau")
def start(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """The lines that the plan names, without prices."""
    return _do(request, room, who, sent, _begin)


@router.post(f"{ADDRESS}/chep")
def copy(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """The lines of another year."""
    return _do(request, room, who, sent, _copy)


@router.post(f"{ADDRESS}/bang")
def save_table(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """Every row of the table that was typed into, in one press."""
    return _do(request, room, who, sent, _save_table)


@router.post(f"{ADDRESS}/{{line_id}}")
def save(request: Request, room: Here, who: Who, line_id: int, sent: Form) -> Response:
    """Change what the form tells of a line; what it does not name stays."""
    return _do(request, room, who, sent, _save, line_id)


@router.post(f"{ADDRESS}/{{line_id}}/chi")
def spend(request: Request, room: Here, who: Who, line_id: int, sent: Form) -> Response:
    """Money spent on a line, or a correction."""
    return _do(request, room, who, sent, _spend, line_id)


@router.post(f"{ADDRESS}/{{line_id}}/bo")
def remove(request: Request, room: Here, who: Who, line_id: int, sent: Form) -> Response:
    """Take a line away."""
    return _do(request, room, who, sent, _remove, line_id)


def _do(
    request: Request, room: Room, who: Visitor, sent: Sent, act: _Act, line_id: int | None = None
) -> Response:
    year = read_year(room, sent.number("nam", "Năm"))
    try:
        with desk_of(room, who) as desk:
            named = {"khoan": (str(line_id),)} if line_id is not None else {}
            done = act(desk, room, year, Sent({**sent.fields, **named}, sent.files))
    except NotFound as error:
        raise NotFound(for_pages(error.sentence)) from None
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        told: dict[str, Any] = {"status": status, "trouble": for_pages(error.sentence)}
        if isinstance(error, budget_table.WrongCells):
            told["wrong"] = error.cells
        if line_id is not None:
            return _show_line(request, room, line_id, typed=sent, **told)
        return _show(request, room, year, typed=sent, **told)
    return RedirectResponse(f"{ADDRESS}?nam={year}&xong={done}", 303)


def _add(desk: Desk, _room: Room, year: int, sent: Sent) -> str:
    lines.add(desk, year, _said(sent))
    return "them"


def _begin(desk: Desk, _room: Room, year: int, _sent: Sent) -> str:
    begin(desk, year)
    return "bat-dau"


def _copy(desk: Desk, _room: Room, year: int, sent: Sent) -> str:
    if not lines.copy(desk, sent.number("tu", "Năm chép từ"), year):
        raise Refused(f"Năm {sent.one('tu')} không có khoản nào mà năm {year} chưa có.")
    return "chep"


def _save(desk: Desk, _room: Room, _year: int, sent: Sent) -> str:
    line_id = sent.number("khoan", "Khoản")
    lines.change(desk, line_id, _said(sent), version=sent.number("version", "Bản đã xem"))
    return "luu"


def _save_table(desk: Desk, _room: Room, _year: int, sent: Sent) -> str:
    return "luu" if budget_table.save(desk, sent) else "khong-doi"


def _spend(desk: Desk, room: Room, _year: int, sent: Sent) -> str:
    amount = read(sent.one("so_tien"), "Số tiền")
    if amount is None:
        raise Refused("Hãy gõ số tiền đã chi.")
    given = sent.files.get("tep")
    line_id = sent.number("khoan", "Khoản")
    lines.spend(
        desk,
        line_id,
        amount,
        on=_day(sent.one("ngay")),
        note=sent.one("ghi_chu"),
        file=keep_bytes(room.office.home, given.name, given.data) if given else None,
        file_name=given.name if given else None,
        version=sent.number("version", "Bản đã xem"),
    )
    found = one_line(desk.session, line_id)
    return "chi-vuot" if found.over and found.planned is not None else "chi"


def _remove(desk: Desk, _room: Room, _year: int, sent: Sent) -> str:
    line_id = sent.number("khoan", "Khoản")
    lines.remove(desk, line_id, version=sent.number("version", "Bản đã xem"))
    return "bo"


_WORDS = {"noi_dung": "content", "don_vi_tinh": "unit", "nguon": "source", "chien_dich": "campaign"}


def _said(sent: Sent) -> Said:
    """The fields that this form has: a change may name two, a line's page all."""
    told: dict[str, Any] = {
        name: sent.one(field) for field, name in _WORDS.items() if field in sent.fields
    }
    if "so_luong" in sent.fields:
        told["quantity"] = read_quantity(sent.one("so_luong"))
    if "don_gia" in sent.fields:
        told["price"] = read(sent.one("don_gia"), "Đơn giá")
    return Said(**told)


def _day(written: str) -> date:
    on = read_day(written)
    if on is None:
        raise Refused("Hãy chọn ngày chi.")
    return on


def _show(
    request: Request,
    room: Room,
    year: int,
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Sent | None = None,
    wrong: frozenset[str] = frozenset(),
) -> HTMLResponse:
    with room.look() as session:
        found, before = estimate(session, year), lines.lines(session, year - 1)
        titles = {row.id: row.title for row in library.stored(session)}
    return page(
        request,
        "budget.html",
        status,
        found=found,
        year=year,
        titles=titles,
        sources=SOURCES,
        dotted=dotted,
        in_words=in_words,
        before=bool(before),
        trouble=trouble,
        wrong=wrong,
        typed=typed or Sent(),
        fields_of=lambda line: budget_table.shown(line, typed or Sent()),
        standing=budget_table.standing,
        done=_DONE.get(request.query_params.get("xong", "")) if status == 200 else None,
    )


def _show_line(
    request: Request,
    room: Room,
    line_id: int,
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    with room.look() as session:
        year, found = lines.named(session, line_id).year, one_line(session, line_id)
        titles = {row.id: row.title for row in library.stored(session)}
    return page(
        request,
        "budget_line.html",
        status,
        line=found,
        year=year,
        titles=titles,
        sources=SOURCES,
        dotted=dotted,
        shown=_shown(found, typed),
        today=room.today(),
        trouble=trouble,
    )


def _shown(line: Line, typed: Sent | None) -> dict[str, str]:
    known = {
        "noi_dung": line.content,
        "so_luong": "" if line.quantity is None else dotted(line.quantity),
        "don_vi_tinh": line.unit,
        "don_gia": "" if line.price is None else dotted(line.price),
        "nguon": line.source,
        "chien_dich": line.campaign or "",
        "so_tien": "",
        "ghi_chu": "",
        "ngay": "",
    }
    told = {name: typed.raw(name) for name in typed.fields} if typed is not None else {}
    return known | {name: value for name, value in told.items() if name in known}


_DONE = {
    "them": "Đã thêm khoản.",
    "bat-dau": "Đã thêm các khoản mà kế hoạch nêu; đơn giá để trống cho cơ quan điền.",
    "chep": "Đã chép các khoản; hãy xem lại số lượng và đơn giá.",
    "luu": "Đã lưu.",
    "khong-doi": "Không có số nào thay đổi nên chưa lưu gì.",
    "chi": "Đã ghi số chi.",
    "chi-vuot": "Đã ghi số chi. Lưu ý: khoản này đã chi vượt dự toán (xem chỗ ghi “Vượt”).",
    "bo": "Đã bỏ khoản.",
}
