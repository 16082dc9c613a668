"""Pages kept as bytes until anything changes: the office looks at the same five all day.

1. A page is kept only where its route says so (`KEPT`): it must follow from the rows, the minute,
   the visitor and the trouble of the scheduler, and from nothing else.
2. The mark of the database is read before the page is made, so that a commit in between makes the
   kept page too old, never too new for its mark.
3. It is shown again only to the same cookie under the same address, while the mark, the minute and
   the trouble are the same, and the session needs no look of its own (`until`).
4. Whenever the mark has moved the office's own settings are read again before anything else: they
   may have been changed by another process, and this one may have no scheduler that would notice.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from habac24h.errors import DatabaseError
from habac24h.web.freshness import Freshness, Mark
from habac24h.web.room import Room

MOST_BYTES = 32 * 1024 * 1024
MOST_QUERY = 500
"""Bytes behind the question mark: no address of ours has more, and they would not be counted."""
_KEEP = "keep"
_NEVER = ("/static/", "/anh/", "/lich/", "/minh-chung/")
"""Addresses that have their own ways of being quick: nobody looks at the mark for them."""
_API = "/api/"
"""Its answers are made anew each time."""
_Key = tuple[str, bytes, bytes, bytes, bool]


async def _keep(request: Request) -> None:
    """Say that the answer may be kept; async, because a thread for it would cost more."""
    setattr(request.state, _KEEP, True)


KEPT = [Depends(_keep)]
"""The `dependencies` of a route whose page follows from the rows and the minute alone."""


@dataclass(frozen=True)
class Moment:
    """Everything besides the address and the visitor from which a kept page follows."""

    mark: Mark
    minute: int
    trouble: str | None


@dataclass
class _Answer:
    """A page as it was sent."""

    moment: Moment
    until: datetime | None
    start: Message | None = None
    body: bytes = b""


class Pages:
    """The kept pages of one office; safe to use from several threads."""

    def __init__(self, room: Room, most_bytes: int = MOST_BYTES) -> None:
        self._room, self._most = room, most_bytes
        self.freshness = Freshness(room.office.database)
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, _Answer] = OrderedDict()
        self._bytes = 0
        self._followed: Mark | None = None
        self.found = 0
        """How many pages were not made anew; tests look at it."""

    async def moment(self) -> Moment | None:
        """The present one; None when the database cannot tell."""
        look = self.freshness.mark
        mark = look() if self.freshness.is_quick else await run_in_threadpool(look)
        if mark is None:
            return None
        if mark != self._followed:
            try:
                await run_in_threadpool(self._follow, mark)
            except DatabaseError:  # told by whatever is asked for, /healthz in its own words
                return None
        ticker = self._room.ticker
        trouble = ticker.trouble if ticker else None
        return Moment(mark, int(self._room.now().timestamp()) // 60, trouble)

    def _follow(self, mark: Mark) -> None:
        """Take up what the office's settings say at this mark, or later."""
        with self._room.look() as session:
            self._room.office.refresh(session)
        self._followed = mark

    def find(self, key: _Key, moment: Moment) -> _Answer | None:
        """The page of this address for this visitor, where it still holds."""
        with self._lock:
            answer = self._kept.get(key)
            if answer is None or answer.moment != moment:
                return None
            if answer.until is not None and self._room.now() >= answer.until:
                return None
            self._kept.move_to_end(key)
            self.found += 1
            return answer

    def keep(self, key: _Key, answer: _Answer) -> None:
        """Keep a page; the longest unseen ones go when there is too much."""
        if len(answer.body) > self._most // 4:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = answer
            self._bytes += len(answer.body)
            while self._bytes > self._most:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: _Key) -> None:
        gone = self._kept.pop(key, None)
        self._bytes -= len(gone.body) if gone else 0


class Kept:
    """Answers with a kept page where one holds, and keeps what its route allows to keep."""

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app, self._pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_NEVER):
            await self._app(scope, receive, send)
            return
        moment = await self._pages.moment()
        if moment is None or not _can_be_kept(scope):
            await self._app(scope, receive, send)
            return
        key = _key(scope)
        found = self._pages.find(key, moment)
        if found is not None and found.start is not None:
            await send(found.start)
            await send({"type": "http.response.body", "body": found.body})
            return
        await self._make(scope, receive, send, key, moment)

    async def _make(
        self, scope: Scope, receive: Receive, send: Send, key: _Key, moment: Moment
    ) -> None:
        answer = _Answer(moment, None)
        state: dict[str, Any] = scope.setdefault("state", {})

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and _may_be_kept(message, state):
                answer.start = message
                answer.until = state.get("until")
            elif message["type"] == "http.response.body" and answer.start is not None:
                answer.body += message.get("body", b"")
                if not message.get("more_body", False):
                    self._pages.keep(key, answer)
            await send(message)

        await self._app(scope, receive, noted)


def _can_be_kept(scope: Scope) -> bool:
    """Whether an answer to such a request may be a kept one at all."""
    short = len(scope["query_string"]) <= MOST_QUERY
    return bool(scope["method"] == "GET" and short and not scope["path"].startswith(_API))


def _may_be_kept(message: Message, state: dict[str, Any]) -> bool:
    names = {name.lower() for name, _value in message["headers"]}
    return bool(state.get(_KEEP)) and message["status"] == 200 and b"set-cookie" not in names


def _key(scope: Scope) -> _Key:
    """The address and the visitor's cookie; the host too, since pages write addresses with it."""
    cookie = host = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie += value + b";"
        elif name == b"host":
            host = value
    return scope["path"], scope["query_string"], cookie, host, scope["state"]["here"]
