"""Handing an approved airing over to the page: claim, send, record (promises P1, P2, P7).

1. Pre-flight: the page already shows these words: adopt them instead of creating a twin.
2. Claim: one transaction writes `sending`, a new fence, a lease and the attempt ahead of the call.
3. Upload: each photo that the page does not hold yet, its id saved before the next call.
4. Send: create invisibly, to become public at max(due, now + 15 minutes).
5. Record: the attempt always, the airing only under the same fence.
   Where the next claim follows at once, both are one transaction.
6. Read back, and make public at once what is already due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from habac24h.channels.base import ChannelError, Reaction, RemotePost
from habac24h.engine import claiming, health, quick
from habac24h.engine.claim import Claim, Taken
from habac24h.engine.context import SOONEST, Engine, Look
from habac24h.engine.due import Due, Queue
from habac24h.engine.holding import has_words, held, keeps_hour
from habac24h.engine.photos import is_ours, photos_of, upload_missing
from habac24h.engine.recording import LATER, picture_lost, record_failure
from habac24h.engine.watch import settle, watch
from habac24h.models import Attempt, Going
from habac24h.workflow.pictures import PictureLost

READ_ONE_BY_ONE = 5
"""More posts than this are read back by a list, a hundred in one call."""


class Unreachable(BaseException):
    """The page, or this worker, cannot go on now: the rest waits too (no guard of one airing
    may swallow that)."""


def hand_over(engine: Engine, look: Look, look_again: Callable[[], Look | None]) -> None:
    """Send everything that is approved and near enough, earliest first, and read it back."""
    tried = Shift(engine, look).work()
    if len(tried) > READ_ONE_BY_ONE:
        new = look_again()
        if new is not None:
            watch(engine, new)
        return
    for airing_id in tried:
        with engine.one(airing_id):
            settle(engine, airing_id)  # nothing where another worker, or a person, was first


@dataclass
class Shift:
    """One pass of sending. `taken` is on the page already, and the rows do not say so yet."""

    engine: Engine
    look: Look
    taken: Taken | None = None

    def work(self) -> list[int]:
        """Send one after the other; the airings that are still to be read back."""
        tried: list[int] = []
        self.queue = Queue(self.engine)
        try:
            for due in self.queue:
                if not self.engine.is_recent(self.look):
                    break
                with self.engine.one(due.airing_id):
                    if not self._read_back_at_once(due):
                        tried.append(due.airing_id)
        except Unreachable:
            pass
        finally:
            self._record()
        return tried

    def _read_back_at_once(self, due: Due) -> bool:
        """Send one; what is due already is shown before the next is sent."""
        self._send_one(due)
        if due.airing.due > self.engine.now():
            return False
        self._record()
        settle(self.engine, due.airing_id)
        return True

    def _send_one(self, due: Due) -> None:
        try:
            claim = self._claim(due)
        except ChannelError as error:
            health.note(self.engine, error)
            raise Unreachable from None
        except PictureLost as error:
            picture_lost(self.engine, due.airing_id, error)
            return
        if claim is not None:
            self.taken = _send(self.engine, claim)

    def _claim(self, due: Due) -> Claim | None:
        """Quickly where nothing stands against it, else carefully; None: nothing to send.

        ChannelError when the page cannot be read, PictureLost when a picture is not what was
        approved.
        """
        is_plain = due.is_bound and not due.item.images and not self.look.with_words(due.mark)
        if is_plain:
            taken, self.taken = self.taken, None
            claim = quick.take(self.engine, due, taken)
            if claim is not None or self._has_moved_on(due):
                return claim
        self._record()
        twin = _twin(self.engine, due, self.look)
        if health.must_wait(self.engine):
            raise Unreachable
        photos = photos_of(self.engine, due.airing_id) if due.item.images else ()
        return claiming.claim(self.engine, due.airing_id, twin, photos)

    def _has_moved_on(self, due: Due) -> bool:
        """Whether a person, or another worker, changed it since it was read."""
        state = quick.moved_on(self.engine, due)
        if state in (Going.SENDING, Going.HANDED_OVER):
            self.queue.others_were_quicker()
        return state is not None

    def _record(self) -> None:
        taken, self.taken = self.taken, None
        if taken is not None:
            with self.engine.one(taken.claim.airing_id):
                quick.record(self.engine, taken)


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


def _send(engine: Engine, claim: Claim) -> Taken | None:
    """Photos, then the post; None where it was refused, or nobody knows.

    A claim that this worker slept through is left to run out.
    """
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
        return None
    return Taken(claim, receipt.remote_id)


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
