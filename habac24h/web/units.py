"""Đơn vị: who sent the year's report, who is missing, their figures, and what to write to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from habac24h.calendar.lunar import require_year
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.rows import Conflict
from habac24h.units import periods, roster
from habac24h.units.figures import FIGURES, WORDS, typed_number
from habac24h.units.form import FILE_TYPE, workbook
from habac24h.units.importing import form_for, take_in
from habac24h.units.reminders import reminders
from habac24h.units.reports import Given, receive, take_back
from habac24h.units.summary import Entry, summary
from habac24h.web.filters import read_day
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.unit_leaving import ASKED, leaving
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.evidence import FOLDER, keep_bytes

ADDRESS = "/don-vi"
router = APIRouter()


@dataclass(frozen=True)
class Which:
    """The year and period that a page is about."""

    year: int
    period: str

    @property
    def query(self) -> str:
        """As it stands in addresses."""
        return urlencode({"nam": self.year, "ky": self.period})


_Act = Callable[[Desk, Room, Which, Sent], str]
"""Does what a form asks for; returns the notice's name, a colon and the unit where it names one."""


@router.api_route(ADDRESS, methods=list(READING))
def everything(
    request: Request, room: Here, nam: int | None = None, ky: str = periods.YEAR
) -> HTMLResponse:
    """All units of a year (`nam`; this year) and a period (`ky`; the whole year)."""
    return _show(request, room, _which(room, nam, ky))


@router.api_route(f"{ADDRESS}/{{unit}}", methods=list(READING))
def one(
    request: Request, room: Here, unit: str, nam: int | None = None, ky: str = periods.YEAR
) -> HTMLResponse:
    """One unit's report: received or not, file, figures and words."""
    return _show_unit(request, room, unit, _which(room, nam, ky))


@router.api_route(f"{ADDRESS}/{{unit}}/bieu.xlsx", methods=list(READING))
def form(room: Here, unit: str, nam: int | None = None, ky: str = periods.YEAR) -> Response:
    """The empty Excel form of one unit."""
    which = _which(room, nam, ky)
    with room.look() as session:
        desk = Desk.reader(session, room.office.settings, room.now())
        made = form_for(desk, unit, which.year, which.period)
    name = f"bieu_{unit}_{which.year}_{which.period}.xlsx"
    saved = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(workbook(made), media_type=FILE_TYPE, headers=saved)


@router.api_route(f"{ADDRESS}/{{unit}}/tep", methods=list(READING))
def file(room: Here, unit: str, nam: int | None = None, ky: str = periods.YEAR) -> Response:
    """The file that a unit sent, to be saved: a page of ours never opens it."""
    entry = _entry(room, unit, _which(room, nam, ky))
    path = room.office.home / FOLDER / (entry.file or "")
    if entry.file is None or not path.is_file():
        raise NotFound("Đơn vị này chưa có tệp báo cáo nào được lưu.")
    return FileResponse(path, media_type="application/octet-stream", filename=entry.file_name)


