"""Taking back from the page, repeated until a read says that it is gone (promise P6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col

from habac24h import rows
from habac24h.channels.base import ChannelError, Reaction, RemotePost
from habac24h.channels.fingerprint import WORDLESS, fingerprint
from habac24h.engine import health
from habac24h.engine.context import GRACE, SOONEST, Engine, LivePage, Look, ids_query
from habac24h.engine.doubt import count_absence
from habac24h.engine.holding import attempts_of, held, on_the_way
from habac24h.engine.late import close_open_attempt, why_missed
from habac24h.models import Airing, Attempt, Going, Item, Outcome

AGAIN = timedelta(minutes=1)
UNWANTED = ids_query(Airing.state == Going.WITHDRAWING, col(Airing.page) == bindparam("page_id"))
"""What people no longer want on a page."""


def withdraw(engine: Engine, page: LivePage, look: Look) -> None:
    """Delete everything that people no longer want on this page."""
    for airing_id in engine.in_turn(UNWANTED, page_id=page.page_id):
        with engine.one(airing_id):
            _withdraw_one(engine, page, airing_id, look)


def _withdraw_one(engine: Engine, page: LivePage, airing_id: int, look: Look) -> None:
    with engine.on(airing_id) as (session, airing, _item):
        # Another worker may have finished this one: its new post must not be touched.
        if airing.state != Going.WITHDRAWING or _in_flight(engine, session, airing):
            return
        fence = airing.fence
        wanted_ids = _ids(session, airing, look)
    gone, public, vanished, said = True, False, set[str](), None
    for remote_id in sorted(wanted_ids):
        found = _delete(engine, page, remote_id)
        gone, public, said = gone and found.gone, public or found.public, found.said or said
        if found.vanished:
            vanished.add(remote_id)
    with engine.on(airing_id) as (session, airing, item):
        if airing.state == Going.WITHDRAWING and airing.fence == fence:
            if not public:  # else that is what became of it
                _doubt(engine, session, airing, vanished)
            _record(engine, session, airing, item, look, gone=gone, public=public, said=said)


def _in_flight(engine: Engine, session: Session, airing: Airing) -> bool:
    """A call that is still under way may yet create what must be deleted: wait for its end."""
    if engine.is_held(airing.lease_until):
        return any(a.outcome == Outcome.OPEN for a in attempts_of(session, airing))
    close_open_attempt(session, airing, engine)
    return False


def _ids(session: Session, airing: Airing, look: Look) -> set[str]:
    """Everything on the page that is this airing: known ids, and posts with its words.

    Posts with words of ours that another airing has on its way are that one's.
    """
    assert airing.page is not None and airing.id is not None
    attempts = [a for a in attempts_of(session, airing) if a.page == airing.page]
    marks = {
        attempt.fingerprint
        for attempt in attempts
        if attempt.fingerprint != WORDLESS
        and on_the_way(session, airing.page, attempt.fingerprint, besides=airing.id) is None
    }
    twins = {post.remote_id for post in look.scheduled if fingerprint(post.text) in marks}
    shown = {post.remote_id for post in look.posts}
    nameless = [one for one in attempts if _has_no_post(one, airing, shown)]
    twins |= {post.remote_id for post in look.published if _is_of_one(post, nameless, marks)}
    known = {attempt.remote_id for attempt in attempts} | {airing.remote_id}
    others = held(session, airing.page, besides=airing.id)
    return {one for one in known | twins if one is not None} - others


def _has_no_post(attempt: Attempt, airing: Airing, shown: set[str]) -> bool:
    """Whether a try's post has an id that nobody knows.

    Its answer never came, and at most a person said that the post is there; or the page shows
    nothing under the id that the airing still holds, and Facebook may give a post another id when
    it publishes it.
    """
    if _is_doubtful(attempt):
        return True
    return attempt.remote_id is not None and (
        attempt.remote_id == airing.remote_id and attempt.remote_id not in shown
    )


def _is_doubtful(attempt: Attempt) -> bool:
    """Whether nobody knows what it did, or under which id: then its post may be anywhere."""
    nameless = attempt.outcome == Outcome.ADOPTED and attempt.remote_id is None
    return attempt.outcome == Outcome.UNKNOWN or nameless


def _is_of_one(post: RemotePost, attempts: list[Attempt], marks: set[str]) -> bool:
    """Whether a public post is what became of one of these tries."""
    mark = fingerprint(post.text)
    return any(
        attempt.fingerprint == mark
        and mark in marks
        and post.created_at is not None
        and post.created_at >= attempt.started_at - GRACE
        for attempt in attempts
    )


@dataclass(frozen=True)
class _Found:
    """What became of one post. `vanished`: it was gone before it was deleted."""

    gone: bool
    public: bool = False
    vanished: bool = False
    said: str | None = None
    """Why it stayed, in the page's own words."""


