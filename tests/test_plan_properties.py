"""Whatever definitions and people do: planning is a difference, and never destroys work."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
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
from tests.plan_kit import HEAD, NOW, World

Rows = dict[str, dict[str, Any]]
_ACTIVITY = (
    "id: {id}, title: Bài, channel: {channel}, text: '{words} {{{{ date }}}} {{{{ place }}}}', "
    "{when}, at: {at}{places}"
)


def _activity(name: str) -> st.SearchStrategy[str]:
    """One activity that comes in many shapes."""
    weekdays = st.sampled_from(["tue", "wed", "sun", "tue, fri", "mon, thu"])
    when = st.one_of(
        st.sampled_from(["start", "start - 3d", "end"]).map(lambda day: f"day: {day}"),
        weekdays.map(lambda days: f"from: start, until: end, every: [{days}]"),
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
SHORT = HEAD.replace("12-15", "11-28")
PICKS = st.integers(0, 1000)
DEEDS = [("edit",), ("submit",), ("submit", "approve"), ("submit", "return"), ("cancel",)]


class Planning(RuleBasedStateMachine):
    """An office at work while its definition changes under it."""

    @initialize(lines=DEFINITIONS)
    def begin(self, lines: list[str]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="habac24h-plan-"))
        shutil.copy(EMPTY["file"], self.folder / "thu.sqlite3")
        self.world = World(Database(sqlite_url(self.folder / "thu.sqlite3")))
        self.ids: dict[str, Any] = {}
        self.touched: set[str] = set()
        self.world.define(*lines, head=SHORT)
        self.apply()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.database.dispose()
            shutil.rmtree(self.folder)

    @rule(lines=DEFINITIONS)
    def change_the_definition(self, lines: list[str]) -> None:
        self.world.define(*lines, head=SHORT)
        self.apply()

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

    @rule(days=st.integers(1, 30))
    def let_time_pass(self, days: int) -> None:
        self.world.now += timedelta(days=days)

    @rule(pick=PICKS, deeds=st.sampled_from(DEEDS))
    def work(self, pick: int, deeds: tuple[str, ...]) -> None:
        key = self.some(pick)
        if key is None:
            return
        for deed in deeds:
            with suppress(Refused):
                self.do(deed, key)
                self.touched.add(key)

    @rule(pick=PICKS, days=st.integers(-1, 5))
    def move(self, pick: int, days: int) -> None:
        key = self.some(pick)
        if key is None:
            return
        airing = self.world.airings()[f"{key}@1"]
        to = airing.due + timedelta(days=days, minutes=5)
        with suppress(Refused):
            self.world.work(lambda desk: move(desk, airing.key, to=to))
            self.touched.add(key)

    @rule(pick=PICKS)
    def restore(self, pick: int) -> None:
        key = self.some(pick, dropped=True)
        if key is not None:
            # What planning dropped and a person brought back is that person's work.
            if self.world.items()[key].dropped_by == "plan":
                self.touched.add(key)
            self.world.work(lambda desk: restore(desk, key))

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

    def some(self, pick: int, *, dropped: bool = False) -> str | None:
        """One of the items that are (not) dropped, if there is any."""
        items = self.world.items().items()
        keys = [key for key, item in items if (item.state == "dropped") == dropped]
        return keys[pick % len(keys)] if keys else None

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


Planning.TestCase.settings = settings(max_examples=40, stateful_step_count=15)
TestPlanning = Planning.TestCase
