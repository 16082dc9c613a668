"""Định nghĩa chiến dịch: made and changed by a form, taken in and given out as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from habac24h.calendar.lunar import require_year
from habac24h.calendar.observances import observances
from habac24h.campaigns import library
from habac24h.campaigns.campaign import Campaign
from habac24h.campaigns.definition import parse, problems
from habac24h.campaigns.draft import draft_of
from habac24h.campaigns.fact_names import NAMES
from habac24h.campaigns.packaged import packaged_topics
from habac24h.campaigns.places import KINDS as PLACE_KINDS
from habac24h.campaigns.writing import Written, comments_of, written
from habac24h.channels.registry import KINDS
from habac24h.errors import DefinitionError, HabacError, Refused
from habac24h.models import CampaignRow
from habac24h.web.definition_fields import (
    OWN,
    draft_from,
    fields_of,
    kept,
    moved,
    troubles,
    with_one_more,
)
from habac24h.web.definition_preview import preview
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.saying import for_pages
from habac24h.web.security import READING
from habac24h.web.visitor import Visitor, Who, desk_of
from habac24h.workflow import Desk
from habac24h.workflow.own_words import DEFINITIONS
from habac24h.workflow.rewording import reword, try_ahead

ADDRESS = "/chien-dich/dinh-nghia"
FILE = "/chien-dich/nhap-tep"
NEW = Sent({"moc": ("thang-hanh-dong-bdg",)})
_CHANGED = (
    "Định nghĩa này vừa được người khác đổi; lời bạn gõ còn nguyên dưới đây. Hãy mở lại trang ở "
    "một cửa sổ khác để xem bản mới rồi làm lại."
)
router = APIRouter()


@dataclass(frozen=True)
class Look:
    """A form or file as the strict reader sees it: what is wrong, or the campaign."""

    file: Written
    errors: tuple[DefinitionError, ...]
    campaign: Campaign | None


@router.api_route(ADDRESS, methods=list(READING))
def new(request: Request, room: Here) -> HTMLResponse:
    """An empty form with one activity."""
    return _show(request, room, with_one_more(NEW))


@router.api_route("/chien-dich/{campaign_id}/dinh-nghia", methods=list(READING))
def change(request: Request, room: Here, campaign_id: str, nam: int | None = None) -> HTMLResponse:
    """The form of a campaign as it stands."""
    with room.look() as session:
        campaign = library.load(session, campaign_id)
        revision = session.get_one(CampaignRow, campaign_id).revision
    form = fields_of(draft_of(campaign))
    more = {"goc": (campaign_id,), "ban": (str(revision),), "nam": (str(nam or ""),)}
    return _show(request, room, Sent({**form.fields, **more}), looked=True)


@router.post(ADDRESS)
def work(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Look, add an activity, move one, or keep; what was typed stays whatever happens."""
    act, _, number = form.one("viec").partition(":")
    match act:
        case "them":
            return _show(request, room, with_one_more(form))
        case "len" | "xuong":
            ordered = moved(form, number, -1 if act == "len" else 1)
            return _show(request, room, ordered, pressed=(act, number))
        case "luu":
            return _keep_form(request, room, who, form)
        case _:
            return _show(request, room, form, looked=True)


@router.post(f"{ADDRESS}/xem-truoc")
def fragment(request: Request, room: Here, form: Form) -> HTMLResponse:
    """The preview alone, for the page that asks while somebody types."""
    year = _year(room, form)
    with room.look() as session:
        seen = _look(session, form)
        shown = preview(session, room, seen.campaign, year) if seen.campaign else None
    told = troubles(form, seen.errors, seen.file)
    return page(request, "definition_preview.html", preview=shown, troubles=told)


@router.api_route("/chien-dich/{campaign_id}.yaml", methods=list(READING))
def export(room: Here, campaign_id: str) -> Response:
    """The definition as the file that it was kept from."""
    with room.look() as session:
        source = library.export(session, campaign_id)
    name = f'attachment; filename="{campaign_id}.yaml"'
    return Response(source, media_type="application/yaml", headers={"Content-Disposition": name})


@router.api_route(FILE, methods=list(READING))
def file_form(request: Request, room: Here) -> HTMLResponse:
    """Where a file is chosen or pasted."""
    return _show_file(request, room, "", None)