def _delete(engine: Engine, page: LivePage, remote_id: str) -> _Found:
    """Delete one post and read it back."""
    public = False
    try:
        post = page.channel.read(remote_id)
        if post is None:
            return _Found(gone=True, vanished=True)
        public = post.is_public
        page.channel.delete(remote_id)
        return _Found(page.channel.read(remote_id) is None, public)
    except ChannelError as error:
        if error.reaction != Reaction.GONE:
            health.note_about_post(engine, error, page.page_id)
        return _Found(gone=False, public=public, said=error.said)


def _doubt(engine: Engine, session: Session, airing: Airing, vanished: set[str]) -> None:
    """A post that is gone before we deleted it may live on under another id (facts/facebook.md).

    Facebook gives that id when the post becomes public, and its lists may show it minutes later.
    So the try counts as doubtful again, until its words are seen, or are unseen for as long as any
    absent post. What was asked for an hour that is still far away was never made public, by
    Facebook or by us (we only press the button where that hour was the soonest possible one).
    """
    now = engine.now()
    for attempt in attempts_of(session, airing):
        is_held = attempt.outcome in (Outcome.ACCEPTED, Outcome.ADOPTED)
        if is_held and attempt.remote_id in vanished and attempt.target <= now + SOONEST:
            attempt.outcome, attempt.finished_at, attempt.looks = Outcome.UNKNOWN, now, 0
            engine.meet(f"attempt {attempt.id}")
            session.add(attempt)
    session.flush()


def _record(
    engine: Engine,
    session: Session,
    airing: Airing,
    item: Item,
    look: Look,
    *,
    gone: bool,
    public: bool,
    said: str | None,
) -> None:
    was_public = airing.was_public or public
    if not gone or not _nothing_late_can_come(engine, session, airing, look):
        # No move, so no audit row: it may take a minute, and it may take days.
        again = engine.now() + AGAIN
        rows.change_airing(
            session, airing, was_public=was_public, not_before=again, said=said or airing.said
        )
        return
    wanted = airing.wanted or Going.WAITING
    if wanted == Going.WAITING and airing.late_until <= engine.now():
        wanted = Going.MISSED
    engine.turn(
        session,
        airing,
        "withdrawn",
        state=wanted,
        wanted=None,
        remote_id=None,
        permalink=None,
        fingerprint=None,
        seen_at=None,
        lease_until=None,
        not_before=None,
        public_at=None,
        was_public=was_public,
        reason=(airing.reason or why_missed(item)) if wanted == Going.MISSED else None,
        said=None,
    )


def _nothing_late_can_come(engine: Engine, session: Session, airing: Airing, look: Look) -> bool:
    """A doubtful attempt may still show up: it must be unseen for as long as any absent post."""
    settled = True
    for attempt in attempts_of(session, airing):
        if not _is_doubtful(attempt):
            continue
        if count_absence(engine, session, attempt, look):
            attempt.outcome = Outcome.ABSENT
            session.add(attempt)
        else:
            settled = False
    session.flush()
    return settled
