"""The careful way to a claim: for what carries pictures, has a twin, or was refused the quick way.

It is alone in the database meanwhile, and finds out what stands against a claim and what follows.
"""

from __future__ import annotations

from sqlmodel import Session

from habac24h.channels.base import Post, RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.claim import Claim, Named
from habac24h.engine.context import GRACE, SOONEST, Engine
from habac24h.engine.holding import attempts_of, has_pictures, held, is_bound, on_the_way
from habac24h.engine.photos import uploaded_before
from habac24h.engine.recording import LATER, close
from habac24h.models import Airing, Attempt, Going, Item, Outcome, Words
from habac24h.workflow.binding import text_sha256


def claim(
    engine: Engine, airing_id: int, twin: RemotePost | None, photos: tuple[Named, ...]
) -> Claim | None:
    """Write the attempt ahead of the act; None when there is nothing to send, or a twin to take."""
    since = engine.clock.monotonic()
    with engine.on(airing_id) as (session, airing, item):
        if not may_be_sent(engine, session, airing, item):
            return None
        if not is_bound(session, item):
            reason = "nội dung hoặc giờ khác bản đã duyệt; hãy trình duyệt lại"
            engine.turn(session, airing, "not-as-approved", state=Going.FAILED, reason=reason)
            return None
        mark = fingerprint(item.text)
        other = on_the_way(session, engine.page.page_id, mark, besides=airing_id)
        if other is not None:
            _step_back(engine, session, airing, other)
            return None
        if twin is not None:
            _meet_twin(engine, session, airing, item, twin)
            return None
        if item.images != [one.name for one in photos]:
            return None  # edited and approved again since we looked
        attempt = _attempt(engine, session, airing, item, mark)
        _take(engine, session, airing, attempt)
        assert attempt.id is not None
        post = Post(airing.key, item.text, airing.due)
        return Claim(airing_id, attempt.id, attempt.fence, post, attempt.target, since, photos)


def _meet_twin(
    engine: Engine, session: Session, airing: Airing, item: Item, twin: RemotePost
) -> None:
    """Our words are on the page: take that post for ours, or ask a person when it looks unlike."""
    if twin.remote_id in held(session, engine.page.page_id):
        return
    if has_pictures(session, twin, airing, item.images):
        attempt = _attempt(engine, session, airing, item, fingerprint(item.text))
        _take(engine, session, airing, attempt, twin)
        return
    reason = f"trên trang đã có bài cùng lời nhưng khác ảnh ({twin.permalink or twin.remote_id})"
    engine.turn(
        session,
        airing,
        "other-pictures",
        state=Going.UNKNOWN,
        page=engine.page.page_id,
        practice=engine.page.practice,
        fingerprint=fingerprint(item.text),
        seen_at=engine.now(),
        reason=reason,
    )


def may_be_sent(engine: Engine, session: Session, airing: Airing, item: Item) -> bool:
    """What was found due may have changed since: a person, or another worker."""
    return (
        airing.state == Going.WAITING
        and item.state == Words.APPROVED
        and item.page == engine.page.page_id
        and airing.late_until > engine.now() + SOONEST
        and not health.stopped(session)
    )


def _step_back(engine: Engine, session: Session, airing: Airing, other: Airing) -> None:
    """One live post for one text on one page: equal words wait for their sibling, or fail.

    What is being withdrawn is gone soon; another time of the same item goes out first.
    """
    soon = engine.now() + LATER
    if other.state == Going.WITHDRAWING:
        engine.turn(session, airing, "wait-for-equal-words", not_before=soon)
    elif other.item_id == airing.item_id:
        engine.turn(
            session, airing, "wait-for-equal-words", not_before=max(soon, other.due + GRACE)
        )
    else:
        reason = "một bài khác có lời giống hệt đang được hẹn giờ trên trang này"
        engine.turn(session, airing, "equal-words", state=Going.FAILED, reason=reason)


def _attempt(engine: Engine, session: Session, airing: Airing, item: Item, mark: str) -> Attempt:
    attempt = Attempt(
        airing_id=airing.id or 0,
        number=len(attempts_of(session, airing)) + 1,
        page=engine.page.page_id,
        fence=airing.fence + 1,
        worker=engine.worker,
        fingerprint=mark,
        text_sha256=text_sha256(item.text),
        target=max(airing.due, engine.now() + SOONEST),
        started_at=engine.now(),
        images=item.images,
        media=uploaded_before(session, airing, engine.page.page_id, item.images, engine.now()),
    )
    session.add(attempt)
    session.flush()
    return attempt


def _take(
    engine: Engine,
    session: Session,
    airing: Airing,
    attempt: Attempt,
    twin: RemotePost | None = None,
) -> None:
    """The airing becomes this worker's: to send, or to watch where a twin is there already."""
    engine.turn(
        session,
        airing,
        "claim" if twin is None else "adopt",
        state=Going.SENDING if twin is None else Going.HANDED_OVER,
        fence=attempt.fence,
        worker=engine.worker,
        lease_until=engine.now() + engine.lease if twin is None else None,
        page=engine.page.page_id,
        practice=engine.page.practice,
        fingerprint=attempt.fingerprint,
        remote_id=twin.remote_id if twin else None,
        permalink=twin.permalink if twin else None,
        seen_at=None,
        not_before=None,
        reason=None,
        said=None,
    )
    if twin is not None:
        close(session, attempt, Outcome.ADOPTED, engine.now(), remote_id=twin.remote_id)
