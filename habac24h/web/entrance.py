"""The door: signing in and out, the first administrator, a new password by a one-time link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.accounts import links, passwords, sessions
from habac24h.accounts.guessing import Guessing
from habac24h.accounts.links import Purpose
from habac24h.accounts.names import names_of_people
from habac24h.errors import HabacError, Refused
from habac24h.models import Account
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING, is_encrypted
from habac24h.web.visitor import COOKIE
from habac24h.workflow import people

router = APIRouter()
Typed = Annotated[str, Form()]
WRONG = "Tên hoặc mật khẩu chưa đúng; hãy gõ lại."
NOT_TYPED = dict.fromkeys(("name", "role", "full_name", "position"), "")
"""The fields of a new account before anybody typed."""


@router.api_route("/dang-nhap", methods=list(READING))
def door(request: Request, den: str = "/") -> HTMLResponse:
    """The sign-in form; `den` is the page that the visitor wanted."""
    return page(request, "sign_in.html", wanted=own_path(den), typed="", trouble=None)


@router.post("/dang-nhap")
def sign_in(
    request: Request, room: Here, ten: Typed = "", mat_khau: Typed = "", den: Typed = "/"
) -> Response:
    """Check name and password; the same answer for a wrong name and a wrong password."""
    guessing: Guessing = request.app.state.guessing
    now = room.now()
    address = request.client.host if request.client else ""
    name = ten.strip()
    try:
        guessing.must_wait(name, address, now)
        with room.look() as session:
            # Asked for a NUL, PostgreSQL would fail instead of finding nobody.
            account = session.get(Account, name) if name.isprintable() else None
        kept = account.password_hash if account and not account.disabled else None
        if not passwords.matches(mat_khau, kept) or account is None:
            guessing.failed(name, address, now)
            raise Refused(WRONG)
    except Refused as error:
        said = {"wanted": own_path(den), "typed": name, "trouble": error.sentence}
        return page(request, "sign_in.html", 400, **said)
    return come_in(request, room, account, own_path(den))


@router.post("/dang-xuat")
def sign_out(request: Request, room: Here) -> Response:
    """End this browser's session."""
    token = request.cookies.get(COOKIE)
    if token:
        with room.office.database.write() as session:
            sessions.end(session, token, room.now())
    answer = RedirectResponse("/dang-nhap", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.api_route("/vao/{token}", methods=list(READING))
def link(request: Request, room: Here, token: str) -> HTMLResponse:
    """What a one-time link opens: the first account, or a new password."""
    with room.look() as session:
        found = links.opens(session, token, room.now())
    return _link_page(request, room, token, found.account)


@router.post("/vao/{token}")
def use_link(
    request: Request,
    room: Here,
    token: str,
    ten: Typed = "",
    mat_khau: Typed = "",
    lan_hai: Typed = "",
    ho_ten: Typed = "",
    chuc_vu: Typed = "",
) -> Response:
    """Keep the password, sign in; the link opens no second time."""
    named: str | None = None
    try:
        with room.office.database.write() as session:
            found = links.opens(session, token, room.now())
            named = found.account
            if mat_khau != lan_hai:
                raise Refused("Hai lần gõ mật khẩu chưa giống nhau; hãy gõ lại.")
            if found.purpose == Purpose.SETUP:
                account = people.add(
                    session,
                    ten.strip(),
                    "admin",
                    room.now(),
                    password=mat_khau,
                    full_name=ho_ten,
                    position=chuc_vu,
                )
            else:
                account = session.get_one(Account, named)
                links.set_password(session, account, mat_khau, room.now())
            links.use(session, found)
    except Refused as error:
        typed = {"name": ten.strip(), "full_name": ho_ten, "position": chuc_vu}
        return _link_page(request, room, token, named, typed=typed, trouble=error)
    return come_in(request, room, account, "/")


def own_path(wanted: str) -> str:
    """A path of ours to go on to, never another site's (//evil, /\\evil)."""
    fine = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if fine else "/"


def _link_page(
    request: Request,
    room: Room,
    token: str,
    account: str | None,
    *,
    typed: Mapping[str, str] = NOT_TYPED,
    trouble: HabacError | None = None,
) -> HTMLResponse:
    said = trouble.sentence if trouble else None
    status = 400 if trouble else 200
    with room.look() as session:
        known = session.get(Account, account) if account else None
        shown: dict[str, object] = {
            "called": names_of_people(session).name(account) if account else "",
            "had_one": known is not None and known.password_hash is not None,
        }
    shown |= {"token": token, "account": account, "typed": NOT_TYPED | dict(typed), "trouble": said}
    return page(request, "one_time_link.html", status, **shown, shortest=passwords.SHORTEST)


def come_in(request: Request, room: Room, account: Account, wanted: str) -> Response:
    """Begin a session in this browser and go on to the wanted page."""
    with room.office.database.write() as session:
        token = sessions.begin(session, account, room.now())
    answer = RedirectResponse(wanted, 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_encrypted(request),
    )
    return answer
