"""Handing an approved airing over to the page: claim, send, record (promises P1, P2, P7).

1. Pre-flight: the page already shows these words: adopt them instead of creating a twin.
2. Claim: one transaction writes `sending`, a new fence, a lease and the attempt ahead of the call.
3. Send: create invisibly, to become public at max(due, now + 15 minutes).
4. Record: the attempt always, the airing only under the same fence.
5. Read back, and make public at once what is already due.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from habac24h.channels.base import ChannelError, Delivery, Post, Reaction, RemotePost, Snapshot
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import SOONEST, Engine
from habac24h.engine.late import AUTOMATIC
from habac24h.engine.watch import settle
from habac24h.models import Airing, Attempt, Going, Item, Outcome, Words
from habac24h.rows import Conflict
from habac24h.workflow.binding import still_bound, text_sha256


def hand_over(engine: Engine, snapshot: Snapshot) -> None:
    """Send everything that is approved and near enough, earliest first."""
    for airing_id in due_for_sending(engine):
        if health.must_wait(engine) or not _hand_over_one(engine, airing_id, snapshot):
            return


def due_for_sending(engine: Engine) -> list[int]:
    """Airings to hand over now: within the horizon, or at their hour in the mode `at-due`."""
    now = engine.now()
    ahead = health.horizon(engine)
    return engine.ids(
        Airing.state == Going.WAITING,
        col(Item.channel).in_(AUTOMATIC),
        Item.state == Words.APPROVED,
        Item.page == engine.page.page_id,
        col(Airing.due) <= now + ahead,
        col(Airing.late_until) > now,
        (col(Airing.not_before).is_(None)) | (col(Airing.not_before) <= now),
    )


def _hand_over_one(engine: Engine, airing_id: int, snapshot: Snapshot) -> bool:
    """Hand one airing over; False when the page cannot be reached and the rest must wait too."""
    begun = engine.now()
    try:
        claimed = _claim(engine, airing_id, snapshot)
    except Conflict:
        return True  # another worker, or a person, was first
    except IntegrityError:
        _refuse_equal_words(engine, airing_id)
        return True
    if claimed is None:
        return True
    if engine.now() > begun + engine.lease / 2:
        return False  # this worker was asleep: its claim runs out and is looked into
    attempt_id, post, target = claimed
    try:
        receipt = engine.page.channel.schedule(post, target)
    except ChannelError as error:
        _record_failure(engine, airing_id, attempt_id, error)
        return error.reaction != Reaction.RETRY
    _record_success(engine, airing_id, attempt_id, receipt.remote_id)
    settle(engine, airing_id)
    return True


def _claim(engine: Engine, airing_id: int, snapshot: Snapshot) -> tuple[int, Post, datetime] | None:
    """Write the attempt ahead of the act; None when there is nothing to send any more."""
    with engine.on(airing_id) as (session, airing, item):
        if airing.state != Going.WAITING or item.state != Words.APPROVED:
            return None
        if not still_bound(item, _airings(session, item)):
            reason = "nội dung hoặc giờ khác bản đã duyệt; hãy trình duyệt lại"
            engine.turn(session, airing, "not-as-approved", state=Going.FAILED, reason=reason)
            return None
        mark = fingerprint(item.text)
        twin = _adoptable(session, airing, mark, snapshot, engine)
        target = max(airing.due, engine.now() + SOONEST)
        attempt = _attempt(engine, session, airing, item, mark, target)
        engine.turn(
            session,
            airing,
            "claim" if twin is None else "adopt",
            state=Going.SENDING if twin is None else Going.HANDED_OVER,
            fence=attempt.fence,
            worker=engine.worker,
            lease_until=engine.now() + engine.lease if twin is None else None,
            page=engine.page.page_id,
            practice=engine.page.practice,
            fingerprint=mark,
            remote_id=twin.remote_id if twin else None,
            permalink=twin.permalink if twin else None,
            seen_at=engine.now() if twin else None,
            reason=None,
            said=None,
        )
        if twin is not None:
            _close(session, attempt, Outcome.ADOPTED, engine.now(), remote_id=twin.remote_id)
            return None
        assert attempt.id is not None
        return attempt.id, Post(airing.key, item.text, airing.due), target


def _attempt(
    engine: Engine, session: Session, airing: Airing, item: Item, mark: str, target: datetime
) -> Attempt:
    earlier = session.exec(select(Attempt).where(Attempt.airing_id == airing.id)).all()
    attempt = Attempt(
        airing_id=airing.id or 0,
        number=len(earlier) + 1,
        page=engine.page.page_id,
        fence=airing.fence + 1,
        worker=engine.worker,
        fingerprint=mark,
        text_sha256=text_sha256(item.text),
        target=target,
        started_at=engine.now(),
    )
    session.add(attempt)
    session.flush()
    return attempt


def _adoptable(
    session: Session, airing: Airing, mark: str, snapshot: Snapshot, engine: Engine
) -> RemotePost | None:
    """A post with these words that nobody of ours holds: public, or waiting for no earlier hour."""
    held = set(
        session.exec(
            select(Airing.remote_id).where(
                Airing.page == engine.page.page_id, col(Airing.remote_id).is_not(None)
            )
        )
    )
    for post in (*snapshot.published, *snapshot.scheduled):
        if post.remote_id in held or fingerprint(post.text) != mark:
            continue
        if post.is_public or (post.scheduled_at and post.scheduled_at >= airing.due):
            return post
    return None


def _record_success(engine: Engine, airing_id: int, attempt_id: int, remote_id: str) -> None:
    with engine.on(airing_id) as (session, airing, _item):
        attempt = session.get_one(Attempt, attempt_id)
        ours = airing.state == Going.SENDING and airing.fence == attempt.fence
        _close(session, attempt, Outcome.ACCEPTED, engine.now(), remote_id=remote_id)
        if ours:
            engine.turn(
                session,
                airing,
                "handed-over",
                state=Going.HANDED_OVER,
                remote_id=remote_id,
                lease_until=None,
            )


def _record_failure(engine: Engine, airing_id: int, attempt_id: int, error: ChannelError) -> None:
    doubtful = error.delivery == Delivery.UNKNOWN or error.reaction == Reaction.DUPLICATE
    outcome = Outcome.UNKNOWN if doubtful else Outcome.NOT_SENT
    if error.reaction == Reaction.DUPLICATE:
        outcome = Outcome.DUPLICATE
    health.note(engine, error)
    with engine.on(airing_id) as (session, airing, _item):
        attempt = session.get_one(Attempt, attempt_id)
        ours = airing.state == Going.SENDING and airing.fence == attempt.fence
        _close(session, attempt, outcome, engine.now(), error=error)
        if ours:
            values = _after_failure(engine, airing, error, doubtful=doubtful)
            act = "unknown" if doubtful else "not-sent"
            engine.turn(session, airing, act, lease_until=None, **values)


def _after_failure(
    engine: Engine, airing: Airing, error: ChannelError, *, doubtful: bool
) -> dict[str, object]:
    told: dict[str, object] = {"reason": error.sentence, "said": error.said or None}
    if doubtful:
        return told | {"state": Going.UNKNOWN}
    if error.reaction in (Reaction.REJECT, Reaction.PERSON):
        return told | {"state": Going.FAILED, "fingerprint": None}
    later = error.retry_at or engine.now() + timedelta(minutes=1)
    return told | {"state": Going.WAITING, "fingerprint": None, "not_before": later}


def _close(
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


def _refuse_equal_words(engine: Engine, airing_id: int) -> None:
    """The database holds: one live post for one text on one page."""
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state == Going.WAITING:
            reason = "một bài khác có lời giống hệt đang được hẹn giờ trên trang này"
            engine.turn(session, airing, "equal-words", state=Going.FAILED, reason=reason)


def _airings(session: Session, item: Item) -> list[Airing]:
    return list(session.exec(select(Airing).where(Airing.item_id == item.id)))
