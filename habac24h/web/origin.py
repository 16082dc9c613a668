"""Requests that change something must come from our own pages (cross-site request forgery)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
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