@router.post(FILE)
def take_in(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Show what a file would make, with the difference; keep it at the second press."""
    upload = form.files.get("tep")
    try:
        text = library.decode(upload.data, upload.name) if upload else form.raw("noi-dung")
    except DefinitionError as error:
        return _show_file(request, room, "", None, trouble=error.sentence)
    name = upload.name if upload else "nội dung dán vào"
    if form.one("viec") != "luu":
        return _show_file(request, room, text.replace("\r\n", "\n"), name)
    try:
        with room.look() as session:
            campaign = library.check(session, text, name)
        _keep(room, who, campaign.id, text, form.one("ban"))
    except HabacError as error:
        return _show_file(request, room, text, name, trouble=for_pages(error.sentence))
    return _to_plan(campaign.id, _year(room, form))


def _keep_form(request: Request, room: Room, who: Visitor, form: Sent) -> Response:
    year = _year(room, form)
    try:
        with room.look() as session:
            seen = _look(session, form)
        if seen.campaign is None:
            return _show(request, room, form, looked=True, status=400)
        if form.one("goc") and form.one("goc") != seen.campaign.id:
            raise Refused(
                "Mã của chiến dịch không bao giờ đổi: mã của mọi nội dung bắt đầu bằng nó."
            )
        _keep(room, who, seen.campaign.id, seen.file.text, form.one("ban"))
    except HabacError as error:
        return _show(request, room, form, looked=True, status=400, trouble=error.sentence)
    return _to_plan(seen.campaign.id, year)


def _keep(room: Room, who: Visitor, campaign_id: str, text: str, revision: str) -> None:
    """Store it, tried in every way; refuses where somebody else was quicker."""
    word_id, file = f"{DEFINITIONS}/{campaign_id}", f"{campaign_id}.yaml"
    with room.look() as session:
        looking = Desk.reader(session, room.office.settings, room.now())
        tried = try_ahead(looking, word_id, text, file=file)
    with desk_of(room, who) as desk:
        row = desk.session.get(CampaignRow, campaign_id)
        if row is not None and not revision:
            raise Refused(f"Đã có chiến dịch mã “{campaign_id}”; hãy chọn mã khác.")
        if row is not None and str(row.revision) != revision:
            raise Refused(_CHANGED)
        reword(desk, word_id, text, file=file, tried=tried)


def _to_plan(campaign_id: str, year: int) -> RedirectResponse:
    """What follows from a new definition is seen, and done, on the page of the plan."""
    return RedirectResponse(
        f"/chien-dich/ke-hoach?nam={year}&campaign={campaign_id}&xong=dinh-nghia", 303
    )


def _look(session: Session, form: Sent) -> Look:
    draft = draft_from(form, tuple(packaged_topics()))
    file = written(draft, _comments(session, form.one("goc")))
    return _read(session, file, f"{draft.id or 'chiến dịch mới'}")


def _read(session: Session, file: Written, name: str) -> Look:
    known = library.known(session)
    errors = problems(file.text, name, known)
    return Look(file, errors, None if errors else parse(file.text, name, known))


def _comments(session: Session, campaign_id: str) -> dict[str, tuple[str, ...]]:
    row = session.get(CampaignRow, campaign_id) if campaign_id else None
    return dict(comments_of(row.source)) if row is not None else {}


def _year(room: Room, form: Sent) -> int:
    written_year = form.one("nam")
    year = int(written_year[:5]) if written_year.isdecimal() else room.today().year
    require_year(year)
    return year


def _show(
    request: Request,
    room: Room,
    form: Sent,
    *,
    looked: bool = False,
    status: int = 200,
    trouble: str | None = None,
    pressed: tuple[str, str] = ("", ""),
) -> HTMLResponse:
    year = _year(room, form)
    with room.look() as session:
        seen = _look(session, form)
        shown = preview(session, room, seen.campaign, year) if seen.campaign else None
        told = troubles(form, seen.errors if looked else (), seen.file)
        values = _choices(session)
    return page(
        request,
        "definition.html",
        status,
        form=form,
        numbers=form.all("hd"),
        pressed=pressed,
        kept=kept(form),
        year=year,
        preview=shown,
        troubles=told,
        wrong=told.fields,
        trouble=trouble,
        **values,
    )


def _choices(session: Session) -> dict[str, Any]:
    """What the fields offer."""
    known = library.known(session)
    return {
        "observances": observances(),
        "own": OWN,
        "known_facts": NAMES,
        "templates": {channel: known.templates.names(channel) for channel in KINDS},
        "places": library.places(session),
        "place_choices": _PLACES,
        "weekdays": _WEEKDAYS,
    }


def _show_file(
    request: Request, room: Room, text: str, name: str | None, *, trouble: str | None = None
) -> HTMLResponse:
    year, shown, revision = room.today().year, None, ""
    errors: tuple[DefinitionError, ...] = ()
    if name is not None:
        with room.look() as session:
            seen = _read(session, Written(text, ()), name)
            errors = seen.errors
            if seen.campaign is not None:
                shown = preview(session, room, seen.campaign, year)
                revision = _revision(session, seen.campaign.id)
    return page(
        request,
        "definition_file.html",
        400 if errors or trouble else 200,
        text=text,
        file=name,
        errors=errors,
        lines={error.line: error for error in reversed(errors)},
        preview=shown,
        revision=revision,
        year=year,
        trouble=trouble,
    )


def _revision(session: Session, campaign_id: str) -> str:
    row = session.get(CampaignRow, campaign_id)
    return str(row.revision) if row is not None else ""


_PLACES = (
    ("", "không có địa điểm"),
    ("all", "mọi địa điểm"),
    *((f"kind:{kind}", f"mọi {name}") for kind, name in PLACE_KINDS.items()),
    ("chon", "các địa điểm chọn bên dưới"),
)
_WEEKDAYS = (
    ("mon", "Thứ Hai"),
    ("tue", "Thứ Ba"),
    ("wed", "Thứ Tư"),
    ("thu", "Thứ Năm"),
    ("fri", "Thứ Sáu"),
    ("sat", "Thứ Bảy"),
    ("sun", "Chủ nhật"),
)
