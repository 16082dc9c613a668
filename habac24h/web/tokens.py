"""Tokens of programs on the account page: made and shown once, revoked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from habac24h.accounts import api_tokens
from habac24h.errors import HabacError, Refused
from habac24h.web.accounts import must_be_somebody, show
from habac24h.web.room import Here
from habac24h.web.visitor import Who, must_be_admin
from habac24h.workflow import people

router = APIRouter()
Typed = Annotated[str, Form()]


@router.post("/tai-khoan/ma/them")
def add(
    request: Request,
    room: Here,
    who: Who,
    ten: Typed = "",
    pham_vi: Typed = "read",
    ngay: Typed = str(api_tokens.DAYS),
) -> Response:
    """A new token of the visitor's own; the answer shows its secret."""
    must_be_somebody(who)
    try:
        with room.office.database.write() as session:
            account, now = people.named(session, who.name), room.now()
            days, by = _days(ngay), who.actor
            secret = api_tokens.make(session, account, ten, pham_vi, days, by=by, now=now)
    except HabacError as error:
        return show(request, room, who, trouble=error)
    return show(request, room, who, secret=(ten.strip(), secret))


@router.post("/tai-khoan/ma/thu-hoi")
def revoke(request: Request, room: Here, who: Who, ten: Typed = "", nguoi: Typed = "") -> Response:
    """Close one of the own tokens, or for the administrator anybody's."""
    must_be_somebody(who)
    owner = nguoi or who.name
    try:
        if owner != who.name:
            must_be_admin(who)
        with room.office.database.write() as session:
            api_tokens.revoke(session, owner, ten, by=who.actor, now=room.now())
    except HabacError as error:
        return show(request, room, who, trouble=error)
    return RedirectResponse("/tai-khoan?xong=thu-hoi-ma", 303)


def _days(written: str) -> int:
    if not written.strip().isascii() or not written.strip().isdigit():
        raise Refused("Thời hạn là một số ngày, ví dụ 90.")
    return int(written[:6])
