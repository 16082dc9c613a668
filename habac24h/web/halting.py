"""The one switch that stops all publishing: it asks once, and so does going on."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from habac24h.web.pages import page
from habac24h.web.room import Here
from habac24h.web.security import READING
from habac24h.web.visitor import Who, desk_of
from habac24h.workflow import connecting, pages
from habac24h.workflow.halting import halt, to_send, to_withdraw

router = APIRouter()


@router.api_route("/dung-dang", methods=list(READING))
def ask_to_stop(request: Request, room: Here) -> HTMLResponse:
    """What stopping would take back."""
    with room.look() as session:
        return page(
            request, "stop.html", posts=to_withdraw(session), now=room.now(), standing=halt(session)
        )


@router.post("/dung-dang")
def stop(room: Here, who: Who) -> Response:
    """Stop all publishing; what is handed over is taken back by the passes."""
    with desk_of(room, who) as desk:
        taken = connecting.stop(desk)
    return RedirectResponse(f"/?xong=dung&so={taken}", 303)


@router.api_route("/dang-tiep", methods=list(READING))
def ask_to_resume(request: Request, room: Here) -> HTMLResponse:
    """What going on would send."""
    now, settings = room.now(), room.office.settings
    with room.look() as session:
        return page(
            request,
            "resume.html",
            posts=to_send(session, settings, now),
            now=now,
            days=settings.handover_days,
            standing=halt(session),
            blocked=(live := pages.live(session)) is not None and live.blocked,
        )


@router.post("/dang-tiep")
def resume(room: Here, who: Who) -> Response:
    """Publish again: whoever approves words also lets them go out."""
    with desk_of(room, who) as desk:
        desk.must_be_approver("cho đăng tiếp")
        connecting.resume(desk)
    return RedirectResponse("/?xong=dang-tiep", 303)
