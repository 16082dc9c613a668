"""Who calls: the program behind a bearer token, how far it reaches, and how often it may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from habac24h import audit
from habac24h.accounts import api_tokens
from habac24h.accounts.api_tokens import LADDER, SCOPES, Caller
from habac24h.throttle import Throttle
from habac24h.web.api.problems import Trouble
from habac24h.web.room import Here, Room
from habac24h.workflow import Desk

MOST, WITHIN = 120, timedelta(minutes=1)
"""Requests of one token: twenty thousand items, a hundred at a time, take two minutes."""
_scheme = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="Mã truy cập tạo ở trang Tài khoản hoặc bằng `habac24h tokens add`.",
)
Given = Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]


def needs(scope: str) -> Callable[..., Caller]:
    """A dependency: the caller, whose token holds this scope."""

    def caller(request: Request, room: Here, given: Given) -> Caller:
        found = _caller(request, room, given)
        order = list(SCOPES)
        if order.index(found.scope) < order.index(scope):
            raise Trouble(
                "forbidden",
                f"Việc này cần phạm vi “{scope}”; mã truy cập “{found.token}” của "
                f"“{found.account}” hiện chỉ được “{found.scope}”.",
            )
        return found

    return caller


def _caller(request: Request, room: Room, given: HTTPAuthorizationCredentials | None) -> Caller:
    now = room.now()
    with room.look() as session:
        found = api_tokens.whose(session, given.credentials, now) if given else None
    if found is None:
        raise Trouble(
            "unauthorized",
            "Cần mã truy cập còn hiệu lực trong đầu mục Authorization: Bearer …",
            WWW_Authenticate="Bearer",
        )
    throttle: Throttle = request.app.state.throttle
    wait = throttle.wait(found.token_sha256, now)
    if wait is not None:
        sentence = f"Mã truy cập này gọi quá {MOST} lần một phút; hãy chờ {wait} giây."
        raise Trouble("too-often", sentence, Retry_After=str(wait))
    if found.stale:
        with room.office.database.write() as session:
            api_tokens.touch(session, found.token_sha256, now)
    return found


Reads = Annotated[Caller, Depends(needs("read"))]
Writes = Annotated[Caller, Depends(needs("write"))]
Approves = Annotated[Caller, Depends(needs("approve"))]
Administers = Annotated[Caller, Depends(needs("admin"))]


@contextmanager
def desk_for(room: Room, caller: Caller) -> Iterator[Desk]:
    """One unit of work of the token's person, never in a higher role than the token gives."""
    with room.office.database.write() as session:
        desk = Desk.of(session, room.office.settings, room.now(), caller.account)
        role = LADDER[min(LADDER.index(desk.role), LADDER.index(caller.role))]
        who = audit.Actor(caller.account, f"api: {caller.token}")
        yield replace(desk, role=role, who=who)
