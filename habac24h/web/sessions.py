"""Where one is signed in: ending a browser that was left open, or all the others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from habac24h.accounts import sessions
from habac24h.accounts.tokens import digest
from habac24h.web.accounts import must_be_somebody
from habac24h.web.room import Here
from habac24h.web.visitor import COOKIE, Who

router = APIRouter()


@router.post("/tai-khoan/phien")
def end(
    request: Request, room: Here, who: Who, phien: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """End the session of this hash; without one, all but this browser's."""
    must_be_somebody(who)
    here = digest(request.cookies.get(COOKIE, ""))
    with room.office.database.write() as session:
        sessions.end_some(session, who.name, room.now(), only=phien or None, but=here)
    return RedirectResponse("/tai-khoan?xong=phien", 303)
