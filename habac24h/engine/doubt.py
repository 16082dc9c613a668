"""Settling `unknown`: look on the page; only what is proved absent may be tried again."""

from __future__ import annotations

from sqlmodel import Session

from habac24h.channels.base import ChannelError, RemotePost
from habac24h.engine import health
from habac24h.engine.context import LOOKS, MOST_ATTEMPTS, Engine, Look
from habac24h.engine.holding import attempts_of, has_words, held, keeps_hour
from habac24h.models import Airing, Attempt, Going, Outcome

DOUBTFUL = (Outcome.UNKNOWN, Outcome.DUPLICATE, Outcome.ACCEPTED, Outcome.ADOPTED)
"""Outcomes after which a post of ours may be on the page, whatever its answer promised."""


def reconcile(engine: Engine, look: Look) -> None:
    """Look for every doubtful airing on the page."""
    for airing_id in engine.ids(Airing.state == Going.UNKNOWN, Airing.page == engine.page.page_id):
        with engine.one(airing_id):
            _reconcile_one(engine, airing_id, look)


def _reconcile_one(engine: Engine, airing_id: int, look: Look) -> None:
    with engine.peek(airing_id) as (session, airing, _item):
        ours = _known_ids(session, airing)
        others = held(session, engine.page.page_id, besides=airing_id)
    try:
        found = _find(engine, airing, ours, others, look)
    except ChannelError as error:
        health.note(engine, error)
        return
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state == Going.UNKNOWN:
            _settle(engine, session, airing, found, look)


def _known_ids(session: Session, airing: Airing) -> list[str]:
    """The airing's own id, and those that late answers brought."""
    doubtful = [a for a in attempts_of(session, airing) if a.outcome in DOUBTFUL]
    ids = [
        airing.remote_id,
        *(a.remote_id for a in doubtful if a.fingerprint == airing.fingerprint),
    ]
    return list(dict.fromkeys(one for one in ids if one is not None))


def _find(
    engine: Engine, airing: Airing, ours: list[str], others: set[str], look: Look
) -> RemotePost | None:
    """By an id that we know, in the look or read by itself, else by the words."""
    free = [post for post in look.posts if post.remote_id not in others]
    for remote_id in ours:
        shown = next((post for post in free if post.remote_id == remote_id), None)
        found = shown or engine.page.channel.read(remote_id)
        if found is not None:
            return found
    same = (post for post in free if has_words(post, airing.fingerprint))
    return next((post for post in same if keeps_hour(post, airing)), None)


def _settle(
    engine: Engine, session: Session, airing: Airing, found: RemotePost | None, look: Look
) -> None:
    """What is ours is adopted; what was seen once and is gone, or was changed, a person decides."""
    if found is not None:
        if has_words(found, airing.fingerprint) and keeps_hour(found, airing):
            _adopt(engine, session, airing, found)
    elif airing.seen_at is None:
        _count_look(engine, session, airing, look)


def _adopt(engine: Engine, session: Session, airing: Airing, found: RemotePost) -> None:
    for attempt in _doubtful(session, airing):
        attempt.outcome = Outcome.ADOPTED
        attempt.remote_id = found.remote_id
        session.add(attempt)
    engine.turn(
        session,
        airing,
        "adopt",
        state=Going.HANDED_OVER,
        remote_id=found.remote_id,
        permalink=found.permalink,
        seen_at=engine.now(),
        reason=None,
        said=None,
    )


def _count_look(engine: Engine, session: Session, airing: Airing, look: Look) -> None:
    """Absent only after three complete looks and the waiting time; then a new attempt.

    Only looks begun after the answer count, and the last of them after the waiting time.
    """
    attempts = _doubtful(session, airing)
    if not attempts and not attempts_of(session, airing):
        return  # nothing is known of how it came here (a restored backup): a person decides
    counted = [count_absence(engine, session, attempt, look) for attempt in attempts]
    if not all(counted):
        return
    if any(attempt.outcome == Outcome.DUPLICATE for attempt in attempts):
        reason = "Facebook báo trùng bài đã có nhưng không tìm thấy bài đó; hãy xem lại trên trang"
        engine.turn(session, airing, "duplicate", state=Going.FAILED, reason=reason)
        return
    for attempt in attempts:
        attempt.outcome = Outcome.ABSENT
        session.add(attempt)
    session.flush()
    _try_again(engine, session, airing)


def count_absence(engine: Engine, session: Session, attempt: Attempt, look: Look) -> bool:
    """Count a look that did not show this attempt's post; whether it may be taken for absent."""
    last = attempt.finished_at or attempt.started_at
    if look.at >= last:
        attempt.looks += 1
        session.add(attempt)
        session.flush()
    return attempt.looks >= LOOKS and look.at >= last + engine.patience


def _try_again(engine: Engine, session: Session, airing: Airing) -> None:
    absent = [
        attempt
        for attempt in attempts_of(session, airing)
        if attempt.outcome == Outcome.ABSENT and attempt.fingerprint == airing.fingerprint
    ]
    if len(absent) >= MOST_ATTEMPTS:
        reason = f"đã thử {len(absent)} lần, Facebook vẫn không giữ bài"
        engine.turn(session, airing, "gave-up", state=Going.FAILED, reason=reason)
        return
    engine.turn(
        session, airing, "absent", state=Going.WAITING, remote_id=None, fingerprint=None,
        reason=None,
    )  # fmt: skip


def _doubtful(session: Session, airing: Airing) -> list[Attempt]:
    return [a for a in attempts_of(session, airing) if a.outcome in DOUBTFUL]
