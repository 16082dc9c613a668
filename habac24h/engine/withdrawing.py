"""Taking back from the page, repeated until a read says that it is gone (promise P6)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from habac24h.channels.base import ChannelError, Reaction, Snapshot
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import LOOKS, Engine, LivePage
from habac24h.engine.late import close_open_attempt
from habac24h.models import Airing, Attempt, Going, Outcome


def withdraw(engine: Engine, page: LivePage, snapshot: Snapshot) -> None:
    """Delete everything that people no longer want on this page."""
    for airing_id in engine.ids(Airing.state == Going.WITHDRAWING, Airing.page == page.page_id):
        with engine.on(airing_id) as (session, airing, _item):
            if _in_flight(engine, session, airing):
                continue
            wanted_ids = _ids(session, airing, snapshot)
        gone, public = True, False
        for remote_id in sorted(wanted_ids):
            one_gone, one_public = _delete(engine, page, remote_id)
            gone, public = gone and one_gone, public or one_public
        _record(engine, airing_id, gone=gone, public=public)


def _in_flight(engine: Engine, session: Session, airing: Airing) -> bool:
    """A call that is still under way may yet create what must be deleted: wait for its end."""
    if airing.lease_until is not None and airing.lease_until > engine.now():
        query = select(Attempt).where(
            Attempt.airing_id == airing.id, Attempt.outcome == Outcome.OPEN
        )
        return session.exec(query).first() is not None
    close_open_attempt(session, airing, engine)
    return False


def _ids(session: Session, airing: Airing, snapshot: Snapshot) -> set[str]:
    """Everything on the page that is this airing: known ids, and waiting posts with its words."""
    attempts = session.exec(select(Attempt).where(Attempt.airing_id == airing.id)).all()
    ids = {attempt.remote_id for attempt in attempts} | {airing.remote_id}
    marks = {attempt.fingerprint for attempt in attempts}
    twins = {post.remote_id for post in snapshot.scheduled if fingerprint(post.text) in marks}
    held = select(Airing.remote_id).where(
        Airing.page == airing.page, Airing.id != airing.id, col(Airing.remote_id).is_not(None)
    )
    return {one for one in ids if one} | (twins - {one for one in session.exec(held) if one})


def _delete(engine: Engine, page: LivePage, remote_id: str) -> tuple[bool, bool]:
    """Delete one post and read it back: (is it gone, was it public)."""
    public = False
    try:
        post = page.channel.read(remote_id)
        if post is None:
            return True, False
        public = post.is_public
        page.channel.delete(remote_id)
        return page.channel.read(remote_id) is None, public
    except ChannelError as error:
        if error.reaction != Reaction.GONE:
            health.note(engine, error, page.page_id)
        return False, public


def _record(engine: Engine, airing_id: int, *, gone: bool, public: bool) -> None:
    with engine.on(airing_id) as (session, airing, _item):
        if airing.state != Going.WITHDRAWING:
            return
        if not gone or not _nothing_late_can_come(engine, session, airing):
            if public and not airing.was_public:
                engine.turn(session, airing, "was-public", was_public=True)
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
            public_at=None,
            was_public=airing.was_public or public,
            reason=airing.reason if wanted == Going.MISSED else None,
        )


def _nothing_late_can_come(engine: Engine, session: Session, airing: Airing) -> bool:
    """A doubtful attempt may still show up: it must be unseen for as long as any absent post."""
    query = select(Attempt).where(
        Attempt.airing_id == airing.id, Attempt.outcome == Outcome.UNKNOWN
    )
    settled = True
    for attempt in session.exec(query):
        attempt.looks += 1
        waited = engine.now() >= (attempt.finished_at or attempt.started_at) + engine.patience
        if attempt.looks >= LOOKS and waited:
            attempt.outcome = Outcome.ABSENT
        else:
            settled = False
        session.add(attempt)
    session.flush()
    return settled
