"""A post by our own app that no row knows: the rows are older than the page, or not alone on it.

Each try is written down before its call (promise P7), and Facebook tells which app made a post. So
what our app made, under an id that no row holds and more often than its words were tried without
an answer, was made by rows that are gone (a whole computer, a whole home folder, a database of a
server that went back in time) or by another copy of this program. Publishing is held as after a
restore.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.calendar.overtaking import overtake
from habac24h.channels.base import RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine.context import Engine, Look
from habac24h.engine.restored import told
from habac24h.models import Airing, Attempt, Audit, Outcome
from habac24h.trial.stage import MARK
from habac24h.workflow import restored
from habac24h.workflow.restored import Restored

_LONGEST_AHEAD = timedelta(days=30)
"""No post waits on Facebook for longer."""
_PAGE: Any = bindparam("page_id")
_IDS: Any = bindparam("ids", expanding=True)
_MADE = select(Attempt.fingerprint, Attempt.remote_id).where(
    col(Attempt.page) == _PAGE,
    col(Attempt.fingerprint).in_(bindparam("marks", expanding=True)),
    col(Attempt.outcome) != Outcome.NOT_SENT,
)
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
    if all(post.app_id is None for post in look.posts):
        return False
    with engine.database.read() as session:
        found = _unknown(session, engine.page.page_id, look)
    if found:
        with engine.database.write() as session:
            _hold(session, engine, found)
    return bool(found)


def _is_of_a_trial(post: RemotePost) -> bool:
    """`fanpage trial` makes posts past the rows, and takes them away by this mark."""
    return post.text.strip().startswith(MARK)


def _unknown(session: Session, page_id: str, look: Look) -> list[RemotePost]:
    """Those that no row explains. One query where all is well.

    Facebook may give a post another id, and staff may change its words: either is enough.
    """
    ours = memory.recall(session, memory.APP_OF + page_id)
    made = [post for post in look.posts if post.app_id is not None and post.app_id == ours]
    marks = {post: fingerprint(post.text) for post in made if not _is_of_a_trial(post)}
    if not marks:
        return []
    tries = _tries(session, page_id, marks.values())
    words = dict.fromkeys(marks.values())  # in the order of the look
    odd = [post for mark in words for post in _unexplained(mark, marks, tries, look)]
    if not odd:
        return []
    ids = [post.remote_id for post in odd]
    known = {"page_id": page_id, "ids": ids}
    held = session.execute(_HELD, known | {"marks": [marks[post] for post in odd]}).all()
    answered = {row.remote_id for row in held} | set(session.execute(_ANSWERED, known).scalars())
    # Taken over from people by its words, and never tried by us.
    adopted = {row.fingerprint for row in held} - tries.keys()
    told_before = restored.strangers_told(session)
    explained = answered | adopted | told_before
    return [post for post in odd if not explained & {post.remote_id, marks[post]}]


def _tries(session: Session, page_id: str, marks: Iterable[str]) -> dict[str, list[str | None]]:
    """By words, the ids of what was, or may have been, made with them; None: no answer told it."""
    found: dict[str, list[str | None]] = defaultdict(list)
    known = {"page_id": page_id, "marks": sorted(set(marks))}
    for mark, remote_id in session.execute(_MADE, known):
        found[mark].append(remote_id)
    return dict(found)


def _unexplained(
    mark: str, marks: dict[RemotePost, str], tries: dict[str, list[str | None]], look: Look
) -> list[RemotePost]:
    """The posts with these words that are more than were tried.

    A try without an answer explains one post; one whose id is shown no more, a public one: only
    when it publishes a post does Facebook give it another id. A hidden one beside ours is a twin,
    and swept.
    """
    ids = tries.get(mark, [])
    unknown = [post for post, own in marks.items() if own == mark and post.remote_id not in ids]
    public = [post for post in unknown if post.is_public]
    hidden = [post for post in unknown if not post.is_public]
    shown = {post.remote_id for post in look.posts}
    nameless, renumbered = ids.count(None), len({*ids} - {None} - shown)
    if len(public) > nameless + renumbered:
        return unknown
    return hidden if len(hidden) > nameless and not shown & {*ids} else []


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
