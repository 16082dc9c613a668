"""Deleting unpublished twins: waiting posts with words of ours that no airing holds.

Published twins are never deleted by the machine; they are reported to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from habac24h.channels.base import ChannelError, Reaction, RemotePost
from habac24h.channels.fingerprint import WORDLESS, fingerprint
from habac24h.engine import health
from habac24h.engine.context import EARLY, Engine, Look
from habac24h.engine.holding import words_tried
from habac24h.models import Airing, Attempt, Going

UNDECIDED = (Going.SENDING, Going.UNKNOWN, Going.WITHDRAWING)
_PAGE: Any = bindparam("page_id")
_TRIED = select(Attempt.id).where(
    col(Attempt.page) == _PAGE, col(Attempt.fingerprint) == bindparam("mark")
)
_IDS_HELD = select(Airing.remote_id).where(
    col(Airing.page) == _PAGE, col(Airing.remote_id).in_(bindparam("ids", expanding=True))
)


def sweep(engine: Engine, look: Look) -> None:
    """Delete what could become a double, and tell what has become one."""
    for post in look.scheduled:
        if _is_free_twin(engine, post, look):
            try:
                _delete(engine, post.remote_id)
            except ChannelError as error:
                if error.reaction != Reaction.GONE:
                    health.note_about_post(engine, error, engine.page.page_id)
    for post in _public_twins(engine, look.published):
        _tell(engine, post)


def _delete(engine: Engine, remote_id: str) -> None:
    """Delete it, unless it is gone or public by now: an older look proves neither."""
    post = engine.page.channel.read(remote_id)
    if post is None:
        return
    if post.is_public:
        _tell(engine, post)
        return
    engine.page.channel.delete(remote_id)
    engine.report.deeds["sweep"] += 1


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
        return session.execute(query, {"page_id": page_id, "mark": mark}).first() is not None


def _public_twins(engine: Engine, posts: Sequence[RemotePost]) -> list[RemotePost]:
    """The public posts with words of ours beside those that airings hold."""
    if not posts:
        return []
    marks = {post.remote_id: fingerprint(post.text) for post in posts}
    page_id = engine.page.page_id
    with engine.database.read() as session:
        tried = words_tried(session, page_id, marks.values())
        known = {"page_id": page_id, "ids": list(marks)}
        ours = set(session.execute(_IDS_HELD, known).scalars())
    twins = (post for post in posts if post.remote_id not in ours)
    return [post for post in twins if marks[post.remote_id] in tried]


def _tell(engine: Engine, post: RemotePost) -> None:
    place = post.permalink or post.remote_id
    engine.report.deeds["public-twin"] += 1
    engine.report.troubles.append(
        f"Trên trang có một bài công khai trùng lời với bài của chương trình ({place}); "
        "hãy mở trang để xem và tự quyết định giữ hay xóa."
    )
