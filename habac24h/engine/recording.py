"""Recording a refusal, a lost answer or an adopted twin, under the fence of the claim."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from habac24h.channels.base import ChannelError, Delivery, Reaction
from habac24h.engine import health
from habac24h.engine.claim import Claim
from habac24h.engine.context import Engine
from habac24h.engine.photos import is_worth_new_photos
from habac24h.models import Airing, Attempt, Going, Outcome
from habac24h.workflow.pictures import PictureLost

LATER = timedelta(minutes=1)


def record_failure(engine: Engine, claim: Claim, error: ChannelError) -> None:
    """What the answer proves: nothing was sent, or nobody knows."""
    doubtful = error.delivery == Delivery.UNKNOWN or error.reaction == Reaction.DUPLICATE
    outcome = Outcome.UNKNOWN if doubtful else Outcome.NOT_SENT
    if error.reaction == Reaction.DUPLICATE:
        outcome = Outcome.DUPLICATE
    health.note(engine, error)
    with engine.on(claim.airing_id) as (session, airing, _item):
        attempt = session.get_one(Attempt, claim.attempt_id)
        ours = is_held_by(airing, attempt)
        close(session, attempt, outcome, engine.now(), error=error)
        engine.meet(f"attempt {attempt.id}")
        if ours:
            again = is_worth_new_photos(session, airing, attempt)
            values = after_failure(engine, error, doubtful=doubtful, again=again)
            act = "unknown" if doubtful else "not-sent"
            engine.turn(session, airing, act, lease_until=None, **values)


def is_held_by(airing: Airing, attempt: Attempt) -> bool:
    """Whether the airing is still what this attempt was claimed for."""
    return airing.state == Going.SENDING and airing.fence == attempt.fence


def after_failure(
    engine: Engine, error: ChannelError, *, doubtful: bool, again: bool
) -> dict[str, object]:
    """The airing's values after an answer that brought no post."""
    told: dict[str, object] = {"reason": error.sentence, "said": error.said or None}
    if doubtful:
        return told | {"state": Going.UNKNOWN}
    if error.reaction in (Reaction.REJECT, Reaction.PERSON) and not again:
        return told | {"state": Going.FAILED, "fingerprint": None}
    later = error.retry_at or engine.now() + LATER
    return told | {"state": Going.WAITING, "fingerprint": None, "not_before": later}


def close(
    session: Session,
    attempt: Attempt,
    outcome: Outcome,
    now: datetime,
    *,
    remote_id: str | None = None,
    error: ChannelError | None = None,
) -> None:
    """The outcome is recorded on the attempt whatever has become of the airing meanwhile."""
    attempt.outcome = outcome
    attempt.finished_at = now
    attempt.remote_id = remote_id or attempt.remote_id
    if error is not None:
        attempt.code, attempt.subcode, attempt.said = error.code, error.subcode, error.said
    session.add(attempt)
    session.flush()


def picture_lost(engine: Engine, airing_id: int, error: PictureLost) -> None:
    """What was approved cannot be sent any more: a person attaches the picture again."""
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state == Going.WAITING:
            engine.turn(session, airing, "picture-lost", state=Going.FAILED, reason=error.sentence)
