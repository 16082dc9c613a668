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
from datetime import datetime

from habac24h.channels.base import ChannelError, Reaction, RemotePost
from habac24h.engine import claiming, health, quick
from habac24h.engine.claim import Claim
from habac24h.engine.context import SOONEST, Engine, Look
from habac24h.engine.due import Due, Queue
from habac24h.engine.holding import has_words, held, keeps_hour
from habac24h.engine.photos import is_ours, photos_of, upload_missing
from habac24h.engine.recording import LATER, picture_lost, record_failure
from habac24h.engine.watch import settle
from habac24h.models import Attempt, Going
from habac24h.workflow.pictures import PictureLost


class Unreachable(BaseException):
    """The page, or this worker, cannot go on now: the rest waits too (no guard of one airing
    may swallow that)."""


def hand_over(engine: Engine, look: Look) -> None:
    """Send everything that is approved and near enough, earliest first, and read it back."""
    for airing_id in sent(engine, look):
        with engine.one(airing_id):
            settle(engine, airing_id)  # nothing where another worker, or a person, was first


def sent(engine: Engine, look: Look) -> Iterator[int]:
    """Send one after the other; each that was tried, sent or not."""
    queue = Queue(engine)
    for due in queue:
        if not engine.is_recent(look):
            return
        try:
            with engine.one(due.airing_id):
                _hand_over_one(engine, queue, due, look)
        except Unreachable:
            return
        yield due.airing_id


def _hand_over_one(engine: Engine, queue: Queue, due: Due, look: Look) -> None:
    try:
        claim = _claim(engine, queue, due, look)
    except ChannelError as error:
        health.note(engine, error)
        raise Unreachable from None
    except PictureLost as error:
        picture_lost(engine, due.airing_id, error)
        return
    if claim is not None:
        _send(engine, claim)


def _claim(engine: Engine, queue: Queue, due: Due, look: Look) -> Claim | None:
    """Quickly where nothing stands against it, else carefully; None where there is nothing to send.

    ChannelError when the page cannot be read, PictureLost when a picture is not what was approved.
    """
    twin = _twin(engine, due, look)
    if twin is None and due.is_bound and not due.item.images:
        claim = quick.take(engine, due)
        if claim is not None:
            return claim
        state = quick.moved_on(engine, due)
        if state in (Going.SENDING, Going.HANDED_OVER):
            queue.others_were_quicker()
        if state is not None:
            return None
    if health.must_wait(engine):
        raise Unreachable
    photos = photos_of(engine, due.airing_id) if due.item.images else ()
    return claiming.claim(engine, due.airing_id, twin, photos)


def _twin(engine: Engine, due: Due, look: Look) -> RemotePost | None:
    """A post with these words that nobody of ours holds: public, or waiting for no earlier hour.

    It is read afresh: this very pass may have deleted what the look still shows.
    """
    alike = look.with_words(due.mark)
    if not alike:
        return None
    with engine.database.read() as session:
        ours = held(session, engine.page.page_id)
    for shown in alike:
        if shown.remote_id in ours:
            continue
        post = engine.page.channel.read(shown.remote_id)
        if post is not None and has_words(post, due.mark) and keeps_hour(post, due.airing):
            return post
    return None


def _send(engine: Engine, claim: Claim) -> None:
    """Photos, then the post. A claim that this worker slept through is left to run out."""
    try:
        ready = upload_missing(engine, claim)
        target = _aim(engine, ready) if ready is not None else None
        if ready is None or target is None:
            raise Unreachable
        receipt = engine.page.channel.schedule(ready.post, target)
    except ChannelError as error:
        record_failure(engine, claim, error)
        if error.reaction == Reaction.RETRY:
            raise Unreachable from None
        return
    quick.record(engine, claim, receipt.remote_id)


def _aim(engine: Engine, claim: Claim) -> datetime | None:
    """The hour to ask for, written down ahead; None when the claim is no longer ours to use.

    Photos may have taken longer than the margin that Facebook wants.
    """
    if not is_ours(engine, claim):
        return None
    target = max(claim.post.due, engine.now() + SOONEST)
    if target < claim.target + LATER:
        return claim.target
    with engine.database.write() as session:
        attempt = session.get_one(Attempt, claim.attempt_id)
        attempt.target = target
        session.add(attempt)
    return target
