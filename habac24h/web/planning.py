"""Kế hoạch: what planning a year would change, as a list; one button does exactly that list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, func, select

from habac24h.calendar.lunar import require_year
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Change, Kind, Plan, PlanWarning
from habac24h.campaigns.facts import COMMON
from habac24h.campaigns.plan import plan
from habac24h.errors import HabacError
from habac24h.models import Audit, Item, Words
from habac24h.rows import Conflict
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.fact_sheet import planned_editions
from habac24h.workflow.facts import copy_facts, copyable

ADDRESS = "/chien-dich/ke-hoach"
KINDS = {
    Kind.ADD: "thêm",
    Kind.MOVE: "dời giờ",
    Kind.RETEXT: "viết lại lời",
    Kind.WITHDRAW: "bỏ",
    Kind.REVIVE: "lấy lại",
    Kind.KEEP: "giữ nguyên",
}
SHOWN_OPEN = 12
"""A longer list of one campaign is folded: a fresh year has two hundred lines."""
_CHANGED = (
    "Trong lúc chờ, kế hoạch đã khác đi (có người sửa nội dung, số liệu hoặc định nghĩa) nên chưa "
    "làm gì cả. Dưới đây là danh sách mới; hãy xem lại rồi bấm lần nữa."
)
router = APIRouter()


@dataclass(frozen=True)
class Group:
    """One campaign's part of the list."""

    campaign: str
    title: str
    changes: tuple[Change, ...]
    warnings: tuple[PlanWarning, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many lines of each kind, in the order of the kinds."""
        return counts(self.changes)

    @property
    def is_short(self) -> bool:
        """Whether it is shown unfolded."""
        return len(self.changes) <= SHOWN_OPEN


@router.api_route(ADDRESS, methods=list(READING))
def planning(
    request: Request, room: Here, nam: int | None = None, campaign: str | None = None
) -> HTMLResponse:
    """The list for a year (`nam`; this year), of one campaign only where one is named."""
    year = nam if nam is not None else room.today().year
    require_year(year)
    with room.look() as session:
        found = _plan(session, room, year, campaign or None)
        return _show(request, room, session, found, campaign or None)


@router.post(ADDRESS)
def carry_out(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Do the list that the visitor saw; 409 with the new one where it is no longer the same."""
    year, campaign = form.number("nam", "Năm"), form.one("campaign") or None
    require_year(year)
    try:
        with desk_of(room, who) as desk:
            found = _plan(desk.session, room, year, campaign)
            if found.digest != form.one("danh-sach"):
                raise Conflict("")
            before = _last_row(desk.session)
            apply(desk.session, found, by=desk.who, now=desk.now)
            _take_over(desk, year, campaign, form)
            done = f"{before}-{_last_row(desk.session)}"
    except HabacError as error:
        changed = isinstance(error, Conflict)
        with room.look() as session:
            found = _plan(session, room, year, campaign)
            trouble = _CHANGED if changed else for_pages(error.sentence)
            status = 409 if changed else 400
            return _show(request, room, session, found, campaign, status, trouble)
    only = f"&campaign={campaign}" if campaign else ""
    return RedirectResponse(f"{ADDRESS}?nam={year}{only}&xong={done}", 303)


def _plan(session: Session, room: Room, year: int, campaign: str | None) -> Plan:
    settings = room.office.settings
    return plan(session, year, now=room.now(), settings=settings, campaign_id=campaign)


def _take_over(desk: Desk, year: int, campaign: str | None, form: Sent) -> None:
    """Phones and signers of the year before, where the box is ticked and there are some."""
    if form.one("lay-lai") != "co":
        return
    for one in (COMMON, *planned_editions(desk.session, year)):
        wanted = campaign in (None, one) or one == COMMON
        if wanted and copyable(desk.session, year, one, year - 1):
            copy_facts(desk, year, one, year - 1)


def _show(
    request: Request,
    room: Room,
    session: Session,
    found: Plan,
    campaign: str | None,
    status: int = 200,
    trouble: str | None = None,
) -> HTMLResponse:
    titles = {row.id: row.title for row in library.stored(session)}
    return page(
        request,
        "planning.html",
        status,
        plan=found,
        groups=list(_groups(found, titles)),
        counts=counts(found.changes),
        words=KINDS,
        campaign=campaign,
        title=titles.get(campaign or "", ""),
        own=_own(session, found.year - 1, campaign),
        trouble=trouble,
        done=_done(session, request.query_params.get("xong", "")),
        this_year=room.today().year,
        for_pages=for_pages,
    )


def _groups(found: Plan, titles: dict[str, str]) -> Iterator[Group]:
    """The list by campaign, those with most to do first; warnings beside what they are about."""
    keys = [*(one.key for one in found.changes), *(one.key for one in found.warnings)]
    campaigns = dict.fromkeys(key.partition("/")[0] for key in keys)
    for campaign in sorted(campaigns, key=lambda one: titles.get(one, one)):
        beginning = f"{campaign}/"
        yield Group(
            campaign,
            titles.get(campaign, campaign),
            tuple(one for one in found.changes if one.key.startswith(beginning)),
            tuple(one for one in found.warnings if f"{one.key}/".startswith(beginning)),
        )


def counts(changes: Sequence[Change]) -> list[tuple[str, int]]:
    """How many changes of each kind there are, in words."""
    counted = Counter(change.kind for change in changes)
    return [(KINDS[kind], counted[kind]) for kind in Kind if counted[kind]]


def _own(session: Session, year: int, campaign: str | None) -> list[Item]:
    """What people added by hand in the year before: no definition brings it back."""
    query = select(Item).where(
        Item.year == year, col(Item.handmade).is_(True), col(Item.state) != Words.DROPPED
    )
    if campaign is not None:
        query = query.where(Item.campaign == campaign)
    return list(session.exec(query.order_by(col(Item.key))))


def _done(session: Session, asked: str) -> str | None:
    """What was done last: a definition kept, or a list applied as its rows of the log tell it.

    Taking over phones of the year before writes drafts again: later rows, which the list that was
    shown had not named, so that they are told as what they are.
    """
    if asked == "dinh-nghia":
        return "Đã lưu định nghĩa. Nội dung chỉ đổi khi bấm nút dưới đây."
    before, _, last = asked.partition("-")
    if not (before.isdecimal() and last.isdecimal()):
        return None
    between = (col(Audit.id) > int(before[:18]), col(Audit.id) <= int(last[:18]))
    query = select(Audit).where(Audit.act == "plan", *between).order_by(col(Audit.id))
    listed, *after = [row.details["counts"] for row in session.exec(query)] or [{}]
    told = ", ".join(f"{KINDS[kind]} {listed[kind]}" for kind in Kind if listed.get(kind))
    filled = sum(sum(one.values()) for one in after)
    rest = f"; rồi điền số liệu lấy lại vào {filled} nội dung" if filled else ""
    return f"Đã làm xong danh sách: {told}{rest}." if told else None


def _last_row(session: Session) -> int:
    """The newest row of the log: what one saving did stands between two of these."""
    session.flush()
    return session.exec(select(func.max(Audit.id))).one() or 0
