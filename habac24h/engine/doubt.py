"""Settling `unknown`: look on the page; only what is proved absent may be tried again."""

from __future__ import annotations

from sqlmodel import Session, col, select

from habac24h.channels.base import ChannelError, RemotePost, Snapshot
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import LOOKS, MOST_ATTEMPTS, Engine
from habac24h.engine.watch import EARLY
from habac24h.models import Airing, Attempt, Going, Outcome


def reconcile(engine: Engine, snapshot: Snapshot) -> None:
    """Look for every doubtful airing on the page."""
    for airing_id in engine.ids(Airing.state == Going.UNKNOWN, Airing.page == engine.page.page_id):
        with engine.peek(airing_id) as (session, airing):
            remote_id, mark = airing.remote_id, airing.fingerprint
            held = _held_by_others(session, airing)
        found = _in_snapshot(mark, remote_id, held, snapshot)
        if found is None and remote_id is not None:
            try:
                found = engine.page.channel.read(remote_id)
            except ChannelError as error:
                health.note(engine, error)
                continue
        _settle(engine, airing_id, found)


def _settle(engine: Engine, airing_id: int, found: RemotePost | None) -> None:
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state != Going.UNKNOWN:
            return
        if found is not None and fingerprint(found.text) == airing.fingerprint:
            if found.is_public or _keeps_the_hour(airing, found):
                _adopt(engine, session, airing, found)
        elif found is None and airing.seen_at is None:
            _count_look(engine, session, airing)


def _keeps_the_hour(airing: Airing, found: RemotePost) -> bool:
    """A draft never becomes public; an earlier hour is not what was approved: a person decides."""
    return found.scheduled_at is not None and found.scheduled_at >= airing.due - EARLY


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


def _count_look(engine: Engine, session: Session, airing: Airing) -> None:
    """Absent only after three complete looks and the waiting time; then a new attempt."""
    attempts = _doubtful(session, airing)
    for attempt in attempts:
        attempt.looks += 1
        session.add(attempt)
    session.flush()
    last = max((a.finished_at or a.started_at for a in attempts), default=engine.now())
    looks = min((a.looks for a in attempts), default=LOOKS)
    if looks < LOOKS or engine.now() < last + engine.patience:
        return
    if any(attempt.outcome == Outcome.DUPLICATE for attempt in attempts):
        reason = "Facebook báo trùng bài đã có nhưng không tìm thấy bài đó; hãy xem lại trên trang"
        engine.turn(session, airing, "duplicate", state=Going.FAILED, reason=reason)
        return
    for attempt in attempts:
        attempt.outcome = Outcome.ABSENT
        session.add(attempt)
    tried = session.exec(select(Attempt.id).where(Attempt.airing_id == airing.id)).all()
    if len(tried) >= MOST_ATTEMPTS:
        reason = f"đã thử {len(tried)} lần, Facebook vẫn không giữ bài"
        engine.turn(session, airing, "gave-up", state=Going.FAILED, reason=reason)
        return
    engine.turn(
        session, airing, "absent", state=Going.WAITING, remote_id=None, fingerprint=None,
        reason=None,
    )  # fmt: skip


def _doubtful(session: Session, airing: Airing) -> list[Attempt]:
    query = select(Attempt).where(
        Attempt.airing_id == airing.id,
        col(Attempt.outcome).in_([Outcome.UNKNOWN, Outcome.DUPLICATE, Outcome.ACCEPTED]),
    )
    return list(session.exec(query))


def _held_by_others(session: Session, airing: Airing) -> set[str]:
    query = select(Airing.remote_id).where(
        Airing.page == airing.page, Airing.id != airing.id, col(Airing.remote_id).is_not(None)
    )
    return {one for one in session.exec(query) if one is not None}


def _in_snapshot(
    mark: str | None, remote_id: str | None, held: set[str], snapshot: Snapshot
) -> RemotePost | None:
    """By the id that we know, else by the words."""
    posts = [p for p in (*snapshot.published, *snapshot.scheduled) if p.remote_id not in held]
    for post in posts:
        if post.remote_id == remote_id:
            return post
    return next((post for post in posts if fingerprint(post.text) == mark), None)
