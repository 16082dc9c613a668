"""Faults planted on purpose: each takes one guard of the engine away, and some seed must notice.

They are put in from outside, by replacing one function for as long as the seed lives; the engine
itself has no switch for being wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import update
from sqlmodel import Session, col

from habac24h import rows
from habac24h.channels.base import ChannelError, Post
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import (
    claiming,
    context,
    doubt,
    due,
    holding,
    late,
    passes,
    quick,
    recording,
    sending,
    sweep,
    trips,
    watch,
    withdrawing,
)
from habac24h.engine.context import SOONEST, Engine, Look
from habac24h.models import Airing, Going, Words
from habac24h.workflow import moving, recall
from simulation.wider_bugs import WIDER, Swap

_READERS = (claiming, context, due, holding, sweep, withdrawing)
"""Where the engine takes fingerprints."""


def _no_fence() -> list[Swap]:
    """A late answer is written on the airing, whoever holds it and whatever it is by now."""
    return [
        (trips, "HOLD", trips.holding(trips.IT)),
        (trips, "TELL_HELD", trips.telling(trips.IT)),
        (recording, "is_held_by", lambda *_: True),
    ]


def _no_compare_and_set() -> list[Swap]:
    """A claim takes what was found a while ago, and a change is not bound to what was read."""

    def may(engine: Engine, session: Session, airing: Airing, item: Any) -> bool:
        return bool(item.state == Words.APPROVED)

    def change(session: Session, airing: Airing, **values: Any) -> None:
        statement = update(Airing).where(col(Airing.id) == airing.id)
        session.flush()
        session.execute(statement.values(version=airing.version + 1, **values))
        session.refresh(airing)

    return [
        (trips, "TAKE", trips.taking(trips.IT, trips.IN_TIME, trips.LET)),
        (claiming, "may_be_sent", may),
        (rows, "change_airing", change),
    ]


def _reap_to_waiting() -> list[Swap]:
    """A lease that ran out sends the airing back into the queue."""

    def expire(engine: Engine) -> None:
        over = engine.ids(Airing.state == Going.SENDING, col(Airing.lease_until) <= engine.now())
        for airing_id in over:
            with engine.on(airing_id) as (session, airing, _item):
                if airing.state == Going.SENDING:
                    late.close_open_attempt(session, airing, engine)
                    values = {"state": Going.WAITING, "fingerprint": None, "lease_until": None}
                    engine.turn(session, airing, "absent", **values)

    return [(passes, "expire_leases", expire)]


def _retry_on_5xx() -> list[Swap]:
    """An answer that proves nothing is taken for "not sent"."""
    after = recording.after_failure

    def again(*given: Any, **more: Any) -> dict[str, object]:
        return after(*given, **{**more, "doubtful": False})

    return [(recording, "after_failure", again)]


def _exact_text() -> list[Swap]:
    """Words are the same only when every byte is."""

    def exact(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    return [(module, "fingerprint", exact) for module in _READERS]


def _absent_after_one_look() -> list[Swap]:
    """One look without the post is proof enough."""
    return [(module, "count_absence", lambda *_: True) for module in (doubt, withdrawing)]


def _sweep_of_held_posts() -> list[Swap]:
    """Every waiting post with words of ours is a twin."""

    def twin(engine: Engine, post: Any, _look: Any) -> bool:
        known = {"page_id": engine.page.page_id, "mark": fingerprint(post.text)}
        with engine.database.read() as session:
            return session.execute(sweep._TRIED, known).first() is not None

    return [(sweep, "_is_free_twin", twin)]


def _no_late_limit() -> list[Swap]:
    """What is late goes out all the same."""
    publish, verdict = watch._to_publish, watch._verdict

    def far(airing: Airing) -> Airing:
        return airing.model_copy(update={"late_until": airing.late_until + timedelta(days=9)})

    return [
        (passes, "miss", lambda *_: None),
        *((module, "SOONEST", -timedelta(days=9)) for module in (due, quick, claiming)),
        (watch, "_to_publish", lambda engine, airing, post: publish(engine, far(airing), post)),
        (watch, "_verdict", lambda e, s, airing, *rest: verdict(e, s, far(airing), *rest)),
    ]


def _approval_not_checked() -> list[Swap]:
    """What was approved when it was found is sent as it stands when it is claimed."""

    def may(engine: Engine, session: Session, airing: Airing, item: Any) -> bool:
        return bool(airing.state == Going.WAITING)

    return [
        (trips, "TAKE", trips.taking(trips.AS_READ)),
        (due, "still_bound", lambda *_: True),
        (claiming, "may_be_sent", may),
        (claiming, "is_bound", lambda *_: True),
    ]


def _delete_not_confirmed() -> list[Swap]:
    """A delete that was answered is believed."""

    def delete(engine: Engine, page: Any, remote_id: str) -> tuple[bool, bool]:
        try:
            page.channel.delete(remote_id)
        except ChannelError:
            return False, False
        return True, False

    return [(withdrawing, "_delete", delete)]


def _done_without_seeing() -> list[Swap]:
    """An hour that came is taken for a post that went out."""
    settle = watch.settle

    def believe(engine: Engine, airing_id: int, look: Look | None = None) -> None:
        with engine.on(airing_id) as (session, airing, _item):
            if airing.state == Going.HANDED_OVER and airing.due <= engine.now():
                engine.turn(session, airing, "public", state=Going.DONE, was_public=True)
                return
        settle(engine, airing_id, look)

    return [(watch, "settle", believe), (sending, "settle", believe)]


def _edits_leave_the_page_alone() -> list[Swap]:
    """A changed mind changes the rows and nothing else."""
    nothing: Callable[..., dict[str, Any]] = lambda *_: {}  # noqa: E731
    return [
        (recall, "taking_back", nothing),
        (moving, "taking_back", nothing),
        (passes, "recall_unapproved", lambda *_: None),
        (watch, "is_bound", lambda *_: True),
    ]


def _naive() -> list[Swap]:
    """The usual loop: at its hour, up to three tries, published at once, done when one succeeds."""

    def go(engine: Engine, *, full: bool = True) -> Any:
        query = (Airing.state == Going.WAITING, col(Airing.due) <= engine.now())
        for airing_id in engine.ids(*query):
            with engine.peek(airing_id) as (_session, airing, item):
                post = Post(airing.key, item.text, airing.due)
            if any(_try(engine, post) for _ in range(3)):
                with engine.on(airing_id) as (session, airing, _item):
                    if airing.state == Going.WAITING:
                        engine.turn(session, airing, "public", state=Going.DONE)
        return engine.report

    return [(passes, "run_pass", go)]


def _try(engine: Engine, post: Post) -> bool:
    try:
        receipt = engine.page.channel.schedule(post, engine.now() + SOONEST)
        engine.page.channel.publish(receipt.remote_id)
    except ChannelError:
        return False
    return True


BUGS: dict[str, Callable[[], list[Swap]]] = {
    "naive": _naive,
    "no-fence": _no_fence,
    "no-compare-and-set": _no_compare_and_set,
    "reap-to-waiting": _reap_to_waiting,
    "retry-on-5xx": _retry_on_5xx,
    "exact-text": _exact_text,
    "absent-after-one-look": _absent_after_one_look,
    "sweep-of-held-posts": _sweep_of_held_posts,
    "no-late-limit": _no_late_limit,
    "approval-not-checked": _approval_not_checked,
    "delete-not-confirmed": _delete_not_confirmed,
    "done-without-seeing": _done_without_seeing,
    "edits-leave-the-page-alone": _edits_leave_the_page_alone,
    **WIDER,
}
FIRST_TRIED = {
    "vanished-is-gone": 31,
    "photos-forgotten": 31,
    "own-clock-believed": 24,
    "lost-and-not-waited-for": 23,
    "absent-after-one-look": 23,
    "page-not-compared": 17,
    "approval-not-checked": 12,
    "done-without-seeing": 10,
}
"""Seeds that noticed these, to begin with; seeds shift as the engine changes, then the others."""


@contextmanager
def planted(name: str | None) -> Iterator[None]:
    """The engine with one bug, or as it is."""
    with ExitStack() as stack:
        for module, attribute, instead in BUGS[name]() if name else ():
            stack.enter_context(patch.object(module, attribute, instead))
        yield
