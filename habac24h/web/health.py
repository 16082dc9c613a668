"""Whether this process is well, for the machine that watches it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from habac24h import __version__, memory
from habac24h.errors import DatabaseError
from habac24h.web.room import Here, Room
from habac24h.web.security import READING

router = APIRouter()


@router.api_route("/healthz", methods=list(READING))
def healthz(room: Here) -> JSONResponse:
    """{status, version, scheduler, scheduler_last_pass, scheduler_trouble}; 503 without database.

    `scheduler_last_pass` is the last pass that looked at the page to its end, ISO in UTC.
    """
    try:
        with room.look() as session:
            looked = memory.recall(session, memory.LOOKED_AT)
    except DatabaseError:
        return JSONResponse({"status": "database", "version": __version__}, 503)
    return JSONResponse(_told(room, looked))


def _told(room: Room, looked: str | None) -> dict[str, Any]:
    ticker = room.ticker
    trouble = ticker.trouble if ticker else None
    return {
        "status": "trouble" if trouble else "ok",
        "version": __version__,
        "scheduler": "running" if ticker else "elsewhere",
        "scheduler_last_pass": looked,
        "scheduler_trouble": trouble,
    }
