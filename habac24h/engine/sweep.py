"""Deleting unpublished twins: waiting posts with words of ours that no airing holds.

Published twins are never deleted by the machine; they are reported to a person.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from habac24h.channels.base import ChannelError, Reaction, RemotePost, Snapshot
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import Engine
from habac24h.models import Airing, Attempt, Going


def sweep(engine: Engine, snapshot: Snapshot) -> None:
    """Delete what could become a double."""
    for post in snapshot.scheduled:
        with engine.database.read() as session:
            ours = _is_twin(session, engine, post)
        if not ours:
            continue
        try:
            engine.page.channel.delete(post.remote_id)
        except ChannelError as error:
            if error.reaction != Reaction.GONE:  # an older look may show what is gone by now
                health.note(engine, error)
        else:
            engine.report.deeds["sweep"] += 1


def _is_twin(session: Session, engine: Engine, post: RemotePost) -> bool:
    mark = fingerprint(post.text)
    tried = select(Attempt.id).where(
        Attempt.page == engine.page.page_id, Attempt.fingerprint == mark
    )
    if session.exec(tried).first() is None:
        return False
    if _is_held(session, engine, post.remote_id):
        return False
    # A call under way, or a doubtful one, may be exactly this post: leave it to its own path.
    undecided = select(Airing.id).where(
        Airing.page == engine.page.page_id,
        Airing.fingerprint == mark,
        col(Airing.state).in_([Going.SENDING, Going.UNKNOWN, Going.WITHDRAWING]),
    )
    return session.exec(undecided).first() is None


def _is_held(session: Session, engine: Engine, remote_id: str) -> bool:
    held = select(Airing.id).where(
        Airing.page == engine.page.page_id, Airing.remote_id == remote_id
    )
    return session.exec(held).first() is not None
