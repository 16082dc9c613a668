"""Whatever definitions and people do: planning is a difference, and never destroys work."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from habac24h.campaigns.change import Kind
from habac24h.db import Database, prepare, sqlite_url
from habac24h.errors import Refused
from habac24h.workflow import approve, cancel, edit, move, restore, return_, submit
from tests.plan_kit import NOW, World

Rows = dict[str, dict[str, Any]]
_ACTIVITY = (
    "id: {id}, title: Bài, channel: {channel}, text: '{words} {{{{ date }}}} {{{{ place }}}}', "
    "{when}, at: {at}{places}"
)


def _activity(name: str) -> st.SearchStrategy[str]:
    """One activity that comes in many shapes."""
    weekdays = st.lists(
        st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        min_size=1,
        max_size=3,
        unique=True,
    )
    when = st.one_of(
        st.integers(-5, 5).map(lambda n: f"day: start {'+' if n >= 0 else '-'} {abs(n)}d"),
        weekdays.map(lambda days: f"from: start, until: end, every: [{', '.join(days)}]"),
    )
    return st.builds(
        lambda channel, words, when, at, places: _ACTIVITY.format(
            id=name,
            channel=channel,
            words=words,
            when=when,
            at=at if channel == "talk" else at.split(",")[0].strip("[]"),
            places=places if channel == "talk" else "",
        ),
        channel=st.sampled_from(["fanpage", "talk"]),
        words=st.sampled_from(["Lời", "Chữ"]),
        when=when,
        at=st.sampled_from(["19:00", "[08:00, 17:00]", "[08:00]"]),
        places=st.sampled_from(["", ", places: all", ", places: kind:thon, per_place: true"]),
    )


DEFINITIONS = st.builds(
    lambda first, rest: [first, *(one for one in rest if one)],
    _activity("mot"),
    st.tuples(*(st.none() | _activity(name) for name in ("hai", "ba"))),
)
PICKS = st.integers(0, 1000)


class Planning(RuleBasedStateMachine):
    """An office at work while its definition changes under it."""

    @initialize(lines=DEFINITIONS)
    def begin(self, lines: list[str]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="habac24h-plan-"))
        shutil.copy(EMPTY["file"], self.folder / "thu.sqlite3")
        self.world = World(Database(sqlite_url(self.folder / "thu.sqlite3")))
        self.ids: dict[str, Any] = {}
        self.touched: set[str] = set()
        self.world.define(*lines)
        self.apply()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.database.dispose()
            shutil.rmtree(self.folder)

    @rule(lines=DEFINITIONS)
    def define(self, lines: list[str]) -> None:
        self.world.define(*lines)

    @rule()
    def apply(self) -> None:
        world = self.world
        found, again = world.plan(), world.plan()
        assert found == again
        before = self.kept()
        world.apply(found)
        assert self.kept() == before
        left = world.plan()
        assert left.to_do == ()
        assert {c.key for c in left.changes} == {
            c.key for c in found.changes if c.kind is Kind.KEEP
        }

    @rule(days=st.integers(1, 12))
    def let_time_pass(self, days: int) -> None:
        self.world.now += timedelta(days=days)

    @rule(pick=PICKS, deed=st.sampled_from(["edit", "submit", "approve", "cancel", "return"]))
    def work(self, pick: int, deed: str) -> None:
        key = self.some(pick)
        try:
            self.do(deed, key)
        except Refused:
            return
        self.touched.add(key)

    @rule(pick=PICKS, days=st.integers(-3, 10))
    def move(self, pick: int, days: int) -> None:
        airings = sorted(self.world.airings().values(), key=lambda airing: airing.key)
        airing = airings[pick % len(airings)]
        to = airing.due + timedelta(days=days, minutes=5)
        try:
            self.world.work(lambda desk: move(desk, airing.key, to=to))
        except Refused:
            return
        self.touched.add(airing.key.partition("@")[0])

    @rule(pick=PICKS)
    def restore(self, pick: int) -> None:
        key = self.some(pick)
        was = self.world.items()[key]
        if was.state == "dropped":
            self.world.work(lambda desk: restore(desk, key))
            # What planning dropped and a person brought back is that person's work.
            if was.dropped_by == "plan":
                self.touched.add(key)

    @invariant()
    @precondition(lambda self: hasattr(self, "world"))
    def rows_and_their_uids_stay(self) -> None:
        airings = self.world.airings()
        now: dict[str, Any] = {key: (airing.id, airing.uid) for key, airing in airings.items()}
        now |= {key: item.id for key, item in self.world.items().items()}
        assert {key: now.get(key) for key in self.ids} == self.ids
        self.ids = now

    def do(self, deed: str, key: str) -> None:
        world = self.world
        if deed == "edit":
            world.work(lambda desk: edit(desk, key, text=f"Lời của tôi {key}"))
        elif deed == "submit":
            world.work(lambda desk: submit(desk, key, reason="thử"))
        elif deed == "approve":
            world.work(lambda desk: approve(desk, key), "hoa")
        elif deed == "cancel":
            world.work(lambda desk: cancel(desk, key))
        else:
            world.work(lambda desk: return_(desk, key, reason="thử"), "hoa")

    def some(self, pick: int) -> str:
        keys = sorted(self.world.items())
        found: str = keys[pick % len(keys)]
        return found

    def kept(self) -> tuple[Rows, Rows]:
        """Everything that people have touched, row by row."""
        items = {
            key: item.model_dump()
            for key, item in self.world.items().items()
            if key in self.touched
        }
        airings = {
            key: airing.model_dump()
            for key, airing in self.world.airings().items()
            if key.partition("@")[0] in self.touched
        }
        return items, airings


EMPTY: dict[str, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    database = Database(sqlite_url(folder / "thu.sqlite3"))
    prepare(database, backup_folder=folder, now=NOW)
    database.dispose()
    EMPTY["file"] = folder / "thu.sqlite3"


Planning.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, derandomize=True
)
TestPlanning = Planning.TestCase
