"""Settling `unknown`: look on the page; only what is proved absent may be tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col

from habac24h.channels.base import ChannelError, RemotePost
from habac24h.engine import health
from habac24h.engine.context import LOOKS, MOST_ATTEMPTS, Engine, Look, ids_query
from habac24h.engine.holding import (
    attempts_of,
    has_pictures,
    has_words,
    held,
    is_in_time,
    keeps_hour,
)
from habac24h.models import Airing, Attempt, Going, Item, Outcome, Words
from habac24h.workflow import restored

DOUBTFUL = (Outcome.UNKNOWN, Outcome.DUPLICATE, Outcome.ACCEPTED, Outcome.ADOPTED)
"""Outcomes after which a post of ours may be on the page, whatever its answer promised."""
Fits = Callable[[RemotePost, Airing], bool]
"""Whether a post with the airing's words has an hour that it can have been given."""
_IN_DOUBT = ids_query(
    Airing.state == Going.UNKNOWN,
    Item.state == Words.APPROVED,
    col(Airing.page) == bindparam("page_id"),
)


def reconcile(engine: Engine, look: Look) -> None:
    """Look for every doubtful airing on the page; what lost its approval is never adopted."""
    for airing_id in engine.in_turn(_IN_DOUBT, page_id=engine.page.page_id):
        with engine.one(airing_id):
            _reconcile_one(engine, airing_id, look)


def _reconcile_one(engine: Engine, airing_id: int, look: Look) -> None:
    with engine.peek(airing_id) as (session, airing, _item):
        ours = _known_ids(session, airing)
        photos = _known_photos(session, airing)
        others = held(session, engine.page.page_id, besides=airing_id)
        fits = is_in_time if restored.was_doubted(session, airing_id) else keeps_hour
    free = [post for post in look.posts if post.remote_id not in others]
    try:
        found = _find(engine, airing, ours, photos, free, fits)
    except ChannelError as error:
        health.note(engine, error)
        return
    with engine.on(airing_id) as (session, airing, item):
        if airing.state == Going.UNKNOWN:
            _settle(engine, session, airing, item, found, look, fits)


def _known_ids(session: Session, airing: Airing) -> list[str]:
    """The airing's own id, and those that late answers brought."""
    doubtful = [a for a in attempts_of(session, airing) if a.outcome in DOUBTFUL]
    ids = [
        airing.remote_id,
        *(a.remote_id for a in doubtful if a.fingerprint == airing.fingerprint),
    ]
    return list(dict.fromkeys(one for one in ids if one is not None))


def _known_photos(session: Session, airing: Airing) -> set[str]:
    """The page's ids of the photos that went with these words."""
    doubtful = [a for a in attempts_of(session, airing) if a.outcome in DOUBTFUL]
    return {
        media_id
        for attempt in doubtful
        if attempt.fingerprint == airing.fingerprint
        for media_id in attempt.media.values()
    }


def _find(
    engine: Engine,
    airing: Airing,
    ours: list[str],
    photos: set[str],
    free: list[RemotePost],
    fits: Fits,
) -> RemotePost | None:
    """By an id that we know, in the look or read by itself, then by its photos, then by words."""
    for remote_id in ours:
        shown = next((post for post in free if post.remote_id == remote_id), None)
        found = shown or engine.page.channel.read(remote_id)
        if found is not None:
            return found
    with_ours = [post for post in free if photos & set(post.media or ())]
    same = [post for post in free if has_words(post, airing.fingerprint)]
    return next((post for post in (*with_ours, *same) if fits(post, airing)), None)


def _settle(
    engine: Engine,
    session: Session,
    airing: Airing,
    item: Item,
    found: RemotePost | None,
    look: Look,
    fits: Fits,
) -> None:
    """What is ours is adopted; what was seen once and is gone, or was changed, a person decides."""
    if found is not None:
        unlike = _unlike(session, airing, item, found, fits)
        if unlike is None:
            _adopt(engine, session, airing, found)
        elif unlike != airing.reason:
            engine.turn(session, airing, "changed", reason=unlike, seen_at=engine.now())
    elif airing.seen_at is None:
        _count_look(engine, session, airing, look)


def _unlike(
    session: Session, airing: Airing, item: Item, found: RemotePost, fits: Fits
) -> str | None:
    """How a post that must be ours differs from what was approved; None when it does not."""
    if not has_words(found, airing.fingerprint):
        return "lời bài trên Facebook khác lời đã duyệt; hãy xem lại trên trang"
    if not has_pictures(session, found, airing, item.images):
        place = found.permalink or found.remote_id
        return f"trên trang đã có bài cùng lời nhưng khác ảnh ({place})"
    if fits(found, airing):
        return None
    if found.scheduled_at is None:
        return "bài nằm ở dạng nháp trên Facebook, không tự đăng; hãy xem lại trên trang"
    if found.scheduled_at < airing.due:
        return "giờ đăng đã bị đổi sớm hơn trên Facebook; hãy xem lại trên trang"
    return "giờ đăng trên Facebook khác giờ đã duyệt; hãy xem lại trên trang"


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
    if not _tried_since_restore(session, airing):
        return  # nothing is known of how it came here: a person decides
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


def _tried_since_restore(session: Session, airing: Airing) -> bool:
    """Whether the rows know of a try that is not from before a backup that was restored.

    What was sent before may have been edited or taken back afterwards: that it is not on the page
    any more does not mean that it should be.
    """
    last = restored.standing(session)
    tries = attempts_of(session, airing)
    return any(last is None or attempt.started_at >= last.at for attempt in tries)


def count_absence(engine: Engine, session: Session, attempt: Attempt, look: Look) -> bool:
    """Count a look that did not show this attempt's post; whether it may be taken for absent."""
    last = attempt.finished_at or attempt.started_at
    age = engine.age(f"attempt {attempt.id}", last, look)
    if age >= timedelta(0):
        attempt.looks += 1
        session.add(attempt)
        session.flush()
    return attempt.looks >= LOOKS and age >= _waiting_time(engine, attempt)


def _waiting_time(engine: Engine, attempt: Attempt) -> timedelta:
    """How long this try must stay unseen before another may be made.

    A page may carry out a try half an hour after its answer was lost, and nobody can say that a
    pass will see that post before its hour: the computer may be asleep or off. So such a try is
    waited for as long as that. One that was answered cannot come late any more: only its lists can.
    """
    if attempt.outcome == Outcome.DUPLICATE or attempt.remote_id is not None:
        return engine.patience
    return engine.longest_patience


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
