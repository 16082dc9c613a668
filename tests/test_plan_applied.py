"""An applied list: all of it or nothing, and the log of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.models import Audit, Going
from habac24h.rows import Conflict
from habac24h.workflow import edit
from tests.plan_kit import (
    BY,
    NOW,
    SECOND,
    SETTINGS,
    SINGLE,
    World,
    set_airing,
    world,
)

__all__ = ["world"]


def test_a_row_that_changed_in_the_meantime_stops_the_whole_list(world: World) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    world.define(SINGLE.replace("7:00", "8:00"), SECOND.replace("Khác", "Lạ"))
    found = world.plan()
    world.work(lambda desk: edit(desk, "thu/2026/hai", text="Lời của tôi"))
    with pytest.raises(Conflict):
        world.apply(found)
    assert world.airings()["thu/2026/mot@1"].due == datetime(2026, 11, 15, tzinfo=UTC)
    assert world.items()["thu/2026/hai"].text == "Lời của tôi"


def test_an_airing_that_was_missed_in_the_meantime_stops_the_list(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.define(SINGLE.replace("7:00", "8:00"))
    found = world.plan()
    set_airing(world, "thu/2026/mot@1", state=Going.MISSED, version=2)
    with pytest.raises(Conflict):
        world.apply(found)


def test_every_applied_list_leaves_audit_rows(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.define(SINGLE.replace("7:00", "8:00"))
    world.plan_and_apply()
    with world.database.read() as session:
        found = [(row.act, row.item, row.details) for row in session.exec(select(Audit))]
    assert found[1] == (
        "plan",
        None,
        {"year": 2026, "counts": {"add": 1}, "added": ["thu/2026/mot"]},
    )
    assert found[3:] == [
        (
            "plan-move",
            "thu/2026/mot",
            {"reason": "Giờ đổi từ 07:00 ngày 15/11/2026 sang 08:00 ngày 15/11/2026."},
        ),
        ("plan", None, {"year": 2026, "counts": {"move": 1}, "added": []}),
    ]


def test_nothing_to_do_leaves_no_audit_row(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    with world.database.write() as session:
        before = len(session.exec(select(Audit)).all())
        assert apply(session, plan(session, 2026, now=NOW, settings=SETTINGS), by=BY, now=NOW) == 0
        assert len(session.exec(select(Audit)).all()) == before
