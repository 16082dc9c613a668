"""Handing an approved airing over to the page: claim, send, record (promises P1, P2, P7).

1. Pre-flight: the page already shows these words: adopt them instead of creating a twin.
2. Claim: one transaction writes `sending`, a new fence, a lease and the attempt ahead of the call.
3. Upload: each photo that the page does not hold yet, its id saved before the next call.
4. Send: create invisibly, to become public at max(due, now + 15 minutes).
5. Record: the attempt always, the airing only under the same fence.
6. Read back, and make public at once what is already due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal, true, tuple_
from sqlmodel import Session, col, select

from habac24h.channels.base import ChannelError, Delivery, Post, Reaction, RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import FRESH, GRACE, SOONEST, Engine, Look
from habac24h.engine.holding import (
    attempts_of,
    has_pictures,
    has_words,
    held,
    is_bound,
    keeps_hour,
    on_the_way,
)
from habac24h.engine.late import AUTOMATIC
from habac24h.engine.photos import (
    Named,
    is_ours,
    is_worth_new_photos,
    photos_of,
    upload_missing,
    uploaded_before,
)
from habac24h.engine.watch import settle
from habac24h.models import Airing, Attempt, Going, Item, Moment, Outcome, Words
from habac24h.workflow.binding import text_sha256
from habac24h.workflow.pictures import PictureLost

LATER = timedelta(minutes=1)


@dataclass(frozen=True)
class Claim:
    """One airing that is this worker's alone."""

    attempt_id: int
    post: Post
    photos: tuple[Named, ...]


def hand_over(engine: Engine, look: Look) -> None:
    """Send everything that is approved and near enough, earliest first."""
    for airing_id in next_due(engine):
        if engine.now() > look.at + FRESH or health.must_wait(engine):
            return
        with engine.one(airing_id):
            if not _hand_over_one(engine, airing_id, look):
                return


def due_for_sending(engine: Engine) -> list[int]:
    """Airings to hand over now: within the horizon, or at their hour in the mode `at-due`."""
    return engine.ids(*due_conditions(engine))


def next_due(engine: Engine) -> Iterator[int]:
    """One after the other, asked anew each time: what another worker took is not tried here."""
    query = select(Airing.id, Airing.due).join(Item, col(Item.id) == col(Airing.item_id))
    query = query.order_by(col(Airing.due), col(Airing.id)).limit(1)
    place = tuple_(col(Airing.due), col(Airing.id))
    after: Any = true()
    while True:
        with engine.database.read() as session:
            found = session.exec(query.where(*due_conditions(engine), after)).first()
        if found is None or found[0] is None:
            return
        yield found[0]
        after = place > tuple_(literal(found[1], Moment), literal(found[0]))


def due_conditions(engine: Engine) -> tuple[Any, ...]:
    """What is due now; the first two are what the index of open airings is for.

    What Facebook could only show after its limit is not handed over: should this worker die before
    it presses the button itself, the post would go out too late (promise P5).
    """
    now = engine.now()
    return (
        Airing.state == Going.WAITING,
        col(Airing.due) <= now + health.horizon(engine),
        col(Item.channel).in_(AUTOMATIC),
        Item.state == Words.APPROVED,
        Item.page == engine.page.page_id,
        col(Airing.late_until) > now + SOONEST,
        (col(Airing.not_before).is_(None)) | (col(Airing.not_before) <= now),
    )


def _hand_over_one(engine: Engine, airing_id: int, look: Look) -> bool:
    """Hand one airing over; False when the page cannot be reached and the rest must wait too."""
    try:
        photos = photos_of(engine, airing_id)
        twin = _twin(engine, airing_id, look)
    except ChannelError as error:
        health.note(engine, error)
        return False
    except PictureLost as error:
        _fail(engine, airing_id, error)
        return True
    claim = _claim(engine, airing_id, twin, photos)
    if claim is not None and not _send(engine, airing_id, claim):
        return False
    settle(engine, airing_id)  # does nothing where another worker, or a person, was first
    return True


def _send(engine: Engine, airing_id: int, claim: Claim) -> bool:
    """Photos, then the post; False when the page cannot be reached, or this worker was asleep.

    A claim that is left behind runs out and is looked into.
    """
    try:
        media = upload_missing(engine, airing_id, claim.attempt_id, claim.photos)
        target = _aim(engine, airing_id, claim)
        if media is None or target is None:
            return False
        receipt = engine.page.channel.schedule(replace(claim.post, media=media), target)
    except ChannelError as error:
        _record_failure(engine, airing_id, claim.attempt_id, error)
        return error.reaction != Reaction.RETRY
    _record_success(engine, airing_id, claim.attempt_id, receipt.remote_id)
    return True


def _aim(engine: Engine, airing_id: int, claim: Claim) -> datetime | None:
    """The hour to ask for, written down ahead; None when the claim is no longer ours to use.

    Photos may have taken longer than the margin that Facebook wants.
    """
    if not is_ours(engine, airing_id, claim.attempt_id):
        return None
    target = max(claim.post.due, engine.now() + SOONEST)
    with engine.database.read() as session:
        written = session.get_one(Attempt, claim.attempt_id).target
    if target < written + LATER:
        return written
    with engine.database.write() as session:
        attempt = session.get_one(Attempt, claim.attempt_id)
        attempt.target = target
        session.add(attempt)
    return target


def _fail(engine: Engine, airing_id: int, error: PictureLost) -> None:
    """What was approved cannot be sent any more: a person attaches the picture again."""
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state == Going.WAITING:
            engine.turn(session, airing, "picture-lost", state=Going.FAILED, reason=error.sentence)


