"""Tài khoản: one's own password, and for the administrator who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.accounts import api_tokens, links, passwords, sessions
from habac24h.accounts.links import Purpose
from habac24h.accounts.names import names_of_people
from habac24h.accounts.tokens import digest
from habac24h.errors import HabacError, Refused
from habac24h.models import Account
from habac24h.web.entrance import NOT_TYPED, WRONG, come_in
from habac24h.web.pages import page
from habac24h.web.reach import Reach, reach
from habac24h.web.room import Here, Room
from habac24h.web.security import READING, is_encrypted
from habac24h.web.visitor import (
    COOKIE,
    NOBODY,
    SignInNeeded,
    Visitor,
    Who,
    desk_of,
    must_be_admin,
)
from habac24h.workflow import people

router = APIRouter()
Typed = Annotated[str, Form()]


@router.api_route("/tai-khoan", methods=list(READING))
def account(request: Request, room: Here, who: Who) -> HTMLResponse:
    """The visitor's own account; for the administrator everybody's."""
    return show(request, room, who)


@router.post("/tai-khoan/mat-khau")
def change_password(
    request: Request,
    room: Here,
    who: Who,
    cu: Typed = "",
    mat_khau: Typed = "",
    lan_hai: Typed = "",
) -> Response:
    """A new password for oneself; every other session of this account ends."""
    must_be_somebody(who)
    with room.look() as session:
        kept = session.get_one(Account, who.name).password_hash
    try:
        if not passwords.matches(cu, kept):
            raise Refused(WRONG)
        if mat_khau != lan_hai:
            raise Refused("Hai lần gõ mật khẩu mới chưa giống nhau; hãy gõ lại.")
        with room.office.database.write() as session:
            own = session.get_one(Account, who.name)
            links.set_password(session, own, mat_khau, room.now())
    except Refused as error:
        return show(request, room, who, trouble=error)
    return come_in(request, room, own, "/tai-khoan?xong=mat-khau")


@router.post("/tai-khoan/them")
def add(
    request: Request,
    room: Here,
    who: Who,
    ten: Typed = "",
    vai_tro: Typed = "editor",
    ho_ten: Typed = "",
    chuc_vu: Typed = "",
) -> Response:
    """A new person; the answer shows the one-time link for the first password."""
    new = {"role": vai_tro, "full_name": ho_ten, "position": chuc_vu}
    return _with_link(request, room, who, ten.strip(), new)


@router.post("/tai-khoan/duong-dan")
def link(request: Request, room: Here, who: Who, ten: Typed = "") -> Response:
    """A one-time link by which somebody sets a new password."""
    return _with_link(request, room, who, ten)


@router.post("/tai-khoan/ho-ten")
def set_name(
    request: Request,
    room: Here,
    who: Who,
    ten: Typed = "",
    ho_ten: Typed = "",
    chuc_vu: Typed = "",
) -> Response:
    """What somebody is called on papers, oneself included: administrators alone say it.

    Papers name people by it, also as approvers of what is long done; whoever could change the own
    name could make them bear another person's.
    """
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            people.set_name(
                desk.session, ten, desk.now, full_name=ho_ten, position=chuc_vu, by=desk.who
            )
    except HabacError as error:
        return show(request, room, who, trouble=error)
    return RedirectResponse("/tai-khoan?xong=ho-ten", 303)


@router.post("/tai-khoan/vai-tro")
def change_role(
    request: Request, room: Here, who: Who, ten: Typed = "", vai_tro: Typed = ""
) -> Response:
    """Another role for somebody; one's own too, while the office keeps an administrator."""
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            people.change_role(desk.session, ten, vai_tro, desk.now, by=desk.who)
    except HabacError as error:
        return show(request, room, who, trouble=error)
    return RedirectResponse("/tai-khoan?xong=vai-tro", 303)


@router.post("/tai-khoan/khoa")
def disable(request: Request, room: Here, who: Who, ten: Typed = "") -> Response:
    """Close an account and end its sessions; nobody closes the own one."""
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            if ten == who.name:
                raise Refused("Không tự khóa tài khoản của chính mình được.")
            people.disable(desk.session, ten, desk.now, by=desk.who)
    except HabacError as error:
        return show(request, room, who, trouble=error)
    return RedirectResponse("/tai-khoan?xong=khoa", 303)


