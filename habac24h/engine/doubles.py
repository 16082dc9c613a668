"""Finding what people can read and should not: words of ours under an id that no airing holds.

What is public is never deleted by the machine; a person is told of it until it is settled
(workflow/doubles.py). Equal words alone are no double: they may be the very post of an airing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h.channels.base import ChannelError, RemotePost
from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import Engine, Look
from habac24h.engine.holding import UNDECIDED, has_words, words_tried
from habac24h.models import Airing, Attempt, Going, Item
from habac24h.workflow import doubles
from habac24h.workflow.doubles import Double

_PAGE: Any = bindparam("page_id")
_IDS_HELD = select(Airing.remote_id).where(
    col(Airing.page) == _PAGE, col(Airing.remote_id).in_(bindparam("ids", expanding=True))
)
_WITH_WORDS = (
    select(Airing)
    .where(col(Airing.page) == _PAGE, col(Airing.fingerprint) == bindparam("mark"))
    .order_by(col(Airing.id).desc())
)
_LAST_TRIED = (
    select(Item.key)
    .join(Airing, col(Airing.item_id) == col(Item.id))
    .join(Attempt, col(Attempt.airing_id) == col(Airing.id))
    .where(col(Attempt.page) == _PAGE, col(Attempt.fingerprint) == bindparam("mark"))
    .order_by(col(Attempt.id).desc())
    .limit(1)
)


@dataclass(frozen=True)
class Left:
    """A waiting twin that the sweep could not delete, and what the page said."""

    post: RemotePost
    error: ChannelError


def tell(engine: Engine, look: Look, left: Sequence[Left]) -> None:
    """Note every double of this page that stands now, and tell of it."""
    with engine.database.read() as session:
        told = doubles.standing(session)
    known = {one.remote_id: one for one in told if one.page == engine.page.page_id}
    if not (known or left or look.published):
        return
    search = _Search(engine, look, known)
    try:
        found = {one.remote_id: one for one in (*search.public(), *search.hidden(left))}
    except ChannelError as error:
        health.note_about_post(engine, error, engine.page.page_id)
        return  # nothing is concluded from what was only half seen
    if found != known:
        with engine.database.write() as session:
            doubles.note(session, engine.page.page_id, tuple(found.values()), engine.now())
    if found:
        _report(engine)


def item_of(session: Session, page_id: str, mark: str) -> str | None:
    """Key of the item that last tried these words on a page."""
    key: str | None = session.execute(_LAST_TRIED, {"page_id": page_id, "mark": mark}).scalar()
    return key


def _report(engine: Engine) -> None:
    with engine.database.read() as session:
        told = doubles.told(session, engine.settings.zone)
    for one in told:
        if one.double.page == engine.page.page_id:
            engine.report.deeds["public-twin"] += one.double.public
            engine.report.troubles.append(one.sentence(one.by_command))


@dataclass(frozen=True)
class _Search:
    """One look for doubles; `known` are those that people are told of, by their ids."""

    engine: Engine
    look: Look
    known: dict[str, Double]

    def public(self) -> Iterator[Double]:
        """Public posts that are more than our airings account for."""
        posts = sorted(self._still_there(), key=_order)
        for mark, some in groupby(posts, key=_mark):
            yield from self._of_words(mark, list(some))

    def hidden(self, left: Sequence[Left]) -> Iterator[Double]:
        """Waiting twins that will become doubles: the page lets nobody but their maker delete them.

        Whatever else keeps one from being deleted is tried again in the next pass.
        """
        for one in left:
            post, is_told = one.post, one.post.remote_id in self.known
            if is_told or health.is_about_one_post(one.error):
                yield self._double(_mark(post), post, ours=None)

    def _still_there(self) -> list[RemotePost]:
        """Words of ours that are public and that nobody holds or keeps.

        The lists show three days: what people were told of is read once it is older. What they
        were not told of yet is read too, for this very pass may just have taken it back.
        """
        shown = {post.remote_id for post in self.look.posts}
        old = [one.remote_id for one in self.known.values() if one.public]
        posts = [*self.look.published, *self._read(one for one in old if one not in shown)]
        free = self._unheld(posts)
        known = [post for post in free if post.remote_id in self.known]
        fresh = (post.remote_id for post in free if post.remote_id not in self.known)
        return [*known, *self._read(fresh)]

    def _read(self, ids: Iterable[str]) -> Iterator[RemotePost]:
        """The public ones, each asked of the page only when it is wanted."""
        posts = map(self.engine.page.channel.read, ids)
        return (post for post in posts if post is not None and post.is_public)

    def _unheld(self, posts: Sequence[RemotePost]) -> list[RemotePost]:
        if not posts:
            return []
        page_id = self.engine.page.page_id
        with self.engine.database.read() as session:
            tried = words_tried(session, page_id, map(_mark, posts))
            known = {"page_id": page_id, "ids": [post.remote_id for post in posts]}
            ours = set(session.execute(_IDS_HELD, known).scalars()) | doubles.kept(session)
        return [post for post in posts if post.remote_id not in ours and _mark(post) in tried]

    def _of_words(self, mark: str, posts: list[RemotePost]) -> list[Double]:
        """Those of the public posts with these words, the earliest first, that are too many."""
        with self.engine.database.read() as session:
            known = {"page_id": self.engine.page.page_id, "mark": mark}
            rows = list(session.execute(_WITH_WORDS, known).scalars())
        if any(row.state in UNDECIDED for row in rows):  # told, and settled, with its airing
            return [self.known[one.remote_id] for one in posts if one.remote_id in self.known]
        done = [row for row in rows if row.state == Going.DONE]
        ours = self._shown(mark, done)
        # A person has said that a post is there whose id nobody knows; or the one that was held is
        # there no more (deleted by hand, or Facebook gave it another id).
        nameless = sum(row.remote_id is None for row in done)
        explained = max(nameless, int(bool(done) and ours is None))
        ours = ours or next(iter(posts[:explained]), None)
        return [self._double(mark, post, ours) for post in posts[explained:]]

    def _shown(self, mark: str, done: Sequence[Airing]) -> RemotePost | None:
        """The public post of one of these airings."""
        ids = [row.remote_id for row in done if row.remote_id is not None]
        alike = self.look.with_words(mark)
        shown = next((one for one in alike if one.is_public and one.remote_id in ids), None)
        if shown is not None:
            return shown
        return next((one for one in self._read(ids) if has_words(one, mark)), None)

    def _double(self, mark: str, post: RemotePost, ours: RemotePost | None) -> Double:
        page = self.engine.page
        with self.engine.database.read() as session:
            item = item_of(session, page.page_id, mark)
        hour = post.created_at if post.is_public else post.scheduled_at
        return Double(
            remote_id=post.remote_id,
            page=page.page_id,
            item=item or "",
            public=post.is_public,
            at=(hour or self.engine.now()).isoformat(),
            permalink=self._link(post),
            ours=ours.remote_id if ours is not None else None,
            ours_permalink=self._link(ours) if ours is not None else None,
            practice=page.practice,
        )

    def _link(self, post: RemotePost) -> str | None:
        """Where people see it; the practice page's own address changes with every start."""
        link = post.permalink or ""
        is_address = link.startswith(("https://", "http://")) and not self.engine.page.practice
        return link if is_address else None


def _mark(post: RemotePost) -> str:
    return fingerprint(post.text)


def _order(post: RemotePost) -> tuple[str, str, str]:
    """By words, then the earliest first."""
    at = post.created_at.isoformat() if post.created_at is not None else ""
    return _mark(post), at, post.remote_id
