"""The web application: read-only pages of one office, for this computer alone."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from habac24h.channels.practice_page import PracticePage
from habac24h.office import Office
from habac24h.scheduler import Ticker
from habac24h.web import calendar, health, item, listing, pictures, today, troubles, wall
from habac24h.web.room import Room
from habac24h.web.security import LOOPBACK, Guard

_STATIC = Path(__file__).with_name("static")


def make_app(
    office: Office, *, ticker: Ticker | None = None, practice: PracticePage | None = None
) -> FastAPI:
    """The pages of an open office; `ticker` and `practice` are those of this process, if any.

    The caller keeps all three running and closes them.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.room = Room(office, ticker, practice)
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"], www_redirect=False
    )
    app.add_middleware(Guard)
    for module in (today, listing, item, pictures, wall, calendar, health):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    troubles.install(app)
    return app
