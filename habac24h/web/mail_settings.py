"""Thư buổi sáng: the mailbox that sends, who gets it, and a letter to try it with."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h import audit, mail_password
from habac24h.chores import ledger, morning
from habac24h.errors import HabacError
from habac24h.mail_password import NewPassword
from habac24h.own_settings import MAIL, WrongSettings
from habac24h.reminders.trial_letter import try_mail
from habac24h.web.forms import Form, Sent
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.setting_fields import FIELDS, changed, shown, sources
from habac24h.web.visitor import Visitor, Who, desk_of, must_be_admin
from habac24h.workflow.own_settings import PASSWORD, change_settings

ADDRESS = "/cai-dat/thu"
router = APIRouter()


@router.api_route(ADDRESS, methods=list(READING))
def mail_settings(request: Request, room: Here) -> HTMLResponse:
    """The fields as they count now; the password is never among them."""
    return _show(request, room)


@router.post(ADDRESS)
def save(request: Request, room: Here, who: Who, form: Form) -> Response:
    """Keep what was typed anew; then, where that was pressed, send a letter to try it."""
    is_trial = form.one("viec") == "thu"
    try:
        must_be_admin(who)
        _save(room, who, form, nothing_is_fine=is_trial)
    except HabacError as error:
        with room.look() as session:
            room.office.refresh(session)
        return _show(request, room, trouble=error, typed=form, trial_to=form.one("thu-den"))
    if not is_trial:
        return RedirectResponse(f"{ADDRESS}?xong=luu", 303)
    to = form.one("thu-den")
    try:
        _try(room, who, to)
    except HabacError as error:
        return _show(request, room, trouble=error, saved=True, trial_to=to)
    return _show(request, room, saved=True, trial_to=to)


def _save(room: Room, who: Visitor, form: Sent, *, nothing_is_fine: bool) -> None:
    values, password = changed(room, form, MAIL), _password(room, form)
    if nothing_is_fine and not values and password is None:
        return
    base = room.office.base or room.office.settings
    with desk_of(room, who) as desk:
        change_settings(desk, base, values, password)
        room.office.refresh(desk.session)


def _password(room: Room, form: Sent) -> NewPassword | None:
    """An empty field keeps the old one: it is never shown, so that nobody can type it over."""
    if form.one("bo-mat-khau"):
        return NewPassword(None)
    typed = form.one(PASSWORD)
    if not typed:
        return None
    return mail_password.sealed(typed, room.office.home, room.office.settings)


def _try(room: Room, who: Visitor, to: str) -> None:
    """Outside any transaction: a server may take half a minute to answer."""
    settings = room.office.settings
    with room.look() as session:
        password = mail_password.password(session, room.office.home, settings)
    try_mail(settings, password, to, room.now())
    with desk_of(room, who) as desk:
        audit.record(desk.session, desk.who, "mail-trial", desk.now, address=to)


def _show(
    request: Request,
    room: Room,
    *,
    trouble: HabacError | None = None,
    typed: Sent | None = None,
    saved: bool = False,
    trial_to: str = "",
) -> HTMLResponse:
    settings = room.office.settings
    with room.look() as session:
        source = mail_password.source(session, settings)
        latest = ledger.latest(session, morning.NAME)
    return page(
        request,
        "mail_settings.html",
        400 if trouble else 200,
        names=MAIL,
        fields=FIELDS,
        values=shown(room, MAIL, typed),
        sources=sources(room, MAIL),
        password=source.value if source else "",
        password_lost=typed is not None and bool(typed.one(PASSWORD)),
        wrong=trouble.fields if isinstance(trouble, WrongSettings) else {},
        trouble=trouble.sentence if trouble else None,
        done=request.query_params.get("xong") == "luu",
        saved=saved,
        trial_to=trial_to or next(iter(settings.smtp.recipients), ""),
        latest=latest,
        mail=bool(settings.smtp.host),
    )
