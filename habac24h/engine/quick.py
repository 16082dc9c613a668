"""The two moments that every post passes, claim and record, each one trip to the database.

What does not pass is not decided here: the careful way (`claiming.py`) finds out why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from habac24h import audit
from habac24h.channels.base import Post
from habac24h.engine import trips
from habac24h.engine.claim import Claim
from habac24h.engine.context import SOONEST, Engine
from habac24h.engine.due import Due
from habac24h.errors import DatabaseError
from habac24h.models import Attempt, Going
from habac24h.workflow.binding import text_sha256

_MOVES = {
    "claim": (Going.WAITING, Going.SENDING),
    "handed-over": (Going.SENDING, Going.HANDED_OVER),
}


def take(engine: Engine, due: Due) -> Claim | None:
    """Claim a post without pictures, its attempt written ahead; None where a guard stands against.

    Two workers with equal words at the same moment: the database lets one of them.
    """
    since = engine.clock.monotonic()
    attempt = _attempt(engine, due)
    log = _log(engine, "claim", due.airing.key, attempt.fence, attempt.started_at)
    values = log | attempt.model_dump(exclude={"id", "number"})
    values |= {
        "now": attempt.started_at,
        "old_version": due.airing.version,
        "old_fence": due.airing.fence,
        "item_version": due.item.version,
        "soonest": attempt.started_at + SOONEST,
        "lease_until": attempt.started_at + engine.lease,
        "practice": engine.page.practice,
    }
    try:
        taken, tried, _told = engine.database.at_once(
            (trips.TAKE, values), (trips.TRY, values), (trips.TELL_TAKEN, values)
        )
    except DatabaseError as error:
        if isinstance(error.__cause__, IntegrityError):
            return None
        raise
    if taken.count != 1:
        return None
    engine.report.deeds["claim"] += 1
    post = Post(due.airing.key, due.item.text, due.airing.due)
    attempt_id = tried.returned[0][0]
    return Claim(due.airing_id, attempt_id, attempt.fence, post, attempt.target, since)


def moved_on(engine: Engine, due: Due) -> str | None:
    """The state it has now, where it is not as it was read; else something of ours refused it."""
    found = engine.database.at_once((trips.STANDING, {"airing_id": due.airing_id}))[0].returned
    state, version, fence = found[0]
    known = (Going.WAITING, due.airing.version, due.airing.fence)
    return None if (state, version, fence) == known else str(state)


def record(engine: Engine, claim: Claim, remote_id: str) -> None:
    """The page has taken it: the attempt always says so, the airing only under the same fence."""
    now = engine.now()
    log = _log(engine, "handed-over", claim.post.key, claim.fence, now)
    values = log | {
        "now": now,
        "airing_id": claim.airing_id,
        "attempt_id": claim.attempt_id,
        "fence": claim.fence,
        "worker": engine.worker,
        "remote_id": remote_id,
    }
    steps = (trips.END, trips.HOLD, trips.TELL_HELD)
    _ended, held, _told = engine.database.at_once(*((one, values) for one in steps))
    engine.report.deeds["handed-over"] += held.count


def _attempt(engine: Engine, due: Due) -> Attempt:
    now = engine.now()
    return Attempt(
        airing_id=due.airing_id,
        number=0,  # the statement counts
        page=engine.page.page_id,
        fence=due.airing.fence + 1,
        worker=engine.worker,
        fingerprint=due.mark,
        text_sha256=text_sha256(due.item.text),
        target=max(due.airing.due, now + SOONEST),
        started_at=now,
    )


def _log(engine: Engine, act: str, key: str, fence: int, now: datetime) -> dict[str, Any]:
    """A loose row of the audit log: several workers record at the same moment.

    The fence is in it so that no two rows are ever the same.
    """
    before, after = _MOVES[act]
    said = {
        "item": key.partition("@")[0],
        "airing": key,
        "before": before.value,
        "after": after.value,
        "details": {"worker": engine.worker, "fence": fence},
    }
    return audit.written(audit.PROGRAM, act, now, said)
