"""Why the page should be asked now: a quiet office leaves it alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from habac24h import memory
from habac24h.engine import health
from habac24h.engine.context import Engine
from habac24h.engine.due import due_for_sending
from habac24h.models import Airing, Attempt, Going, Outcome
from habac24h.workflow import restored

ROUTINE = timedelta(hours=1)
SOON = timedelta(minutes=1)
VIGIL = timedelta(hours=1)
"""How long after a doubtful try its post may still appear (half an hour was seen)."""


def has_reason_to_look(engine: Engine) -> bool:
    """Whether the page should be asked at this tick.

    At once: something to send, an hour that came, a wish to withdraw. A minute after the last
    look: whatever is not settled. Every hour: everything.
    """
    now = engine.now()
    last = _last_look(engine)
    if _is_quiet(engine):
        return False
    if last is None or now < last or now >= last + ROUTINE:
        return True
    if not health.must_wait(engine) and due_for_sending(engine):
        return True
    if _has_new_duty(engine, last):
        return True
    return now >= last + SOON and is_restless(engine)


def is_restless(engine: Engine) -> bool:
    """Whether something on the page is not settled: doubt, a withdrawal, an hour that came.

    Also while a post of a doubtful try may still appear beside the one that took its place.
    """
    doubtful = col(Airing.state).in_([Going.UNKNOWN, Going.WITHDRAWING])
    handed_over = col(Airing.state) == Going.HANDED_OVER
    unseen = handed_over & col(Airing.seen_at).is_(None)
    ripe = handed_over & (col(Airing.due) <= engine.now())
    return (
        bool(engine.ids(_on_pages(engine), doubtful | unseen | ripe))
        or _is_vigilant(engine)
        or _is_unsettled(engine)
    )


def _has_new_duty(engine: Engine, last: datetime) -> bool:
    """An hour that came since the last look, or something to take back that may be tried now."""
    now = engine.now()
    handed_over = col(Airing.state) == Going.HANDED_OVER
    came = handed_over & (col(Airing.due) > last) & (col(Airing.due) <= now)
    patient = (col(Airing.not_before).is_(None)) | (col(Airing.not_before) <= now)
    unwanted = (col(Airing.state) == Going.WITHDRAWING) & patient
    return bool(engine.ids(_on_pages(engine), came | unwanted))


def _on_pages(engine: Engine) -> Any:
    return col(Airing.page).in_([page.page_id for page in (engine.page, *engine.former)])


def _is_vigilant(engine: Engine) -> bool:
    query = select(Attempt.id).where(
        Attempt.page == engine.page.page_id,
        col(Attempt.outcome).in_([Outcome.UNKNOWN, Outcome.ABSENT]),
        col(Attempt.finished_at) > engine.now() - VIGIL,
    )
    with engine.database.read() as session:
        return session.exec(query.limit(1)).first() is not None


def _is_unsettled(engine: Engine) -> bool:
    """After a restore, until the page was seen often enough."""
    with engine.database.read() as session:
        found = restored.standing(session)
    return found is not None and not found.settled


def _last_look(engine: Engine) -> datetime | None:
    with engine.database.read() as session:
        looked: str | None = memory.recall(session, memory.LOOKED_AT)
    return datetime.fromisoformat(looked) if looked else None


def _is_quiet(engine: Engine) -> bool:
    with engine.database.read() as session:
        return health.is_quiet(engine, session, engine.page.page_id)
