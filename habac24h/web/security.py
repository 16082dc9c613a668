"""What every answer carries and every request must be: headers, loopback names, reading only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Names under which this computer may be asked; others would be DNS rebinding."""
READING = ("GET", "HEAD")

PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
WALL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""The practice wall is a stand-alone file with its style inside; only our page may frame it."""

HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_PUBLIC = re.compile(
    r"/lich/(?:dang-ky|[A-Za-z0-9_-]{43}(?:\.ics)?)|/nhac-viec/[A-Za-z0-9_-]{43}\.ics|/metrics|/static/[a-z./-]+"
)
_FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"}
_HERE_ONLY = "Trang này chỉ mở được trên máy tính của cơ quan.\n"


def is_public(path: str) -> bool:
    """Whether people outside may ask for it: a subscriber's calendar and how to subscribe."""
    return _PUBLIC.fullmatch(path) is not None


class Doorman:
    """Lets others in under the office's public name, and to the calendars alone.

    The other pages have no login: they are for this computer. A proxy in front that rewrites Host
    betrays itself by what it adds, so that a careless set-up opens nothing either.
    """

    def __init__(self, app: ASGIApp, here: Iterable[str] = (*LOOPBACK, "[::1]")) -> None:
        self._app, self._here = app, frozenset(here)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outside = self._is_outside(dict(scope["headers"]))
        scope.setdefault("state", {})["outside"] = outside
        if outside and not is_public(scope["path"]):
            await PlainTextResponse(_HERE_ONLY, status_code=404)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_outside(self, headers: dict[bytes, bytes]) -> bool:
        host = headers.get(b"host", b"").decode("latin-1")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return name not in self._here or not _FORWARDED.isdisjoint(headers)


class Guard:
    """Adds the headers that an answer does not bring itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _value in message["headers"]}
                ours = [pair for pair in _RAW if pair[0] not in there]
                message = {**message, "headers": [*message["headers"], *ours]}
            await send(message)

        await self._app(scope, receive, guarded)
