"""The web application: an office's pages, calendars for subscribers, an API for programs."""

from __future__ import annotations

import threading
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from habac24h.accounts.guessing import Guessing
from habac24h.channels.practice_page import PracticePage
from habac24h.office import Office
from habac24h.scheduler import Ticker
from habac24h.throttle import Throttle
from habac24h.web import (
    accounts,
    api_guide,
    backups,
    budget,
    bulk,
    calendar,
    calendars,
    campaigns,
    copying,
    definitions,
    doctor,
    doubles,
    editing,
    entrance,
    fact_sheet,
    fanpage,
    feeds,
    five_years,
    halting,
    health,
    item,
    listing,
    log,
    mail_settings,
    masking,
    metrics,
    moves,
    moving,
    new_item,
    office_settings,
    on_paper,
    own_words,
    pictures,
    places,
    planning,
    printing,
    queue,
    reminders,
    reminders_feed,
    reports,
    sessions,
    settings,
    subscribing,
    today,
    tokens,
    troubles,
    units,
    wall,
    week_codes,
)
from habac24h.web.api.problems import PREFIX
from habac24h.web.api.waiting import WaitingApi
from habac24h.web.broken_signs import BrokenSigns
from habac24h.web.kept import Kept, Pages
from habac24h.web.known_hosts import KnownHosts
from habac24h.web.limits import BodyLimit
from habac24h.web.origin import SameOrigin
from habac24h.web.print_jobs import Jobs
from habac24h.web.room import Room
from habac24h.web.security import Doorman, Guard
from habac24h.web.shelf import Shelf
from habac24h.web.visitor import gate
from habac24h.web.way_back import form_addresses

_STATIC = Path(__file__).with_name("static")
_INSIDE = (
    today,
    listing,
    five_years,
    copying,
    fact_sheet,
    planning,
    definitions,
    reports,
    editing,
    queue,
    on_paper,
    bulk,
    campaigns,
    item,
    pictures,
    units,
    budget,
    wall,
    calendar,
    moves,
    moving,
    new_item,
    week_codes,
    doubles,
    halting,
    printing,
    accounts,
    sessions,
    tokens,
    api_guide,
    reminders,
    doctor,
    settings,
    office_settings,
    mail_settings,
    places,
    own_words,
    fanpage,
    calendars,
    backups,
    log,
)
"""For people of the office: from the first password on, only for those who signed in."""
_OPEN = (entrance, subscribing, reminders_feed, health, metrics)


def make_app(
    office: Office,
    *,
    ticker: Ticker | None = None,
    practice: PracticePage | None = None,
    shared: str | None = None,
) -> FastAPI:
    """The pages of an open office; `ticker` and `practice` are those of this process, if any.

    `shared` is the address at which the office's other computers open them, if they can.

    The caller keeps all three running and closes them.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    room = app.state.room = Room(office, ticker, practice, shared)
    figures = app.state.figures = metrics.Figures(room)
    app.state.shelf, app.state.throttle = Shelf(office), Throttle(feeds.MOST_AN_HOUR)
    app.state.guessing, app.state.jobs = Guessing(), Jobs()
    app.state.checked_pages, app.state.backing_up = {}, threading.Lock()
    masking.install()
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin)
    app.state.kept = Pages(room)
    app.add_middleware(Kept, pages=app.state.kept)
    app.add_middleware(BrokenSigns)
    app.add_middleware(Doorman, network=office.settings.allowed_hosts)
    app.add_middleware(KnownHosts, room=room, pages=app.state.kept)
    app.add_middleware(Guard)
    app.add_middleware(metrics.Counting, figures=figures)
    app.router.routes.append(feeds.ROUTE)
    for module in _INSIDE:
        app.include_router(module.router, dependencies=[Depends(gate)])
    for module in _OPEN:
        app.include_router(module.router)
    app.state.form_addresses = form_addresses(one.router for one in (*_INSIDE, *_OPEN))
    app.state.api = WaitingApi(room)
    app.mount(PREFIX, app.state.api)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    troubles.install(app)
    return app
