"""Whose a post on the page is: which ids our airings hold, and which words are on their way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, literal_column
from sqlmodel import Session, col, select

from habac24h.channels.base import RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine.context import EARLY, GRACE, SOONEST
from habac24h.models import ON_THE_WAY, Airing, Attempt, Going, Item, Words
from habac24h.workflow.binding import still_bound

UNDECIDED = (Going.SENDING, Going.UNKNOWN, Going.WITHDRAWING)
"""A call under way, or a doubtful one: a post with its words may be exactly its own."""


def is_on_the_way(state: Any) -> Any:
    """Whether something of ours is, or may be, on the page; as the index of live texts says it.

    Written out: SQLite uses a partial index only for its very own words.
    """
    return state.in_([literal_column(f"'{one.value}'") for one in ON_THE_WAY])


_SAME_WORDS = select(Airing).where(
    col(Airing.page) == bindparam("page_id"),
    col(Airing.fingerprint) == bindparam("mark"),
    col(Airing.id) != bindparam("besides"),
    is_on_the_way(col(Airing.state)),
)
_OF_ITEM = select(Airing).where(col(Airing.item_id) == bindparam("item_id"))
_MARKS_TRIED = select(Attempt.fingerprint).where(
    col(Attempt.page) == bindparam("page_id"),
    col(Attempt.fingerprint).in_(bindparam("marks", expanding=True)),
)
_TRIES = select(Attempt).where(col(Attempt.airing_id) == bindparam("airing_id"))
_TRIES = _TRIES.order_by(col(Attempt.id))


def held(session: Session, page_id: str, *, besides: int | None = None) -> set[str]:
    """Ids of the page's posts that our airings hold (`besides`: one airing that asks)."""
    query = select(Airing.remote_id).where(
        Airing.page == page_id, col(Airing.remote_id).is_not(None)
    )
    if besides is not None:
        query = query.where(Airing.id != besides)
    return {one for one in session.exec(query) if one is not None}


def on_the_way(session: Session, page_id: str, mark: str, *, besides: int) -> Airing | None:
    """Another airing with these words that is, or may be, on the page."""
    known = {"page_id": page_id, "mark": mark, "besides": besides}
    return session.execute(_SAME_WORDS, known).scalars().first()


def words_tried(session: Session, page_id: str, marks: Iterable[str]) -> set[str]:
    """Those of these fingerprints that we ever tried to send to a page."""
    known = {"page_id": page_id, "marks": sorted(set(marks))}
    return set(session.execute(_MARKS_TRIED, known).scalars())


def attempts_of(session: Session, airing: Airing) -> list[Attempt]:
    """Every try to send this airing, oldest first."""
    return list(session.execute(_TRIES, {"airing_id": airing.id}).scalars())


def is_bound(session: Session, item: Item) -> bool:
    """Whether the rows are, at this moment, exactly what people approved (promise P1)."""
    airings = session.execute(_OF_ITEM, {"item_id": item.id}).scalars().all()
    return item.state == Words.APPROVED and still_bound(item, airings)


def has_words(post: RemotePost, mark: str | None) -> bool:
    """Whether a post shows the words of this fingerprint."""
    return mark is not None and fingerprint(post.text) == mark


def has_pictures(session: Session, post: RemotePost, airing: Airing, images: list[str]) -> bool:
    """Whether a post that we found shows exactly these pictures, by the ids that we were given.

    Bytes cannot be compared: Facebook makes its own of them. What was not uploaded by us for this
    airing may show anything, so a person looks.
    """
    shown = set(post.media or ())
    if not images:
        return not shown
    return any(
        attempt.images == images and shown == set(attempt.media.values()) and len(shown) > 0
        for attempt in attempts_of(session, airing)
    )


def keeps_hour(post: RemotePost, airing: Airing) -> bool:
    """Whether it is public, or waits for no earlier hour than the approved one.

    A draft never becomes public; an earlier hour is not what was approved: a person decides.
    """
    if post.is_public:
        return True
    return post.scheduled_at is not None and post.scheduled_at >= airing.due - EARLY


def is_in_time(post: RemotePost, airing: Airing) -> bool:
    """Whether it keeps its hour, and waits for none at which it would be too late to be ours."""
    latest = airing.late_until + SOONEST + GRACE
    waits_too_long = post.scheduled_at is not None and post.scheduled_at > latest
    return keeps_hour(post, airing) and (post.is_public or not waits_too_long)
