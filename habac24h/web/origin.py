"""Requests that change something must come from our own pages (cross-site request forgery)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from habac24h.web.api.problems import before_routes
from habac24h.web.security import READING

REFUSED = (
    "Yêu cầu này không đến từ trang của chương trình nên bị từ chối; hãy mở lại trang rồi làm."
)


class SameOrigin:
    """Refuses (403) every unsafe method that another site's page may have started.

    As Go 1.25's CrossOriginProtection and Datasette do: Sec-Fetch-Site where the browser sends it
    (https and loopback), else Origin against Host (plain http in a local network). A client that
    sends neither is no browser, and carries no cookie that it does not own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changes = scope["type"] == "http" and scope["method"] not in READING
        if changes and not is_own(Headers(scope=scope)):
            await before_routes(scope, "foreign-page", REFUSED)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_own(headers: Mapping[str, str]) -> bool:
    """Whether a request with these headers was started by a page of this very address."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host")
    except ValueError:  # such as "http://[": no browser sends it
        return False


def form_page(request: Request) -> str:
    """The path of our page with the form that this request was sent from; "/" where unknown."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    path = came_from.path
    if came_from.netloc != request.headers.get("host") or not _is_page(request, path):
        return "/"
    return f"{path}?{came_from.query}" if came_from.query else path


def _is_page(request: Request, path: str) -> bool:
    """Whether the path can be opened: a refused form stands at an address that only takes forms."""
    if path.startswith("//"):
        return False
    asked = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    return any(one.matches(asked)[0] == Match.FULL for one in request.app.router.routes)
