"""/lich/{token}.ics: what subscribers' programs fetch."""

from __future__ import annotations

import hashlib

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from habac24h.throttle import Throttle
from habac24h.web.conditional import accepts_gzip, is_known
from habac24h.web.security import READING
from habac24h.web.shelf import Body, Look, Shelf

FILE_NAME = "lich-truyen-thong.ics"
MOST_AN_HOUR = 60
"""Nextcloud and vdirsyncer send no If-None-Match, and one address may have several readers."""
UNKNOWN = "Không có lịch ở địa chỉ này. Hãy xin cơ quan địa chỉ mới.\n"
_TOO_OFTEN = "Lịch này được hỏi quá nhiều lần trong một giờ; hãy thử lại sau.\n"
_ALWAYS = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""Not robots.txt: Google obeys it and would then never fetch the calendar."""


async def feed(request: Request) -> Response:
    """The calendar of one subscriber; `Accept` is ignored, Google sends none.

    A plain Starlette route: FastAPI's way of finding arguments would cost more than the answer.
    """
    shelf: Shelf = request.app.state.shelf
    token: str = request.path_params["token"]
    look = shelf.look(token) if shelf.is_quick else await run_in_threadpool(shelf.look, token)
    if look is None:
        return PlainTextResponse(UNKNOWN, 404, headers=_ALWAYS | {"Cache-Control": "no-store"})
    throttle: Throttle = request.app.state.throttle
    who = hashlib.sha256(token.encode()).hexdigest()
    wait = throttle.wait(who, request.app.state.room.now())
    if wait is not None:
        return PlainTextResponse(_TOO_OFTEN, 429, headers=_ALWAYS | {"Retry-After": str(wait)})
    if is_known(request.headers, look.etag, look.modified):
        return Response(status_code=304, headers=_headers(look))
    kept = _kept(shelf, look, request)
    return kept if kept is not None else await run_in_threadpool(_whole, shelf, look, request)


ROUTE = Route("/lich/{token}.ics", feed, methods=list(READING))


def _kept(shelf: Shelf, look: Look, request: Request) -> Response | None:
    """The answer where its body is kept already, so that nobody waits for another thread."""
    body = shelf.kept(look)
    if body is None or (accepts_gzip(request.headers) and not body.is_packed):
        return None
    return _answer(look, body, request)


def _whole(shelf: Shelf, look: Look, request: Request) -> Response:
    return _answer(*shelf.body(look), request)


def _answer(look: Look, body: Body, request: Request) -> Response:
    packed = accepts_gzip(request.headers)
    content = body.packed() if packed else body.plain
    headers = _headers(look) | {
        "Content-Disposition": f'inline; filename="{FILE_NAME}"',
        "Content-Length": str(len(content)),
    }
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(
        b"" if request.method == "HEAD" else content,
        media_type="text/calendar; charset=utf-8",
        headers=headers,
    )


def _headers(look: Look) -> dict[str, str]:
    """`no-cache`: a reader may keep it but must ask whether it is still true."""
    return _ALWAYS | {
        "ETag": look.etag,
        "Last-Modified": look.last_modified,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
    }
