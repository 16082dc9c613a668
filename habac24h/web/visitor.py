"""Who is looking: whoever sits at this computer, or somebody who signed in.

An office without a password is as open as its folder: its pages can be read, nothing can be
changed. From the first password on, every page asks who is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError

from habac24h import audit
from habac24h.accounts import sessions
from habac24h.accounts.links import nobody_can_sign_in
from habac24h.accounts.names import names_of_people
from habac24h.errors import HabacError, Refused
from habac24h.web.room import Here, Room
from habac24h.workflow import Desk
from habac24h.workflow.desk import APPROVERS
from habac24h.workflow.halting import halt

COOKIE = "habac24h"


class SignInNeeded(Exception):
    """This page is for people who signed in; the visitor is led to the door."""


@dataclass(frozen=True)
class Visitor:
    """An account as the pages know it; without a name: whoever sits here, only to read."""

    name: str = ""
    role: str = "reader"

    @property
    def decides(self) -> bool:
        """Whether this person may approve."""
        return self.role in APPROVERS

    @property
    def actor(self) -> audit.Actor:
        """As the audit log names this person: the operating system's account is the server's."""
        return audit.Actor(self.name)


NOBODY = Visitor()


def gate(request: Request, room: Here) -> None:
    """For every page but the door: find out who is there, or ask (SignInNeeded)."""
    token, now = request.cookies.get(COOKIE), room.now()
    here = getattr(request.state, "here", True)
    request.state.visitor = NOBODY
    with room.look() as session:
        account = sessions.whose(session, token, now) if token else None
        if account is None and not (here and nobody_can_sign_in(session)):
            raise SignInNeeded
        request.state.halt = halt(session)
        request.state.names_of_people = names_of_people(session)
        next_look = sessions.looked_at_until(session, token) if token else None
    request.state.until = next_look
    stale = next_look is not None and now >= next_look
    if account is not None:
        request.state.visitor = Visitor(account.name, account.role)
    if account is not None and stale and token is not None:
        with room.office.database.write() as session:
            sessions.touch(session, token, now)


def look(request: Request) -> None:
    """For pages of trouble, which no gate stands before: who is there, if that can be told."""
    if hasattr(request.state, "visitor"):
        return
    with suppress(SignInNeeded, HabacError, SQLAlchemyError):
        gate(request, request.app.state.room)


def seen(request: Request) -> Visitor:
    """The visitor whom the gate found; nobody on pages before it."""
    found: Visitor = getattr(request.state, "visitor", NOBODY)
    return found


Who = Annotated[Visitor, Depends(seen)]


@contextmanager
def desk_of(room: Room, visitor: Visitor) -> Iterator[Desk]:
    """One unit of work of the person who signed in."""
    if visitor is NOBODY:
        raise Refused(
            "Chưa ai có mật khẩu nên trang này chỉ xem được; hãy mở đường dẫn thiết lập mà chương "
            "trình in ra khi khởi động để tạo tài khoản đầu tiên."
        )
    with room.office.database.write() as session:
        desk = Desk.of(session, room.office.settings, room.now(), visitor.name)
        yield replace(desk, who=visitor.actor)


def must_be_admin(visitor: Visitor) -> None:
    """Refuse for people who do not look after the accounts."""
    if visitor.role != "admin":
        raise Refused("Việc này dành cho người quản trị; hãy nhờ người quản trị của cơ quan.")


def must_be_approver(visitor: Visitor) -> None:
    """Refuse for people who may not decide."""
    if not visitor.decides:
        raise Refused("Việc duyệt dành cho người duyệt hoặc người quản trị.")
