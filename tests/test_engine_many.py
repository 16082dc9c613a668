"""Many at once, on a page that needs a second for each answer: every step has its turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, inspect
from sqlmodel import func, select

from habac24h.channels.base import PageCheck, Post, Receipt, RemotePost, Snapshot
from habac24h.channels.fingerprint import fingerprint
from habac24h.clock import VirtualClock
from habac24h.engine.context import Engine, LivePage, Report
from habac24h.engine.passes import run_pass
from habac24h.models import Airing, Going, Item, Words
from habac24h.office import Office
from habac24h.workflow.binding import approval_sha256, text_sha256
from habac24h.workflow.pages import PRACTICE_ID

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@dataclass
class SlowPage:
    """A page that takes a second for each call, and a list page of a hundred posts."""

    clock: VirtualClock
    posts: dict[str, RemotePost] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def _answer(self, name: str, given: str = "") -> None:
        self.clock.wait(1)
        self.calls.append((name, given))

    def check(self) -> PageCheck:
        return PageCheck(PRACTICE_ID, "x")

    def snapshot(self, since: datetime) -> Snapshot:
        for _ in range(0, len(self.posts), 100):
            self._answer("list")
        public = tuple(one for one in self.posts.values() if one.is_public)
        hidden = tuple(one for one in self.posts.values() if not one.is_public)
        return Snapshot(since, hidden, public)

    def schedule(self, post: Post, at: datetime) -> Receipt:
        self._answer("schedule", post.key)
        remote_id = f"{PRACTICE_ID}_{len(self.posts) + 1}"
        self.posts[remote_id] = RemotePost(remote_id, post.text, False, at, None, None)
        return Receipt(remote_id)

    def publish(self, remote_id: str) -> None:
        self._answer("publish", remote_id)

    def delete(self, remote_id: str) -> None:
        self._answer("delete", remote_id)

    def read(self, remote_id: str) -> RemotePost | None:
        self._answer("read", remote_id)
        return self.posts.get(remote_id)


def fill(office: Office, page: SlowPage, number: int, due: datetime, *, going: bool) -> None:
    """So many approved posts of one minute; with `going` they are on the page, still hidden."""
    now = office.clock.now()
    first = 1 if going else 10_001
    items: list[dict[str, Any]] = []
    airings: list[dict[str, Any]] = []
    for n in range(first, first + number):
        key, text = f"thuong-xuyen/2026/rieng-{n}", f"Bài số {n}: cả nhà cùng chia sẻ việc nhà."
        item = Item(
            id=n, key=key, campaign="thuong-xuyen", year=2026, activity="rieng", channel="fanpage",
            title=f"Bài {n}", text=text, state=Words.APPROVED, page=PRACTICE_ID,
            approved_sha256=text_sha256(text), created_at=now, updated_at=now,
        )  # fmt: skip
        airing = Airing(
            id=n, key=f"{key}@1", item_id=n, uid=f"{n}@x", due=due, late_until=due + 2 * HOUR,
            created_at=now, modified_at=now,
        )  # fmt: skip
        item.approval_sha256 = approval_sha256(item, [airing])
        if going:
            remote_id = f"{PRACTICE_ID}_{n}"
            airing.state, airing.page, airing.remote_id = Going.HANDED_OVER, PRACTICE_ID, remote_id
            airing.fingerprint = fingerprint(text)
            page.posts[remote_id] = RemotePost(remote_id, text, False, due, None, None)
        items.append(item.model_dump())
        airings.append(airing.model_dump())
    with office.database.write() as session:
        session.execute(insert(inspect(Item).local_table), items)
        session.execute(insert(inspect(Airing).local_table), airings)


def a_pass(office: Office, page: SlowPage, worker: str = "w1") -> Report:
    engine = Engine(
        office.database, office.settings, office.clock, LivePage(PRACTICE_ID, page, True), worker
    )
    return run_pass(replace(engine, report=Report()))


def states(office: Office) -> Counter[str]:
    with office.database.read() as session:
        query = select(Airing.state, func.count()).group_by(Airing.state)
        return Counter(dict(session.exec(query).all()))


@SQLITE
def test_watching_many_hidden_posts_leaves_time_to_send(
    office: Office, clock: VirtualClock
) -> None:
    """350 posts whose hour came, not public yet: reading them all would take longer than a look."""
    page = SlowPage(clock)
    fill(office, page, 350, clock.now(), going=True)
    fill(office, page, 3, clock.now() + HOUR, going=False)
    a_pass(office, page)
    assert states(office) == {"handed_over": 353}
    assert [name for name, _key in page.calls].count("schedule") == 3


@SQLITE
def test_every_airing_has_its_turn_and_two_workers_read_different_ones(
    office: Office, clock: VirtualClock
) -> None:
    page = SlowPage(clock)
    fill(office, page, 100, clock.now() + timedelta(days=1), going=True)
    clock.advance(timedelta(days=1))
    for number in range(8):
        a_pass(office, page, f"w{number % 2}")
    read = {given for name, given in page.calls if name == "read"}
    assert len(read) == 100


@SQLITE
def test_one_complete_list_shows_that_many_became_public(
    office: Office, clock: VirtualClock
) -> None:
    page = SlowPage(clock)
    fill(office, page, 200, clock.now(), going=True)
    for one in list(page.posts.values()):
        page.posts[one.remote_id] = replace(
            one, is_public=True, scheduled_at=None, created_at=clock.now()
        )
    a_pass(office, page)
    assert states(office) == {"done": 200}
    assert Counter(name for name, _given in page.calls) == {"list": 2}


@SQLITE
def test_when_not_all_can_be_sent_the_earliest_go_first_and_the_rest_is_told(
    office: Office, clock: VirtualClock
) -> None:
    """A limit that is over before everybody had a turn: missed, on the first page, never sent."""
    page = SlowPage(clock)
    fill(office, page, 200, clock.now(), going=False)
    clock.advance(2 * HOUR - timedelta(minutes=2))
    a_pass(office, page)
    clock.advance(timedelta(minutes=5))
    a_pass(office, page)
    found = states(office)
    sent = [given for name, given in page.calls if name == "schedule"]
    assert sent == sorted(sent, key=lambda key: int(key.rpartition("-")[2].partition("@")[0]))
    assert found["missed"] + len(sent) == 200
    assert found["waiting"] == 0
