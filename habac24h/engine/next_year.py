"""From 15 December the pass plans the next year as drafts, if nobody did (campaigns/next_year)."""

from __future__ import annotations

from datetime import datetime, timedelta

from habac24h import memory
from habac24h.campaigns import next_year
from habac24h.engine.context import Engine
from habac24h.errors import HabacError
from habac24h.workflow.hindrances import next_year_failed

AGAIN = timedelta(hours=6)
"""A plan that cannot be made is not tried with every tick."""


def plan_ahead(engine: Engine) -> None:
    """Make the drafts on their day; trouble is told and never keeps posts from going out."""
    now = engine.now()
    year = next_year.due_year(now.astimezone(engine.settings.zone).date())
    if year is None or not engine.settings.next_year_drafts or not _is_wanted(engine, year, now):
        return
    try:
        with engine.database.write() as session:
            made = next_year.make(session, year, now, engine.settings)
    except HabacError as error:
        engine.report.troubles.append(next_year_failed(year, error.sentence))
        failed = {"year": year, "at": now.isoformat(), "why": error.sentence}
        with engine.database.write() as session:
            memory.remember(session, memory.NEXT_YEAR_FAILED, failed)
        return
    if made:
        engine.report.deeds["next-year"] += made


def _is_wanted(engine: Engine, year: int, now: datetime) -> bool:
    with engine.database.read() as session:
        failed = memory.recall(session, memory.NEXT_YEAR_FAILED)
        if failed and now < datetime.fromisoformat(failed["at"]) + AGAIN:
            return False
        return next_year.is_wanted(session, year)
