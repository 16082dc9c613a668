"""Why the page should be asked now: a quiet office leaves it alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.engine import health
from habac24h.engine.context import Engine
from habac24h.engine.due import is_something_due
from habac24h.engine.late import UNSENT
from habac24h.models import Airing, Attempt, Going, Outcome
from habac24h.workflow import restored

ROUTINE = timedelta(hours=1)
SOON = timedelta(minutes=1)
VIGIL = timedelta(hours=1)
"""How long after a doubtful try its post may still appear (half an hour was seen)."""
_NOW: Any = bindparam("now")
_OURS = col(Airing.page).in_(bindparam("pages", expanding=True))
_HANDED_OVER = col(Airing.state) == Going.HANDED_OVER
_CAME = _HANDED_OVER & (col(Airing.due) > bindparam("last")) & (col(Airing.due) <= _NOW)
_PATIENT = (col(Airing.not_before).is_(None)) | (col(Airing.not_before) <= _NOW)
_UNWANTED = (col(Airing.state) == Going.WITHDRAWING) & _PATIENT
_NEW_DUTY = select(Airing.id).where(_OURS, _CAME | _UNWANTED).limit(1)
"""An hour that came since the last look, or something to take back that may be tried now."""
_RESTLESS = (
    select(Airing.id)
    .where(
        _OURS,
        col(Airing.state).in_([Going.UNKNOWN, Going.WITHDRAWING])
        | (_HANDED_OVER & (col(Airing.seen_at).is_(None) | (col(Airing.due) <= _NOW))),
    )
    .limit(1)
)
_DOUBTFUL_TRY = (
    select(Attempt.id)
    .where(
        col(Attempt.page).in_(bindparam("pages", expanding=True)),
        col(Attempt.outcome).in_([Outcome.UNKNOWN, Outcome.ABSENT]),
        col(Attempt.finished_at) > bindparam("since"),
    )
    .limit(1)
)


def has_reason_to_look(engine: Engine) -> bool:
    """Whether the page should be asked at this tick.

    At once: something to send, an hour that came or a limit that went by, a wish to withdraw. A
    minute after the last look: whatever is not settled. Every hour: everything.
    """
    with engine.database.read() as session:
        now, last = engine.now(), _last_look(session)
        if health.is_quiet(engine, session, engine.page.page_id):
            return False
        if last is None or now < last or now >= last + ROUTINE:
            return True
        if not health.waits(engine, session) and is_something_due(engine, session):
            return True
        if _there_is(session, UNSENT, {"now": now}):
            return True
        known = {"now": now, "last": last, "since": now - VIGIL} | _pages(engine)
        if _there_is(session, _NEW_DUTY, known):
            return True
        return now >= last + SOON and _is_restless(session, known)


def is_post_to_come(engine: Engine, page_id: str) -> bool:
    """Whether the post of a doubtful try may still appear on this page."""
    known = {"pages": [page_id], "since": engine.now() - VIGIL}
    with engine.database.read() as session:
        return _there_is(session, _DOUBTFUL_TRY, known)


def _is_restless(session: Session, known: dict[str, Any]) -> bool:
    """Whether something on the page is not settled: doubt, a withdrawal, an hour that came.

    Also while a post of a doubtful try may still appear beside the one that took its place, and
    after a restore until the page was seen often enough.
    """
    if _there_is(session, _RESTLESS, known) or _there_is(session, _DOUBTFUL_TRY, known):
        return True
    found = restored.standing(session)
    return found is not None and not found.settled


def _there_is(session: Session, query: Any, known: dict[str, Any]) -> bool:
    return session.execute(query, known).first() is not None


def _pages(engine: Engine) -> dict[str, Any]:
    pages = (engine.page, *engine.former)
    return {"pages": [page.page_id for page in pages]}


def _last_look(session: Session) -> datetime | None:
    looked: str | None = memory.recall(session, memory.LOOKED_AT)
    return datetime.fromisoformat(looked) if looked else None
