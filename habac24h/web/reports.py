"""Báo cáo: what was done in any days; every number leads to what it counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from sqlmodel import Session

from habac24h.campaigns import library
from habac24h.errors import HabacError, NotFound, Refused
from habac24h.papers import report
from habac24h.papers.report import RECEIVERS, Account
from habac24h.report import from_units, words
from habac24h.report import period as periods
from habac24h.report.gather import gather
from habac24h.report.period import Period
from habac24h.report.texts import PARTS, texts, write
from habac24h.rows import Conflict
from habac24h.web.filters import TO_COME_AT, UNSAID, read_campaign, read_day
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.period import LIST
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import HEADERS, READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow import Desk, places

ADDRESS = "/bao-cao"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COUNTS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Kế hoạch", "planned", {}),
    ("Đã duyệt", "approved", {"approved": "1"}),
    ("Đã thực hiện", "done", {"result": "done"}),
    ("Không thực hiện", "missed", {"result": "missed"}),
    ("Hủy", "cancelled", {"result": "cancelled"}),
    ("Chưa rõ", "troubled", {"result": "troubled"}),
)
GROUPS = (
    ("Chiến dịch", "campaigns", "campaign"),
    ("Kênh", "channels", "channel"),
    ("Chủ đề", "topics", "topic"),
    ("Hình thức (Điều 5 Nghị định 48/2009/NĐ-CP)", "forms", "decree"),
    ("Nội dung (Điều 4 Nghị định 48/2009/NĐ-CP)", "contents", "decree"),
)
router = APIRouter()


@dataclass(frozen=True)
class Chosen:
    """The report that an address asks for; `given` are its parameters, to be asked again with."""

    period: Period
    practice: bool
    given: Mapping[str, str]

    def address(self, path: str = ADDRESS, **more: str) -> str:
        """The same report under another address."""
        return f"{path}?{urlencode({**self.given, **more})}"


@router.api_route(ADDRESS, methods=list(READING))
def show_report(request: Request, room: Here) -> HTMLResponse:
    """A report: `ky` is nam, bo-sung, thang or dot; or `from` and `to`; this year's main one."""
    with room.look() as session:
        chosen = _chosen(session, room, request.query_params)
        given = _account(session, room, chosen)
        return _show(request, room, session, chosen, given)


@router.api_route(f"{ADDRESS}/tep", methods=list(READING))
def download(request: Request, room: Here) -> Response:
    """The report as a file: `dang` is docx, pdf or xlsx, `noi` the receiver."""
    asked = request.query_params
    ending, receiver = asked.get("dang", "docx"), asked.get("noi", "so-noi-vu")
    if ending not in KINDS or receiver not in RECEIVERS:
        raise NotFound("Không có tệp báo cáo này; hãy chọn lại trên trang Báo cáo.")
    with room.look() as session:
        given = _account(session, room, _chosen(session, room, asked))
    content = report.draw(given, room.office.settings, ending, receiver)
    name = f"{report.file_name(given.material)}_{receiver}.{ending}"
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=KINDS[ending], headers={**HEADERS, **named})