@router.post("/tai-khoan/mo-khoa")
def enable(request: Request, room: Here, who: Who, ten: Typed = "") -> Response:
    """Open a closed account again."""
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            people.enable(desk.session, ten, desk.now, by=desk.who)
    except HabacError as error:
        return show(request, room, who, trouble=error)
    return RedirectResponse("/tai-khoan?xong=mo-khoa", 303)


def _with_link(
    request: Request, room: Room, who: Visitor, name: str, new: Mapping[str, str] | None = None
) -> Response:
    """A link for somebody; `new`: the account is made first, as these fields say."""
    try:
        with desk_of(room, who) as desk:
            must_be_admin(who)
            if new is not None:
                name = people.add(desk.session, name, now=desk.now, by=desk.who, **new).name
            account = people.named(desk.session, name)
            token = links.make(desk.session, Purpose.PASSWORD, desk.now, account=account.name)
    except HabacError as error:
        return show(request, room, who, trouble=error, typed={"name": name, **(new or {})})
    return show(request, room, who, made=(name, f"{_for_others(request, room)}/vao/{token}"))


def _for_others(request: Request, room: Room) -> str:
    """Where whoever gets a link opens it: 127.0.0.1 would be their own computer."""
    if request.state.here and room.shared is not None:
        return room.shared
    return f"{'https' if is_encrypted(request) else request.url.scheme}://{request.url.netloc}"


def must_be_somebody(who: Visitor) -> None:
    """Lead whoever is not signed in to the door."""
    if who is NOBODY:
        raise SignInNeeded


def show(
    request: Request,
    room: Room,
    who: Visitor,
    *,
    trouble: HabacError | None = None,
    made: tuple[str, str] | None = None,
    secret: tuple[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The account page: with the sentence of what was refused, or what is shown once only."""
    must_be_somebody(who)
    admin, cookie = who.role == "admin", request.cookies.get(COOKIE, "")
    with room.look() as session:
        everyone = people.everyone(session) if admin else []
        of_all = api_tokens.everyone(session) if admin else []
        tokens = of_all or api_tokens.of_person(session, who.name)
        called = names_of_people(session)
        open_ = sessions.of_person(session, who.name, room.now())
    return page(
        request,
        "account.html",
        400 if trouble else 200,
        everyone=everyone,
        roles=people.ROLES,
        made=made,
        only_here=reach(_for_others(request, room)) == Reach.HERE,
        named=room.office.settings.allowed_hosts,
        secret=secret,
        tokens=tokens,
        scopes=scopes_of(who.role),
        days=api_tokens.DAYS,
        most_days=api_tokens.MOST_DAYS,
        now=room.now(),
        open_sessions=open_,
        this_session=digest(cookie),
        typed=NOT_TYPED | {"role": people.missing_role(everyone)} | dict(typed or {}),
        names_of_people=called,
        trouble=trouble.sentence if trouble else None,
        done=_DONE.get(request.query_params.get("xong", "")),
        shortest=passwords.SHORTEST,
        idle_hours=int(sessions.IDLE.total_seconds() // 3600),
    )


def scopes_of(role: str) -> dict[str, str]:
    """The scopes that a person of this role may give to a program, with their words."""
    held = api_tokens.LADDER.index(role)
    return dict(list(api_tokens.SCOPES.items())[: held + 1])


_DONE = {
    "phien": "Đã kết thúc phiên đăng nhập.",
    "thu-hoi-ma": "Đã thu hồi mã truy cập; chương trình dùng mã ấy không vào được nữa.",
    "mat-khau": "Đã đổi mật khẩu; các máy khác phải đăng nhập lại.",
    "vai-tro": "Đã đổi vai trò; có hiệu lực ngay, kể cả ở nơi người ấy đang đăng nhập.",
    "ho-ten": "Đã lưu họ tên, chức vụ; báo cáo và giấy in từ nay ghi như vậy.",
    "khoa": "Đã khóa tài khoản.",
    "mo-khoa": "Đã mở khóa tài khoản; mật khẩu và mã truy cập cũ dùng lại được.",
}
