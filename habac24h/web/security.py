"""What every answer carries and every request must be: headers, loopback names, reading only."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = frozenset(("127.0.0.1", "localhost", "[::1]"))
"""Names of this computer, under which it may always be asked."""
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
    # To nobody else; our own pages tell from which form something was sent (way_back.form_page).
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_PUBLIC = re.compile(
    r"/lich/(?:dang-ky|[A-Za-z0-9_-]{43}(?:\.ics)?)|/nhac-viec/[A-Za-z0-9_-]{43}\.ics|/metrics|/static/[a-z./-]+"
)
_FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"}
_HERE_ONLY = "Trang này chỉ mở được trên máy tính của cơ quan.\n"


def is_encrypted(request: Request) -> bool:
    """Whether the browser came by https, to this process or to a proxy in front of it.

    The proxy speaks plain http to us; the browser's own Origin tells (SameOrigin has checked it).
    """
    origin = request.headers.get("origin", "")
    return request.url.scheme == "https" or origin.startswith("https://")


def is_public(path: str) -> bool:
    """Whether people outside may ask for it: a subscriber's calendar and how to subscribe."""
    return _PUBLIC.fullmatch(path) is not None


class Doorman:
    """Says from where somebody asks, and lets outsiders in to the calendars alone.

    here     under a loopback name and from this computer: may read before the first password
    network  under one of `allowed_hosts`: every page, but never without having signed in
    outside  under the public name, or under a loopback name from elsewhere: calendars alone

    A name can be claimed by anybody, so that a loopback name from another address, or through a
    proxy (which betrays itself by what it adds), counts for nothing.
    """

    def __init__(self, app: ASGIApp, network: Iterable[str] = ()) -> None:
        self._app, self._network = app, frozenset(network)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        name = host_of(headers)
        here = name in HERE and _is_this_computer(scope) and _FORWARDED.isdisjoint(headers)
        outside = not here and name not in self._network
        scope.setdefault("state", {}).update(here=here, outside=outside)
        if outside and not is_public(scope["path"]):
            await PlainTextResponse(_HERE_ONLY, status_code=404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def host_of(headers: Mapping[bytes, bytes]) -> str:
    """The name of the Host header, without its port."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _is_this_computer(scope: Scope) -> bool:
    """Whether the connection comes from loopback; a server without addresses has no strangers."""
    client = scope.get("client")
    try:
        return client is None or ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return True


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
