"""Deleting unpublished twins: waiting posts with words of ours that no airing holds.

Published twins are never deleted by the machine; a person is told (engine/doubles.py).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from habac24h import audit
from habac24h.channels.base import ChannelError, Delivery, Reaction, RemotePost
from habac24h.channels.fingerprint import WORDLESS, fingerprint
from habac24h.engine import health
from habac24h.engine.context import EARLY, Engine, Look
from habac24h.engine.doubles import Left, item_of, tell
from habac24h.engine.holding import UNDECIDED
from habac24h.models import Airing, Attempt, Going
from habac24h.workflow import doubles

_PAGE: Any = bindparam("page_id")
_TRIED = select(Attempt.id).where(
    col(Attempt.page) == _PAGE, col(Attempt.fingerprint) == bindparam("mark")
)


def sweep(engine: Engine, look: Look) -> None:
    """Delete what could become a double, and tell what has become one."""
    left = []
    for post in look.scheduled:
        if _is_free_twin(engine, post, look):
            try:
                _delete(engine, post)
            except ChannelError as error:
                if error.reaction != Reaction.GONE:
                    health.note_about_post(engine, error, engine.page.page_id)
                    left.append(Left(post, error))
    tell(engine, look, left)


def _delete(engine: Engine, twin: RemotePost) -> None:
    """Delete it, unless it is gone or public by now: an older look proves neither."""
    channel, remote_id = engine.page.channel, twin.remote_id
    post = channel.read(remote_id)
    if post is None or post.is_public:
        return
    try:
        channel.delete(remote_id)
    except ChannelError as error:
        if error.delivery != Delivery.UNKNOWN or channel.read(remote_id) is not None:
            raise
    _record(engine, post)


def _record(engine: Engine, twin: RemotePost) -> None:
    """In the history of the item whose words it had."""
    engine.report.deeds["sweep"] += 1
    page_id, hour = engine.page.page_id, twin.scheduled_at
    with engine.database.write() as session:
        audit.record(
            session,
            audit.PROGRAM,
            "sweep",
            engine.now(),
            item=item_of(session, page_id, fingerprint(twin.text)),
            post=twin.remote_id,
            hour=hour.isoformat() if hour is not None else None,
            worker=engine.worker,
        )


def _is_free_twin(engine: Engine, post: RemotePost, look: Look) -> bool:
    """Words that we tried to send, a post that nobody holds, and nobody may yet come to hold.

    One statement, one view of the rows: between two of them another worker could record this very
    post as its own.
    """
    page_id, mark = engine.page.page_id, fingerprint(post.text)
    if mark == WORDLESS:
        return False  # a photo of the staff's
    # A call under way, or a doubtful one, may be exactly this post: leave it to its own path.
    undecided = col(Airing.state).in_(UNDECIDED) & (col(Airing.fingerprint) == mark)
    if post.scheduled_at is not None:
        # What waits for an earlier hour than the approved one cannot be what was sent for it.
        undecided &= (col(Airing.state) == Going.WITHDRAWING) | (
            col(Airing.due) <= post.scheduled_at + EARLY
        )
    kept = (col(Airing.state) == Going.DONE) & col(Airing.reason).is_not(None)
    if not any(one.is_public for one in look.with_words(mark)):
        # A person has said that the post is there, and this may be the one that they mean.
        undecided |= kept & (col(Airing.fingerprint) == mark)
    spoken_for = select(Airing.id).where(
        Airing.page == page_id, (col(Airing.remote_id) == post.remote_id) | undecided
    )
    with engine.database.read() as session:
        query = _TRIED.where(~spoken_for.exists())
        if session.execute(query, {"page_id": page_id, "mark": mark}).first() is None:
            return False
        return post.remote_id not in doubles.kept(session)
