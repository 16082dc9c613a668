"""Planning and what people did: kept items, and the new slots for which they stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from habac24h.workflow import approve, cancel, edit, move, new, restore, submit
from tests.plan_kit import (
    NOW,
    SECOND,
    SINGLE,
    TALKS,
    WEEKLY,
    World,
    listed,
    reasons,
    set_airing,
    world,
)

__all__ = ["world"]


def approve_item(world: World, key: str) -> None:
    world.work(lambda desk: submit(desk, key))
    world.work(lambda desk: approve(desk, key), "hoa")


def test_what_a_person_cancelled_stays_cancelled(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.work(lambda desk: cancel(desk, "thu/2026/mot"))
    assert reasons(world) == {"thu/2026/mot": "Nội dung đã bị hủy bằng tay nên giữ nguyên."}
    world.plan_and_apply()
    assert world.items()["thu/2026/mot"].state == "dropped"
    world.define(SECOND)
    assert listed(world.plan()) == [("add", "hai")]


def test_what_a_person_restored_is_not_withdrawn_again(world: World) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    world.define(SINGLE)
    world.plan_and_apply()
    world.work(lambda desk: restore(desk, "thu/2026/hai"))
    assert reasons(world) == {
        "thu/2026/hai": "Nội dung đã được khôi phục bằng tay nên giữ nguyên, "
        "dù định nghĩa không còn mục này."
    }


def test_an_edited_item_is_kept_whatever_the_definition_says(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.work(lambda desk: edit(desk, "thu/2026/mot", text="Lời của tôi"))
    world.define(SINGLE.replace("7:00", "8:00"))
    assert reasons(world) == {
        "thu/2026/mot": "Nội dung đã được sửa bằng tay nên giữ nguyên, dù định nghĩa nay khác."
    }
    world.plan_and_apply()
    item, airing = world.items()["thu/2026/mot"], world.airings()["thu/2026/mot@1"]
    assert (item.text, airing.due) == ("Lời của tôi", datetime(2026, 11, 15, 0, tzinfo=UTC))


def test_a_moved_item_is_kept(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    to = datetime(2026, 11, 16, 12, tzinfo=UTC)
    world.work(lambda desk: move(desk, "thu/2026/mot", to=to))
    assert reasons(world) == {
        "thu/2026/mot": "Nội dung đã được dời giờ bằng tay nên giữ nguyên, dù định nghĩa nay khác."
    }


def test_a_submitted_and_an_approved_item_are_listed_only_where_they_would_change(
    world: World,
) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    world.work(lambda desk: submit(desk, "thu/2026/mot"))
    approve_item(world, "thu/2026/hai")
    assert world.plan().changes == ()
    world.define(SINGLE.replace("7:00", "8:00"), SECOND.replace("Khác", "Lạ"))
    assert reasons(world) == {
        "thu/2026/mot": "Nội dung đang chờ duyệt nên giữ nguyên, dù định nghĩa nay khác.",
        "thu/2026/hai": "Nội dung đã duyệt nên giữ nguyên, dù định nghĩa nay khác.",
    }


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("done", "Nội dung đã đăng nên giữ nguyên, dù định nghĩa không còn mục này."),
        (
            "handed_over",
            "Nội dung đã được giao đi nên giữ nguyên, dù định nghĩa không còn mục này.",
        ),
        ("failed", "Nội dung đã được giao đi nên giữ nguyên, dù định nghĩa không còn mục này."),
        (
            "missed",
            "Nội dung đã quá giờ mà chưa thực hiện nên giữ nguyên, "
            "dù định nghĩa không còn mục này.",
        ),
    ],
)
def test_what_went_out_or_was_missed_is_kept(world: World, state: str, reason: str) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    set_airing(world, "thu/2026/hai@1", state=state)
    world.define(SINGLE)
    assert reasons(world) == {"thu/2026/hai": reason}


def test_a_late_draft_is_missed_even_before_an_engine_says_so(world: World) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    world.now = datetime(2026, 11, 20, tzinfo=UTC)
    world.define(SINGLE)
    assert listed(world.plan()) == [("keep", "hai")]


def test_a_handmade_item_is_no_business_of_planning(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    to = datetime(2026, 11, 20, 5, tzinfo=UTC)
    world.work(
        lambda desk: new(desk, "thu", 2026, channel="portal", to=to, title="Tin", text="Lời")
    )
    assert world.plan().changes == ()
    assert "thu/2026/rieng-001" in world.items()


def test_a_kept_item_without_a_slot_stands_for_the_new_one_of_its_week(world: World) -> None:
    world.define(WEEKLY.replace("[tue, fri]", "[tue]"))
    world.plan_and_apply()
    approve_item(world, "thu/2026/tuan/2026-11-17")
    world.define(WEEKLY.replace("[tue, fri]", "[wed]"))
    found = world.plan_and_apply()
    assert listed(found) == [
        ("keep", "tuan/2026-11-17"),
        ("withdraw", "tuan/2026-11-24"),
        ("add", "tuan/2026-11-25"),
        ("withdraw", "tuan/2026-12-01"),
        ("add", "tuan/2026-12-02"),
        ("withdraw", "tuan/2026-12-08"),
        ("add", "tuan/2026-12-09"),
        ("withdraw", "tuan/2026-12-15"),
    ]
    assert found.changes[0].reason == (
        "Nội dung đã duyệt nên giữ nguyên, dù định nghĩa không còn mục này, "
        "thay cho “thu/2026/tuan/2026-11-18”."
    )
    assert listed(world.plan()) == [("keep", "tuan/2026-11-17")]


def test_a_kept_item_stands_for_one_new_slot_the_nearest(world: World) -> None:
    world.define(WEEKLY)
    world.plan_and_apply()
    world.work(lambda desk: edit(desk, "thu/2026/tuan/2026-11-20", text="Lời của tôi"))
    world.define(WEEKLY.replace("[tue, fri]", "[mon, sat]"))
    first_week = [line for line in listed(world.plan()) if line[1] < "tuan/2026-11-22"]
    assert first_week == [
        ("add", "tuan/2026-11-16"),
        ("withdraw", "tuan/2026-11-17"),
        ("keep", "tuan/2026-11-20"),
    ]


def test_a_kept_talk_stands_only_for_a_talk_at_its_own_place(world: World) -> None:
    line = TALKS.replace("day: start + 2d", "from: start, until: end, every: 20d")
    world.define(line.replace("end", "start + 2d"))
    world.plan_and_apply()
    assert list(world.items()) == [
        "thu/2026/noi/2026-11-15/thon-1",
        "thu/2026/noi/2026-11-15/thon-2",
    ]
    approve_item(world, "thu/2026/noi/2026-11-15/thon-1")
    world.define(line.replace("from: start,", "from: start - 1d,").replace("end", "start + 2d"))
    assert listed(world.plan()) == [
        ("add", "noi/2026-11-14/thon-2"),
        ("keep", "noi/2026-11-15/thon-1"),
        ("withdraw", "noi/2026-11-15/thon-2"),
    ]


def test_an_item_is_kept_exactly_as_it_was_row_by_row(world: World) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    world.work(lambda desk: edit(desk, "thu/2026/mot", text="Lời của tôi"))
    before = world.items()["thu/2026/mot"].model_dump()
    world.define(SECOND)
    world.now = NOW + timedelta(days=1)
    world.plan_and_apply()
    assert world.items()["thu/2026/mot"].model_dump() == before