@router.post(f"{ADDRESS}/nhap")
def take(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """A filled-in form: all of it, or nothing."""
    return _do(request, room, who, sent, _take)


@router.post(f"{ADDRESS}/them")
def add(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """A new unit."""
    return _do(request, room, who, sent, _add)


@router.post(f"{ADDRESS}/han")
def set_due(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """The last day of this period."""
    return _do(request, room, who, sent, _set_due)


@router.post(f"{ADDRESS}/doi-ten")
def rename(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """Another name for a unit."""
    return _do(request, room, who, sent, _rename)


@router.post(f"{ADDRESS}/bo")
def remove(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """Take a unit out of use; the first press only leads to the question."""
    return _do(request, room, who, sent, _remove if sent.one("buoc") == "bo" else _ask)


@router.post(f"{ADDRESS}/lay-lai")
def bring_back(request: Request, room: Here, who: Who, sent: Form) -> Response:
    """A unit that was taken out of use comes back."""
    return _do(request, room, who, sent, _bring_back)


@router.post(f"{ADDRESS}/{{unit}}")
def save(request: Request, room: Here, who: Who, unit: str, sent: Form) -> Response:
    """What is known of one report."""
    return _do(request, room, who, sent, _save, unit)


@router.post(f"{ADDRESS}/{{unit}}/chua-gui")
def back(request: Request, room: Here, who: Who, unit: str, sent: Form) -> Response:
    """The report has not come after all."""
    return _do(request, room, who, sent, _back, unit)


def _do(
    request: Request, room: Room, who: Visitor, sent: Sent, act: _Act, unit: str | None = None
) -> Response:
    which = _which(room, sent.number("nam", "Năm"), sent.one("ky"))
    try:
        with desk_of(room, who) as desk:
            fields = {**sent.fields, "don_vi": (unit,)} if unit is not None else sent.fields
            done = act(desk, room, which, Sent(fields, sent.files))
    except NotFound as error:
        raise NotFound(for_pages(error.sentence)) from None
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        told: dict[str, Any] = {"status": status, "trouble": for_pages(error.sentence)}
        if unit is not None:
            return _show_unit(request, room, unit, which, typed=sent, **told)
        return _show(request, room, which, typed=sent, **told)
    return RedirectResponse(f"{ADDRESS}?{which.query}&xong={quote(done, safe=':')}", 303)


def _take(desk: Desk, room: Room, which: Which, sent: Sent) -> str:
    given = sent.files.get("tep")
    if given is None:
        raise Refused("Hãy chọn tệp biểu Excel đã điền.")
    take_in(desk, room.office.home, given.data, given.name, year=which.year)
    return "nhap"


def _add(desk: Desk, _room: Room, _which: Which, sent: Sent) -> str:
    roster.add(desk, sent.one("ma"), sent.one("ten"), sent.one("loai"))
    return "them"


def _rename(desk: Desk, _room: Room, _which: Which, sent: Sent) -> str:
    roster.rename(desk, _chosen(sent), sent.one("ten_moi"))
    return "doi-ten"


def _ask(desk: Desk, _room: Room, _which: Which, sent: Sent) -> str:
    return f"{ASKED}:{roster.named(desk.session, _chosen(sent)).id}"


def _remove(desk: Desk, _room: Room, _which: Which, sent: Sent) -> str:
    return f"bo:{roster.remove(desk, _chosen(sent)).id}"


def _bring_back(desk: Desk, _room: Room, _which: Which, sent: Sent) -> str:
    roster.bring_back(desk, _chosen(sent))
    return "lay-lai"


def _chosen(sent: Sent) -> str:
    unit = sent.one("don_vi")
    if not unit:
        raise Refused("Hãy chọn một đơn vị trong danh sách rồi bấm lại.")
    return unit


def _set_due(desk: Desk, _room: Room, which: Which, sent: Sent) -> str:
    on = _day(sent.one("han"), "Hạn gửi")
    if on is None:
        raise Refused("Hãy chọn ngày cuối cùng để gửi báo cáo.")
    periods.set_due(desk, which.year, which.period, on)
    return "han"


def _save(desk: Desk, room: Room, which: Which, sent: Sent) -> str:
    unit = sent.one("don_vi")
    given = sent.files.get("tep")
    told = Given(
        received_on=_day(sent.one("ngay"), "Ngày nhận"),
        figures={name: _number(sent, name) for name in FIGURES if name in sent.fields},
        words={name: sent.one(name) for name in WORDS if name in sent.fields},
        note=sent.one("ghi_chu") if "ghi_chu" in sent.fields else None,
        file=keep_bytes(room.office.home, given.name, given.data) if given else None,
        file_name=given.name if given else None,
    )
    version = sent.number("version", "Bản đã xem")
    receive(desk, unit, which.year, which.period, told, version=version)
    return "luu"


def _back(desk: Desk, _room: Room, which: Which, sent: Sent) -> str:
    version = sent.number("version", "Bản đã xem")
    take_back(desk, sent.one("don_vi"), which.year, which.period, version=version)
    return "chua-gui"


def _number(sent: Sent, name: str) -> int | None:
    written = sent.one(name).strip()
    if not written:
        return None
    number = typed_number(written)
    if number is None:
        raise Refused(f"“{FIGURES[name].label}” phải là số nguyên không âm, ví dụ 1.250.")
    return number


def _day(written: str, what: str) -> date | None:
    try:
        return read_day(written)
    except Refused:
        raise Refused(f"{what}: hãy chọn một ngày có thật.") from None


def _which(room: Room, year: int | None, period: str) -> Which:
    year = year if year is not None else room.today().year
    require_year(year)
    periods.named(period)
    return Which(year, period)


def _entry(room: Room, unit: str, which: Which) -> Entry:
    with room.look() as session:
        entries = summary(session, which.year, which.period).entries
    found = next((entry for entry in entries if entry.unit == unit), None)
    if found is None:
        raise NotFound("Không có đơn vị này; có thể đã được bỏ.")
    return found


def _show(
    request: Request,
    room: Room,
    which: Which,
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    with room.look() as session:
        found = summary(session, which.year, which.period)
        given = periods.in_force(session, which.year)
        in_use = {one.id: one.name for one in roster.everyone(session)}
        gone = leaving(session, request.query_params.get("xong", ""), which.year)
    return page(
        request,
        "units.html",
        status,
        found=found,
        which=which,
        periods={name: periods.PERIODS[name] for name in given} | {which.period: found.period_name},
        all_periods=periods.PERIODS,
        kinds_of_unit=roster.KINDS,
        reminders=reminders(found, room.office.settings, room.today()),
        today=room.today(),
        asked=len(FIGURES),
        in_use=in_use,
        leaving=gone if status == 200 else None,
        trouble=trouble,
        typed=typed or Sent(),
        done=_DONE.get(request.query_params.get("xong", "")) if status == 200 else None,
    )


def _show_unit(
    request: Request,
    room: Room,
    unit: str,
    which: Which,
    *,
    status: int = 200,
    trouble: str | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    entry = _entry(room, unit, which)
    return page(
        request,
        "unit.html",
        status,
        entry=entry,
        which=which,
        period_name=periods.named(which.period),
        figures=FIGURES.values(),
        words_of_unit=WORDS,
        shown=_shown(entry, typed),
        today=room.today(),
        trouble=trouble,
    )


def _shown(entry: Entry, typed: Sent | None) -> Mapping[str, str]:
    """What stands in the fields: what was typed when a form was refused, else what is known."""
    known = {name: f"{value:,}".replace(",", ".") for name, value in entry.figures.items()}
    known |= dict(entry.words)
    known |= {
        "ngay": entry.received_on.isoformat() if entry.received_on else "",
        "ghi_chu": entry.note,
    }
    if typed is not None:
        known |= {name: typed.raw(name) for name in typed.fields}
    return {name: known.get(name, "") for name in (*FIGURES, *WORDS, "ngay", "ghi_chu")}


_DONE = {
    "nhap": "Đã nhập biểu.",
    "them": "Đã thêm đơn vị.",
    "doi-ten": "Đã đổi tên đơn vị.",
    "lay-lai": "Đã lấy lại đơn vị; báo cáo cũ của đơn vị vẫn nguyên.",
    "han": "Đã đặt hạn gửi.",
    "luu": "Đã lưu.",
    "chua-gui": "Đã ghi lại là chưa gửi.",
}