@router.post(f"{ADDRESS}/loi")
def keep_texts(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Keep what people add to one report."""
    asked = {name: form.one(name) for name in ("ky", "nam", "thang", "campaign", "from", "to")}
    with room.look() as session:
        chosen = _chosen(session, room, {k: v for k, v in asked.items() if v})
    try:
        with desk_of(room, who) as desk:
            if form.one("da-thay") != _seen(texts(desk.session, chosen.period)):
                raise Conflict("Lời của báo cáo")
            write(desk, chosen.period, {part: form.raw(part) for part in PARTS})
    except HabacError as error:
        status = 409 if isinstance(error, Conflict) else 400
        trouble = for_pages(error.sentence)
        with room.look() as session:
            given = _account(session, room, chosen)
            return _show(request, room, session, chosen, given, status, trouble, form)
    return RedirectResponse(chosen.address(xong="1") + "#loi", 303)


def _account(session: Session, room: Room, chosen: Chosen) -> Account:
    desk = Desk.reader(session, room.office.settings, room.now())
    material = gather(desk, chosen.period, practice=chosen.practice)
    return report.account(material, room.office.settings)


def _show(
    request: Request,
    room: Room,
    session: Session,
    chosen: Chosen,
    given: Account,
    status: int = 200,
    trouble: str | None = None,
    typed: Sent | None = None,
) -> HTMLResponse:
    material, found = given.material, given.tally
    known = dict(material.texts)
    return page(
        request,
        "report.html",
        status,
        chosen=chosen,
        material=material,
        found=found,
        subject=words.subject(material),
        days=words.days(material),
        general=words.in_general(material, found),
        passed=words.passed(material),
        passed_link=_link(chosen, "", "", {"passed": "1"}),
        channel_words=[]
        if material.ahead
        else list(words.by_channel(material, found, given.house)),
        pace="" if material.ahead else words.pace(found),
        in_part=words.in_part(found),
        units_title=from_units.TITLE,
        units_warning=material.units.example_warning if material.units else "",
        places_warning=places.example_warning(session),
        units_words=list(from_units.paragraphs(material.units)) if material.units else [],
        named=words.names(material),
        groups=[(head, getattr(found, field), param) for head, field, param in GROUPS],
        counts=list(_counts(given)),
        link=lambda param, line, more: _link(chosen, param, line, more),
        number=words.number,
        charts=_charts(given),
        receivers={one: name.format(city=given.house.city) for one, name in RECEIVERS.items()},
        parts={part: typed.raw(part) if typed else known.get(part, "") for part in PARTS},
        labels=PARTS,
        seen=_seen(known),
        campaigns={row.id: row.title for row in library.stored(session)},
        today=room.today(),
        trouble=trouble,
        done=request.query_params.get("xong") == "1",
    )


def _counts(given: Account) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Columns of the page's tables: head, field of a Line, the filter that lists what it counts.

    That of what is still to come stands only where something is.
    """
    made = given.material.made.isoformat()
    yield from _COUNTS
    yield "Chưa có kết quả", "unsaid", {UNSAID: made}
    if given.tally.total.later:
        yield "Chưa đến giờ", "later", {TO_COME_AT: made}


def _charts(given: Account) -> list[tuple[str, Markup]]:
    """Each with its caption; drawn here from our own numbers, every word in them escaped."""
    if given.material.ahead:
        return []
    drawn = [(report.BY_CHANNEL, report.channels_chart(given))] if given.tally.channels else []
    if len(given.tally.months) > 1:
        drawn.append((report.BY_MONTH, report.months_chart(given)))
    return [(caption, Markup(one)) for caption, one in drawn]  # noqa: S704 - chart.py escapes


def _link(chosen: Chosen, param: str, line: str, more: Mapping[str, str]) -> str:
    """The list of exactly the items that one number counts."""
    period = chosen.period
    asked = {
        "kieu": LIST,
        "report": "1",
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
        **({"campaign": period.campaign} if period.campaign else {}),
        **({"practice": "1"} if chosen.practice else {}),
        **({param: line} if param else {}),
        **more,
    }
    return f"/lich?{urlencode(asked)}"


def _chosen(session: Session, room: Room, asked: Mapping[str, str]) -> Chosen:
    """Which report an address means; what is not known is refused, never ignored."""
    campaign = read_campaign(asked.get("campaign"), session)
    year = _year(asked.get("nam"), room.today())
    since, until = read_day(asked.get("from")), read_day(asked.get("to"))
    kind = asked.get("ky") or ("ngay" if since or until else "nam")
    given = {"ky": kind, "nam": str(year), **({"campaign": campaign} if campaign else {})}
    match kind:
        case "nam":
            period = periods.main(year, campaign)
        case "bo-sung":
            period = periods.supplement(year, campaign)
        case "thang":
            written = asked.get("thang") or f"{room.today():%Y-%m}"
            period, given = periods.month(written, campaign), {**given, "thang": written}
        case "dot" if campaign:
            period = periods.edition(library.load(session, campaign), year)
        case "ngay":
            period = periods.days(since, until, campaign)
            given |= {"from": period.since.isoformat(), "to": period.until.isoformat()}
        case _:
            raise Refused("Không có kỳ báo cáo này; hãy chọn lại trong danh sách.")
    practice = bool(asked.get("practice"))
    return Chosen(period, practice, {**given, **({"practice": "1"} if practice else {})})


def _year(written: str | None, today: date) -> int:
    if not written:
        return today.year
    if not (written.isascii() and written.isdecimal() and len(written) == 4):
        raise Refused(f"Không hiểu năm “{written}”; hãy viết như {today.year}.")
    return int(written)


def _seen(known: Mapping[str, Any]) -> str:
    """What tells whether somebody else has changed the texts meanwhile."""
    return hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()[:16]
