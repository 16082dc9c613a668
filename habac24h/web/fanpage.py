"""Fanpage: connecting a page step by step; what its token may do, before it is trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h import memory, vault
from habac24h.channels.base import PageCheck
from habac24h.errors import HabacError, Refused
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of, must_be_admin
from habac24h.web.words import day
from habac24h.workflow import Desk, connecting, pages

ADDRESS = "/cai-dat/fanpage"
KEPT_FOR = timedelta(minutes=10)
"""How long a checked token waits for the second press; in memory alone, never in a page."""
LONGEST_TOKEN = 2000
router = APIRouter()


@dataclass(frozen=True)
class Checked:
    """A token that was looked at: whose, when, and what Facebook said."""

    token: str
    found: PageCheck
    at: datetime


@dataclass(frozen=True)
class Step:
    """One check: whether it is well, what it is about, what was found."""

    well: bool
    name: str
    told: str


@router.api_route(ADDRESS, methods=list(READING))
def fanpage(request: Request, room: Here, who: Who) -> HTMLResponse:
    """The page in use, and the steps to another."""
    return _show(request, room, who)


@router.post(f"{ADDRESS}/kiem-tra")
def check(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Ask Facebook about a page and a token; nothing is stored."""
    waiting = _waiting(request)
    waiting.pop(who.name, None)
    try:
        must_be_admin(who)
        page_id, token = _typed(room, form)
        own, found = room.office.look_at_page(page_id, token)
    except HabacError as error:
        return _show(request, room, who, typed=form, trouble=_here(error.sentence))
    waiting[who.name] = Checked(own, found, room.now())
    return _show(request, room, who, typed=form)


@router.post(f"{ADDRESS}/ket-noi")
def connect(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Turn to the page that was checked a moment ago."""
    checked = _checked(request, room, who)
    try:
        must_be_admin(who)
        if checked is None or checked.found.page_id != form.one("trang"):
            raise Refused("Lần kiểm tra đã quá 10 phút; hãy dán mã truy cập và kiểm tra lại.")
        with desk_of(room, who) as desk:
            returned = pages.open_approvals(desk, checked.found.page_id)
            if returned and not form.one("dong-y"):
                raise Refused(
                    f"Đổi trang thì {returned} nội dung phải duyệt lại; hãy đánh dấu đồng ý rồi "
                    "bấm kết nối lần nữa."
                )
            sealed = vault.seal(checked.token, room.office.home, room.office.settings)
            again = connecting.connect(desk, checked.found, sealed)
    except HabacError as error:
        return _show(request, room, who, trouble=error.sentence)
    _waiting(request).pop(who.name, None)
    return RedirectResponse(f"{ADDRESS}?xong={again}", 303)


def _typed(room: Room, form: Sent) -> tuple[str, str]:
    page_id = form.one("trang")
    file = form.files.get("tep")
    try:
        token = file.data.decode("utf-8-sig").strip() if file else form.one("ma")
    except UnicodeDecodeError:
        raise Refused("Tệp này không phải tệp chữ; hãy dán mã vào ô.") from None
    if room.office.settings.page_token is not None:
        raise Refused("Trang và mã truy cập do người cài máy đặt sẵn nên không đổi ở đây được.")
    if not (page_id.isascii() and page_id.isdigit()):
        raise Refused("Mã trang chỉ gồm chữ số; xem hình ở bước 1 để biết chép ở đâu.")
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        raise Refused("Mã truy cập để trống hoặc không đúng dạng; xem hình ở bước 2.")
    return page_id, token


def _waiting(request: Request) -> dict[str, Checked]:
    """Checked tokens by the account that checked them, in this process."""
    found: dict[str, Checked] = request.app.state.checked_pages
    return found


def _checked(request: Request, room: Room, who: Visitor) -> Checked | None:
    found = _waiting(request).get(who.name)
    return found if found is not None and room.now() - found.at < KEPT_FOR else None


def steps(found: PageCheck) -> Iterator[Step]:
    """The checks one by one, as people read them."""
    yield Step(True, "Facebook trả lời", "đã hỏi được Facebook bằng mã này")
    named = f"{found.name} ({found.page_id})" if found.name else f"trang {found.page_id}"
    yield Step(not found.problems, "Mã mở đúng trang", named)
    if found.scopes:
        yield Step(not found.problems, "Quyền của mã", ", ".join(found.scopes))
    end = found.expires_at
    yield Step(True, "Hạn của mã", f"đến {day(end.date())}" if end is not None else "không hết hạn")
    for problem in found.problems:
        yield Step(False, "Cần làm", _here(problem))
    for warning in found.warnings:
        yield Step(True, "Lưu ý", _here(warning))


def _here(sentence: str) -> str:
    """The same advice for somebody who sees this page instead of the command line."""
    return sentence.replace("chạy lại lệnh “fanpage connect”", "kiểm tra lại ở trang này")


def _show(
    request: Request,
    room: Room,
    who: Visitor,
    *,
    typed: Sent | None = None,
    trouble: str | None = None,
) -> HTMLResponse:
    checked = _checked(request, room, who)
    with room.look() as session:
        live = pages.live(session)
        desk = Desk.reader(session, room.office.settings, room.now())
        returned = pages.open_approvals(desk, checked.found.page_id) if checked else 0
        warnings = memory.recall(session, memory.WARNINGS) or []
    done = request.query_params.get("xong", "")
    return page(
        request,
        "fanpage.html",
        400 if trouble else 200,
        live=live,
        warnings=warnings,
        fixed=room.office.settings.page_token is not None,
        typed=(typed.one("trang") if typed else ""),
        checked=checked.found if checked else None,
        steps=list(steps(checked.found)) if checked else [],
        returned=returned,
        again=int(done) if done.isdecimal() and len(done) < len("1000000") else None,
        trouble=trouble,
    )
