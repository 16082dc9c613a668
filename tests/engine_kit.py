"""An office at work: people who write and approve, a page on their clock, the engine's passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import col, select

from habac24h import workflow
from habac24h.channels.base import PageCheck, Photo, Post, Receipt, RemotePost, Snapshot
from habac24h.channels.practice_page import PracticePage, WallPost
from habac24h.clock import VirtualClock
from habac24h.engine.context import Engine, Report
from habac24h.engine.passes import run_pass
from habac24h.models import Airing, Attempt, Item
from habac24h.office import PRACTICE_TOKEN, Office
from habac24h.workflow import Desk, people
from habac24h.workflow.pages import PRACTICE_ID

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = timedelta(days=2)
DOUBT = 31 * MINUTE
"""How long a try without an answer is looked for before another may be made."""
EDITOR, APPROVER = "lan", "minh"


@dataclass
class Bureau:
    """The office, its clock and its wall; everything a test does goes through here."""

    office: Office
    clock: VirtualClock
    wall: PracticePage
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def desk(self, who: str = EDITOR) -> Iterator[Desk]:
        """One unit of work of one person."""
        with self.office.desk(who) as desk:
            yield desk

    def write(self, after: timedelta = SOON, text: str | None = None) -> str:
        """A new post, due so long from now; its key."""
        number = next(self.numbers)
        words = text or f"Bài số {number}: cả nhà cùng chia sẻ việc nhà, yêu thương nhau hơn."
        with self.desk() as desk:
            item = workflow.new(
                desk,
                "thuong-xuyen",
                2026,
                channel="fanpage",
                to=self.clock.now() + after,
                title=f"Bài {number}",
                text=words,
            )
            return item.key

    def submit(self, key: str) -> None:
        with self.desk() as desk:
            workflow.submit(desk, key, reason="thử")

    def approve(self, key: str) -> None:
        with self.desk(APPROVER) as desk:
            workflow.approve(desk, key)

    def approved(self, after: timedelta = SOON, text: str | None = None) -> str:
        """A post that two people agreed on; its key."""
        key = self.write(after, text)
        self.submit(key)
        self.approve(key)
        return key

    def edit(self, key: str, text: str) -> None:
        with self.desk() as desk:
            workflow.edit(desk, key, text=text)

    def item(self, key: str) -> Item:
        with self.office.database.read() as session:
            return session.exec(select(Item).where(Item.key == key)).one()

    def airing(self, key: str) -> Airing:
        """The one airing of this item, or the one named KEY@N."""
        name = key if "@" in key else f"{key}@1"
        with self.office.database.read() as session:
            return session.exec(select(Airing).where(Airing.key == name)).one()

    def state(self, key: str) -> str:
        return self.airing(key).state

    def attempts(self, key: str) -> list[Attempt]:
        airing = self.airing(key)
        with self.office.database.read() as session:
            query = select(Attempt).where(Attempt.airing_id == airing.id)
            return list(session.exec(query.order_by(col(Attempt.number))))

    def change(self, key: str, **values: Any) -> None:
        """Set columns of an airing past every guard."""
        with self.office.database.write() as session:
            airing = session.exec(select(Airing).where(Airing.key == f"{key}@1")).one()
            for name, value in values.items():
                setattr(airing, name, value)
            session.add(airing)

    @contextmanager
    def engine(self, worker: str = "w1") -> Iterator[Engine]:
        with self.office.engine(worker) as engine:
            yield engine

    def run(self, worker: str = "w1", *, full: bool = True) -> Report:
        """One pass by a worker that has just started."""
        with self.engine(worker) as engine:
            return one_pass(engine, full=full)

    def later(self, by: timedelta, *, step: timedelta = MINUTE, worker: str = "w1") -> None:
        """Let time pass with a pass at every step (the ticker, seen from afar)."""
        end = self.clock.now() + by
        with self.engine(worker) as engine:
            while self.clock.now() < end:
                self.clock.advance(min(step, end - self.clock.now()))
                one_pass(engine, full=False)

    def posts(self) -> list[WallPost]:
        """What is on the page, deleted posts left out."""
        return [post for post in self.wall.posts() if not post.deleted]

    def public(self) -> list[str]:
        """The words that people can read on the page now."""
        return [post.message for post in self.posts() if post.is_published]

    def ever_public(self) -> list[str]:
        """The words that people could read at any time."""
        return [post.message for post in self.wall.posts() if post.is_published]


def one_pass(engine: Engine, *, full: bool = True) -> Report:
    """A pass with a report of its own."""
    return run_pass(replace(engine, report=Report()), full=full)


@contextmanager
def bureau(office: Office, clock: VirtualClock, **page: Any) -> Iterator[Bureau]:
    """Open the bureau: two people and a page that shares the clock."""
    wall = PracticePage(
        page_id=PRACTICE_ID, name="Hà Bắc 24h", token=PRACTICE_TOKEN, now=clock.now, **page
    )
    with office.database.write() as session:
        people.add(session, EDITOR, "editor", clock.now())
        people.add(session, APPROVER, "approver", clock.now())
    with wall:
        yield Bureau(replace(office, practice=wall), clock, wall)
        wall.faults.release()


class Killed(BaseException):
    """The process died here: nothing of ours catches it."""


class Unmet(BaseException):
    """An assertion of a test that failed inside a pass: no guard may swallow it."""


@dataclass
class Wrapped:
    """The real channel with something happening right before or after its calls."""

    inner: Any
    before: Any = None
    after: Any = None

    def _call(self, name: str, *given: Any) -> Any:
        if self.before:
            self.before(name, given)
        answer = getattr(self.inner, name)(*given)
        if self.after:
            self.after(name, given)
        return answer

    def check(self) -> PageCheck:
        found: PageCheck = self._call("check")
        return found

    def snapshot(self, since: datetime) -> Snapshot:
        found: Snapshot = self._call("snapshot", since)
        return found

    def upload(self, photo: Photo) -> str:
        media_id: str = self._call("upload", photo)
        return media_id

    def schedule(self, post: Post, at: datetime) -> Receipt:
        receipt: Receipt = self._call("schedule", post, at)
        return receipt

    def publish(self, remote_id: str) -> None:
        self._call("publish", remote_id)

    def delete(self, remote_id: str) -> None:
        self._call("delete", remote_id)

    def read(self, remote_id: str) -> RemotePost | None:
        post: RemotePost | None = self._call("read", remote_id)
        return post


def wrapped(engine: Engine, *, before: Any = None, after: Any = None) -> Engine:
    """The same engine with hooks around every call to the page: hook(name, arguments)."""
    page = replace(engine.page, channel=Wrapped(engine.page.channel, before, after))
    return replace(engine, page=page, renew=None)


def once(name: str, act: Any) -> Any:
    """A hook that acts at the first call of that name."""
    left = [1]

    def hook(called: str, _given: Sequence[Any]) -> None:
        if called == name and left:
            left.pop()
            try:
                act()
            except AssertionError as error:
                raise Unmet(str(error)) from error

    return hook
