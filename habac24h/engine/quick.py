"""The two moments that every post passes, claim and record, each one trip to the database.

What does not pass is not decided here: the careful way (`claiming.py`) finds out why.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from habac24h import audit
from habac24h.bundle import Step
from habac24h.channels.base import Post
from habac24h.engine import trips
from habac24h.engine.claim import Claim, Taken
from habac24h.engine.context import SOONEST, Engine
from habac24h.engine.due import Due
from habac24h.errors import DatabaseError
from habac24h.models import Attempt, Going
from habac24h.workflow.binding import text_sha256

_MOVES = {
    "claim": (Going.WAITING, Going.SENDING),
    "handed-over": (Going.SENDING, Going.HANDED_OVER),
}

_BLANK = Attempt(
    airing_id=0, number=0, page="", fence=0, worker="", fingerprint="", text_sha256=""
).model_dump(exclude={"id", "number"})


def take(engine: Engine, due: Due, before: Taken | None = None) -> Claim | None:
    """Claim a post without pictures, its attempt written ahead; None where a guard stands against.

    What the page has taken `before` is recorded in the same transaction: one wait for the disk
    instead of two, and still each claim is stored before its first byte leaves. Two workers with
    equal words at the same moment: the database lets one of them.
    """
    since, attempt = engine.clock.monotonic(), _attempt(engine, due)
    ending = _ending(engine, before) if before else ()
    try:
        brought = engine.database.at_once(*ending, *_taking(engine, due, attempt))
    except DatabaseError as error:
        if not isinstance(error.__cause__, IntegrityError):
            raise
        if before is None:
            return None
        with engine.one(before.claim.airing_id):
            record(engine, before)
        return take(engine, due)
    if before:
        engine.report.deeds["handed-over"] += brought[1].count
    taken, tried, _told = brought[len(ending) :]
    if taken.count != 1:
        return None
    engine.report.deeds["claim"] += 1
    post = Post(due.airing.key, due.item.text, due.airing.due)
    attempt_id = tried.returned[0][0]
    return Claim(due.airing_id, attempt_id, attempt["fence"], post, attempt["target"], since)


def moved_on(engine: Engine, due: Due) -> str | None:
    """The state it has now, where it is not as it was read; else something of ours refused it."""
    found = engine.database.at_once((trips.STANDING, {"airing_id": due.airing_id}))[0].returned
    state, version, fence = found[0]
    known = (Going.WAITING, due.airing.version, due.airing.fence)
    return None if (state, version, fence) == known else str(state)


def record(engine: Engine, taken: Taken) -> None:
    """The page has taken it: the attempt always says so, the airing only under the same fence."""
    brought = engine.database.at_once(*_ending(engine, taken))
    engine.report.deeds["handed-over"] += brought[1].count


def _taking(engine: Engine, due: Due, attempt: dict[str, Any]) -> Iterator[Step]:
    now = attempt["started_at"]
    values = attempt | _log(engine, "claim", due.airing.key, attempt["fence"], now)
    values |= {
        "now": now,
        "old_version": due.airing.version,
        "old_fence": due.airing.fence,
        "item_version": due.item.version,
        "soonest": now + SOONEST,
        "lease_until": now + engine.lease,
        "practice": engine.page.practice,
    }
    return ((one, values) for one in (trips.TAKE, trips.TRY, trips.TELL_TAKEN))


def _ending(engine: Engine, taken: Taken) -> tuple[Step, ...]:
    claim, now = taken.claim, engine.now()
    values = _log(engine, "handed-over", claim.post.key, claim.fence, now) | {
        "now": now,
        "airing_id": claim.airing_id,
        "attempt_id": claim.attempt_id,
        "fence": claim.fence,
        "worker": engine.worker,
        "remote_id": taken.remote_id,
    }
    return tuple((one, values) for one in (trips.END, trips.TELL_HELD, trips.HOLD))


def _attempt(engine: Engine, due: Due) -> dict[str, Any]:
    """The row that is written ahead (its number is counted by the statement)."""
    now = engine.now()
    return _BLANK | {
        "airing_id": due.airing_id,
        "page": engine.page.page_id,
        "fence": due.airing.fence + 1,
        "worker": engine.worker,
        "fingerprint": due.mark,
        "text_sha256": text_sha256(due.item.text),
        "target": max(due.airing.due, now + SOONEST),
        "started_at": now,
    }


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
