"""In: every paper of a week, of an edition or of one item; one button each, many by a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool

from habac24h.errors import HabacError, NotFound, Refused
from habac24h.models import CampaignRow, Edition
from habac24h.papers.folder import (
    CHANNELS,
    Filed,
    bundle,
    due,
    filed,
    keys_for,
    still_to_hang,
    week_folder,
)
from habac24h.papers.paper import Asked
from habac24h.papers.registry import PAPERS
from habac24h.papers.week import name_of, to_print
from habac24h.web.filters import read_day
from habac24h.web.pages import page
from habac24h.web.print_jobs import Jobs
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.workflow import Desk
from habac24h.workflow.view import Filter, Row, one

router = APIRouter()
FEW = 4
"""So many papers are drawn while the browser waits (each takes 0.03 to 0.3 s); more are a job."""
FOLDER = "ca-tuan"
_TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "png": "image/png",
    "svg": "image/svg+xml",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Scope:
    """What is printed: a week, an edition, or one item."""

    monday: date
    edition: tuple[str, int] | None = None
    key: str | None = None

    @property
    def name(self) -> str:
        """For names of files."""
        if self.key:
            return self.key
        return "_".join(map(str, self.edition)) if self.edition else name_of(self.monday)

    @property
    def fields(self) -> dict[str, str]:
        """What a form sends to mean the same."""
        if self.key:
            return {"key": self.key}
        if self.edition:
            return {"dot": "/".join(map(str, self.edition))}
        return {"tuan": self.monday.isoformat()}

    def rows(self, desk: Desk) -> list[Row]:
        """Its items."""
        if self.key:
            return [one(desk.session, desk.item(self.key.partition("@")[0]))]
        if self.edition:
            return due(desk, Filter(campaign=self.edition[0], year=self.edition[1]))
        week = due(desk, Filter(since=self.monday, until=self.monday + timedelta(days=6)))
        known = {row.item.key for row in week}
        return [row for row in self.late(desk) if row.item.key not in known] + week

    def late(self, desk: Desk) -> list[Row]:
        """Of a week the earlier banners that do not hang everywhere yet."""
        return [] if self.key or self.edition else still_to_hang(desk, self.monday)


@dataclass(frozen=True)
class Offer:
    """One paper with the number of its items, and the formats that it comes in."""

    id: str
    label: str
    count: int
    formats: tuple[str, ...]
    late: int = 0
    """Those of them that should hang since an earlier week."""


@router.api_route("/in", methods=list(READING))
def offers(request: Request, room: Here) -> HTMLResponse:
    """`tuan` (a day of it), `dot` (campaign/year) or `key` choose; else the week to print."""
    return _show(request, room, request.query_params)


@router.post("/in/tep")
async def make(request: Request, room: Here) -> Response:
    """The file at once where it is quick; else a job, whose page this leads to."""
    form = await request.form(max_files=0, max_fields=10)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_make, request, room, fields)


@router.api_route("/in/viec/{job}", methods=list(READING))
def progress(request: Request, job: str) -> HTMLResponse:
    """How far a job is; the page asks again by itself."""
    return page(request, "print_job.html", job=_jobs(request).get(job))


@router.api_route("/in/viec/{job}/tep", methods=list(READING))
def fetch(request: Request, job: str) -> Response:
    """What a job made."""
    made = _jobs(request).get(job).made
    if made is None:
        raise NotFound("Bản in này chưa xong hoặc đã bị hủy; hãy in lại ở trang In.")
    return _file(*made)


def _show(
    request: Request,
    room: Room,
    asked: Mapping[str, str],
    status: int = 200,
    trouble: str | None = None,
) -> HTMLResponse:
    with room.look() as session:
        desk = _desk(room, session)
        scope = _scope(desk, asked)
        return page(
            request,
            "printing.html",
            status,
            scope=scope,
            trouble=trouble,
            offers=_offers(desk, scope),
            editions=_editions(session),
            item=desk.item(scope.key.partition("@")[0]) if scope.key else None,
            sunday=scope.monday + timedelta(days=6),
            week=timedelta(weeks=1),
            folder=FOLDER,
        )


def _make(request: Request, room: Room, fields: Mapping[str, str]) -> Response:
    try:
        with room.look() as session:
            desk = _desk(room, session)
            scope = _scope(desk, fields)
            files = _files(desk, scope, fields.get("ban", ""), fields.get("dang") or None)
    except NotFound:
        raise
    except HabacError as error:
        return _show(request, room, fields, 400, error.sentence)
    if not files:
        return _show(request, room, fields, 400, "Không có nội dung nào phù hợp để in.")
    kind = None if fields["ban"] == FOLDER else fields["ban"]
    head = PAPERS[kind].file if kind else "in"
    name = f"{head}_{scope.name}"
    if len(files) > FEW:
        job = _jobs(request).start(files, name, kind)
        return RedirectResponse(f"/in/viec/{job.id}", 303)
    try:
        return _file(*bundle({one.name: one.draw() for one in files}, name, kind))
    except HabacError as error:
        return _show(request, room, fields, 400, error.sentence)


def _files(desk: Desk, scope: Scope, paper_id: str, form: str | None) -> list[Filed]:
    """The files that a button means; raises NotFound for a paper that there is not."""
    if paper_id == FOLDER and scope.fields.keys() == {"tuan"}:
        return list(week_folder(desk, scope.monday))
    if paper_id == "week" and not scope.key and not scope.edition:
        return filed(desk, "week", Asked((name_of(scope.monday),)), form)
    if paper_id == "plan" and scope.edition:
        return filed(desk, "plan", Asked((scope.fields["dot"],)), form)
    if paper_id not in CHANNELS:
        raise NotFound("Không có loại bản in này; hãy chọn trong trang In.")
    keys = _keys(scope, paper_id, scope.rows(desk))
    return filed(desk, paper_id, Asked(keys), form) if keys else []


def _keys(scope: Scope, paper_id: str, found: list[Row]) -> tuple[str, ...]:
    """Of one item everybody may want a slip, not only of what waits."""
    if scope.key and paper_id == "slip":
        return (scope.key,)
    return keys_for(paper_id, found)


def _offers(desk: Desk, scope: Scope) -> list[Offer]:
    found, late = scope.rows(desk), scope.late(desk)
    counts = {name: len(_keys(scope, name, found)) for name in CHANNELS}
    alone = {} if scope.key else {"plan": 1} if scope.edition else {"week": 1}
    return [
        Offer(name, PAPERS[name].label, count, tuple(PAPERS[name].formats), _of(name, late))
        for name, count in (alone | counts).items()
        if count or not scope.key
    ]


def _of(paper_id: str, late: list[Row]) -> int:
    return len(keys_for(paper_id, late)) if CHANNELS.get(paper_id) == "banner" else 0


def _scope(desk: Desk, asked: Mapping[str, str]) -> Scope:
    monday = to_print(desk.now.astimezone(desk.settings.zone).date())
    day = read_day(asked.get("tuan"))
    if day is not None:
        monday = day - timedelta(days=day.weekday())
    if asked.get("key"):
        desk.item(asked["key"].partition("@")[0])
        return Scope(monday, key=asked["key"])
    campaign, _, year = asked.get("dot", "").partition("/")
    if not campaign:
        return Scope(monday)
    if not year.isdecimal() or (campaign, int(year[:9])) not in _editions(desk.session):
        raise Refused("Không có đợt này; hãy chọn lại trong danh sách.")
    return Scope(monday, edition=(campaign, int(year)))


def _editions(session: Session) -> dict[tuple[str, int], str]:
    """Every planned edition with its title, the newest year first."""
    query = (
        select(Edition.campaign, Edition.year, CampaignRow.title)
        .join(CampaignRow, col(CampaignRow.id) == col(Edition.campaign))
        .order_by(col(Edition.year).desc(), col(Edition.campaign))
    )
    return {(campaign, year): f"{title} {year}" for campaign, year, title in session.exec(query)}


def _desk(room: Room, session: Session) -> Desk:
    return Desk.reader(session, room.office.settings, room.now())


def _jobs(request: Request) -> Jobs:
    found: Any = request.app.state.jobs
    assert isinstance(found, Jobs)
    return found


def _file(name: str, content: bytes) -> Response:
    kind = _TYPES[name.rpartition(".")[2]]
    told = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=kind, headers={"Content-Disposition": told})
