"""/nhac-viec/{token}.ics: the reminders as a phone's calendar fetches them."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from habac24h.calendar.feeds import TOKEN
from habac24h.reminders import calendar
from habac24h.throttle import Throttle
from habac24h.web.feeds import UNKNOWN
from habac24h.web.room import Here
from habac24h.web.security import READING

router = APIRouter()
_ALWAYS = {
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
}
_TOO_OFTEN = "Lịch này được hỏi quá nhiều lần trong một giờ; hãy thử lại sau.\n"


@router.api_route("/nhac-viec/{token}.ics", methods=list(READING))
def feed(token: str, request: Request, room: Here) -> Response:
    """The calendar, made anew each time: its words follow the hour."""
    now = room.now()
    with room.look() as session:
        if not TOKEN.fullmatch(token) or not calendar.is_address(session, token):
            return PlainTextResponse(UNKNOWN, 404, headers=_ALWAYS)
        throttle: Throttle = request.app.state.throttle
        wait = throttle.wait(hashlib.sha256(token.encode()).hexdigest(), now)
        if wait is not None:
            return PlainTextResponse(_TOO_OFTEN, 429, headers=_ALWAYS | {"Retry-After": str(wait)})
        body = calendar.calendar(session, now, room.office.settings)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=_ALWAYS)
