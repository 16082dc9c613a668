"""Whether this office is well, for the machine that watches it: short, and without any secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from habac24h import __version__, memory
from habac24h.errors import DatabaseError
from habac24h.web.room import Here, Room
from habac24h.web.security import READING

router = APIRouter()
STALLED = timedelta(minutes=10)
"""A pass with a slow page may take minutes, each step of it at most one."""


@router.api_route("/healthz", methods=list(READING))
def healthz(room: Here) -> JSONResponse:
    """{status, version, scheduler, scheduler_last_pass, scheduler_last_look, scheduler_trouble}.

    `scheduler_last_pass` is when a pass of any process last ended well, `scheduler_last_look` when
    the page was last looked at to the end; ISO in UTC. 503: the database does not answer, or the
    scheduler of this process fails or stands still.
    """
    try:
        with room.look() as session:
            known = memory.recall_some(session, memory.LOOKED_AT, memory.PASSED_AT)
    except DatabaseError:
        return JSONResponse({"status": "database", "version": __version__}, 503)
    told = _told(room, known)
    return JSONResponse(told, 200 if told["status"] == "ok" else 503)


def _told(room: Room, known: dict[str, Any]) -> dict[str, Any]:
    ticker = room.ticker
    trouble = ticker.trouble if ticker else None
    return {
        "status": "trouble" if trouble else "stalled" if _stands_still(room) else "ok",
        "version": __version__,
        "scheduler": "running" if ticker else "elsewhere",
        "scheduler_last_pass": known.get(memory.PASSED_AT),
        "scheduler_last_look": known.get(memory.LOOKED_AT),
        "scheduler_trouble": trouble,
    }


def _stands_still(room: Room) -> bool:
    """Whether our own scheduler has not come to the end of a pass for long."""
    passed: datetime | None = room.ticker.passed_at if room.ticker else None
    return passed is not None and passed < room.now() - STALLED