def _twin(engine: Engine, airing_id: int, look: Look) -> RemotePost | None:
    """A post with these words that nobody of ours holds: public, or waiting for no earlier hour.

    It is read afresh: this very pass may have deleted what the look still shows.
    """
    with engine.peek(airing_id) as (session, airing, item):
        mark, ours = fingerprint(item.text), held(session, engine.page.page_id)
    for shown in look.posts:
        if shown.remote_id in ours or not has_words(shown, mark):
            continue
        post = engine.page.channel.read(shown.remote_id)
        if post is not None and has_words(post, mark) and keeps_hour(post, airing):
            return post
    return None


def _claim(
    engine: Engine, airing_id: int, twin: RemotePost | None, photos: tuple[Named, ...]
) -> Claim | None:
    """Write the attempt ahead of the act; None when there is nothing to send, or a twin to take."""
    with engine.on(airing_id) as (session, airing, item):
        if not _may_be_sent(engine, session, airing, item):
            return None
        if not is_bound(session, item):
            reason = "nội dung hoặc giờ khác bản đã duyệt; hãy trình duyệt lại"
            engine.turn(session, airing, "not-as-approved", state=Going.FAILED, reason=reason)
            return None
        mark = fingerprint(item.text)
        other = on_the_way(session, engine.page.page_id, mark, besides=airing_id)
        if other is not None:
            _step_back(engine, session, airing, other)
            return None
        if twin is not None:
            _meet_twin(engine, session, airing, item, twin)
            return None
        if item.images != [one.name for one in photos]:
            return None  # edited and approved again since we looked
        attempt = _attempt(engine, session, airing, item, mark)
        _take(engine, session, airing, attempt)
        assert attempt.id is not None
        return Claim(attempt.id, Post(airing.key, item.text, airing.due), photos)


def _meet_twin(
    engine: Engine, session: Session, airing: Airing, item: Item, twin: RemotePost
) -> None:
    """Our words are on the page: take that post for ours, or ask a person when it looks unlike."""
    if twin.remote_id in held(session, engine.page.page_id):
        return
    if has_pictures(session, twin, airing, item.images):
        attempt = _attempt(engine, session, airing, item, fingerprint(item.text))
        _take(engine, session, airing, attempt, twin)
        return
    reason = f"trên trang đã có bài cùng lời nhưng khác ảnh ({twin.permalink or twin.remote_id})"
    engine.turn(
        session,
        airing,
        "other-pictures",
        state=Going.UNKNOWN,
        page=engine.page.page_id,
        practice=engine.page.practice,
        fingerprint=fingerprint(item.text),
        seen_at=engine.now(),
        reason=reason,
    )


def _may_be_sent(engine: Engine, session: Session, airing: Airing, item: Item) -> bool:
    """What `due_for_sending` found may have changed since: a person, or another worker."""
    return (
        airing.state == Going.WAITING
        and item.state == Words.APPROVED
        and item.page == engine.page.page_id
        and airing.late_until > engine.now() + SOONEST
        and not health.stopped(session)
    )


def _step_back(engine: Engine, session: Session, airing: Airing, other: Airing) -> None:
    """One live post for one text on one page: equal words wait for their sibling, or fail.

    What is being withdrawn is gone soon; another time of the same item goes out first.
    """
    soon = engine.now() + LATER
    if other.state == Going.WITHDRAWING:
        engine.turn(session, airing, "wait-for-equal-words", not_before=soon)
    elif other.item_id == airing.item_id:
        engine.turn(
            session, airing, "wait-for-equal-words", not_before=max(soon, other.due + GRACE)
        )
    else:
        reason = "một bài khác có lời giống hệt đang được hẹn giờ trên trang này"
        engine.turn(session, airing, "equal-words", state=Going.FAILED, reason=reason)


def _attempt(engine: Engine, session: Session, airing: Airing, item: Item, mark: str) -> Attempt:
    attempt = Attempt(
        airing_id=airing.id or 0,
        number=len(attempts_of(session, airing)) + 1,
        page=engine.page.page_id,
        fence=airing.fence + 1,
        worker=engine.worker,
        fingerprint=mark,
        text_sha256=text_sha256(item.text),
        target=max(airing.due, engine.now() + SOONEST),
        started_at=engine.now(),
        images=item.images,
        media=uploaded_before(session, airing, engine.page.page_id, item.images, engine.now()),
    )
    session.add(attempt)
    session.flush()
    return attempt


def _take(
    engine: Engine,
    session: Session,
    airing: Airing,
    attempt: Attempt,
    twin: RemotePost | None = None,
) -> None:
    """The airing becomes this worker's: to send, or to watch where a twin is there already."""
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
        fingerprint=attempt.fingerprint,
        remote_id=twin.remote_id if twin else None,
        permalink=twin.permalink if twin else None,
        seen_at=None,
        not_before=None,
        reason=None,
        said=None,
    )
    if twin is not None:
        _close(session, attempt, Outcome.ADOPTED, engine.now(), remote_id=twin.remote_id)


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
            again = is_worth_new_photos(session, airing, attempt)
            values = _after_failure(engine, error, doubtful=doubtful, again=again)
            act = "unknown" if doubtful else "not-sent"
            engine.turn(session, airing, act, lease_until=None, **values)


def _after_failure(
    engine: Engine, error: ChannelError, *, doubtful: bool, again: bool
) -> dict[str, object]:
    told: dict[str, object] = {"reason": error.sentence, "said": error.said or None}
    if doubtful:
        return told | {"state": Going.UNKNOWN}
    if error.reaction in (Reaction.REJECT, Reaction.PERSON) and not again:
        return told | {"state": Going.FAILED, "fingerprint": None}
    later = error.retry_at or engine.now() + LATER
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
