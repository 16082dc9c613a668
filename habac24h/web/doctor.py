"""Sức khỏe: what the doctor sees, for people who never open a terminal."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from habac24h.doctor.examining import examine, wrong
from habac24h.doctor.patient import of_office
from habac24h.web.pages import page
from habac24h.web.room import Here
from habac24h.web.security import READING

router = APIRouter()
ORDER = ("wrong", "note", "ok")


@router.api_route("/cai-dat/suc-khoe", methods=list(READING))
def doctor(request: Request, room: Here) -> HTMLResponse:
    """Every line, what is wrong first; nobody outside this computer is asked."""
    lines = examine(of_office(room.office))
    by_level = sorted(lines, key=lambda line: ORDER.index(line.level))
    return page(request, "doctor.html", lines=by_level, bad=len(wrong(lines)), now=room.now())
