"""A post by our own app that no row knows: the rows are older than the page, or not alone on it.

Each try is written down before its call (promise P7), and Facebook tells which app made a post. So
what our app made, under an id that no row holds and with words that no row ever tried, was made by
rows that are gone (a whole computer, a whole home folder, a database of a server that went back in
time) or by another copy of this program. Publishing is held as after a restore.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.calendar.overtaking import overtake
from habac24h.channels.base import RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine.context import Engine, Look
from habac24h.engine.holding import words_tried
from habac24h.engine.restored import told
from habac24h.models import Airing, Attempt, Audit
from habac24h.trial.stage import MARK
from habac24h.workflow import restored
from habac24h.workflow.restored import Restored

_LONGEST_AHEAD = timedelta(days=30)
"""No post waits on Facebook for longer."""
_PAGE: Any = bindparam("page_id")
_IDS: Any = bindparam("ids", expanding=True)
_HELD = select(Airing.remote_id, Airing.fingerprint).where(
    col(Airing.page) == _PAGE,
    col(Airing.remote_id).in_(_IDS)
    | col(Airing.fingerprint).in_(bindparam("marks", expanding=True)),
)
_ANSWERED = select(Attempt.remote_id).where(
    col(Attempt.page) == _PAGE, col(Attempt.remote_id).in_(_IDS)
)
_LAST_BEFORE = (
    select(Audit.at)
    .where(col(Audit.at) <= bindparam("moment"))
    .order_by(col(Audit.id).desc())
    .limit(1)
)


def hold_for_them(engine: Engine, look: Look) -> bool:
    """Hold publishing where this look shows such a post; whether it is held now."""
    made = [post for post in look.posts if post.app_id is not None and not _is_of_a_trial(post)]
    if not made:
        return False
    with engine.database.read() as session:
        found = _unknown(session, engine.page.page_id, made)
    if found:
        with engine.database.write() as session:
            _hold(session, engine, found)
    return bool(found)


def _is_of_a_trial(post: RemotePost) -> bool:
    """`fanpage trial` makes posts past the rows, and takes them away by this mark."""
    return post.text.strip().startswith(MARK)


def _unknown(session: Session, page_id: str, made: list[RemotePost]) -> list[RemotePost]:
    """Those that no row explains. One query where all is well.

    Facebook may give a post another id, and staff may change its words: either is enough.
    """
    ours = memory.recall(session, memory.APP_OF + page_id)
    marks = {post: fingerprint(post.text) for post in made if post.app_id == ours}
    if not marks:
        return []
    tried = words_tried(session, page_id, marks.values())
    marks = {post: mark for post, mark in marks.items() if mark not in tried}
    if not marks:
        return []
    ids = [post.remote_id for post in marks]
    given = {"page_id": page_id, "ids": ids, "marks": list(marks.values())}
    known = {one for row in session.execute(_HELD, given) for one in row}
    known |= set(session.execute(_ANSWERED, {"page_id": page_id, "ids": ids}).scalars())
    known |= restored.strangers_told(session)
    return [post for post, mark in marks.items() if not known & {post.remote_id, mark}]


def _hold(session: Session, engine: Engine, found: list[RemotePost]) -> None:
    """As after a restore, from the last row of the log before the first of these posts."""
    standing = restored.standing(session)
    if standing is not None and standing.holds:
        return  # another worker was first
    now = engine.now()
    moments = [post.created_at for post in found if post.created_at is not None]
    taken_at = _last_row_before(session, min(moments, default=now - _LONGEST_AHEAD), now)
    sign = told(session, engine, found[0])
    audit.record(
        session,
        audit.PROGRAM,
        "unknown-post",
        now,
        post=sign.remote_id,
        hour=sign.at,
        worker=engine.worker,
    )
    restored.remember_told(session, ((post.remote_id, fingerprint(post.text)) for post in found))
    noticed = standing.lost_row if standing is not None else None  # by the note, and told already
    restored.begin(session, Restored(at=now, taken_at=taken_at, lost_row=noticed, sign=sign))
    overtake(session, taken_at, now)


def _last_row_before(session: Session, moment: datetime, now: datetime) -> datetime:
    """When these rows were last changed before it; the moment itself where they are younger."""
    last = session.execute(_LAST_BEFORE, {"moment": moment}).scalar()
    return min(last or moment, now)
