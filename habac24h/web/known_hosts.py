"""The names under which this computer may be asked; any other would be DNS rebinding."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from habac24h.config import Settings
from habac24h.web.kept import Pages
from habac24h.web.room import Room
from habac24h.web.security import HERE, host_of

_UNKNOWN = (
    "Chương trình không mở được dưới tên này. Trên máy của cơ quan, hãy mở http://127.0.0.1:8024.\n"
)


class KnownHosts:
    """Refuses (400) a name that is none of ours.

    This computer's own names are always ours: no setting can shut the office out of its pages. The
    public address may be changed by a page meanwhile, of another process too: before a name is
    refused, the settings are looked at once more.
    """

    def __init__(self, app: ASGIApp, room: Room, pages: Pages) -> None:
        self._app, self._room, self._pages = app, room, pages
        self._settings: Settings | None = None
        self._names = HERE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            name = host_of(dict(scope["headers"]))
            if not self._knows(name):
                await self._pages.moment()
                if not self._knows(name):
                    await PlainTextResponse(_UNKNOWN, status_code=400)(scope, receive, send)
                    return
        await self._app(scope, receive, send)

    def _knows(self, name: str) -> bool:
        settings = self._room.office.settings
        if settings is not self._settings:
            self._names = HERE | {*settings.allowed_hosts, *_public(settings)}
            self._settings = settings
        return name in self._names


def _public(settings: Settings) -> tuple[str, ...]:
    """The name in the public address, as a browser repeats it."""
    host = urlsplit(settings.public_url or "").hostname
    if host is None:
        return ()
    return (f"[{host}]",) if ":" in host else (host,)
