"""Planning: what a year's definition adds, moves, rewords and withdraws."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.errors import NotFound, Refused
from habac24h.models import Edition, Item, Place
from tests.plan_kit import (
    BY,
    HEAD,
    NOW,
    SCRIPT,
    SECOND,
    SETTINGS,
    SINGLE,
    TALKS,
    WEEKLY,
    World,
    listed,
    reasons,
    world,
)

__all__ = ["world"]


def test_planning_lists_what_is_to_be_added_and_writes_nothing(world: World) -> None:
    world.define(SINGLE)
    (change,) = world.plan().changes
    assert (change.kind.value, change.key, change.due, change.channel, change.title) == (
        "add",
        "thu/2026/mot",
        datetime(2026, 11, 15, 0, tzinfo=UTC),
        "fanpage",
        "Một bài",
    )
    assert change.reason == "Có trong định nghĩa mà chưa có trong lịch."
    assert world.items() == {}


COVERED_LITTLE = [
    ("coverage-gap", "thu/2026"),
    ("topic-without-item", "thu/2026"),
    ("topic-without-item", "thu/2026"),
    ("few-forms", "thu/2026"),
]


def test_the_json_form_is_the_documented_one(world: World) -> None:
    world.define(SINGLE)
    told = world.plan().as_dict(SETTINGS.zone)
    kinds = [(one.pop("kind"), one.pop("key")) for one in told["warnings"]]
    assert kinds == COVERED_LITTLE
    assert [sorted(one) for one in told.pop("warnings")] == [["message"]] * 4
    assert told == {
        "year": 2026,
        "changes": [
            {
                "kind": "add",
                "key": "thu/2026/mot",
                "due": "2026-11-15T07:00:00+07:00",
                "channel": "fanpage",
                "title": "Một bài",
                "reason": "Có trong định nghĩa mà chưa có trong lịch.",
            }
        ],
    }


def test_applying_makes_the_item_its_airings_and_its_edition(world: World) -> None:
    world.define(SCRIPT)
    assert world.apply(world.plan()) == 1
    item = world.items()["thu/2026/loa"]
    assert (item.campaign, item.year, item.activity, item.channel, item.title, item.text) == (
        "thu",
        2026,
        "loa",
        "loudspeaker",
        "Phát thanh",
        "Nghe 16/11/2026",
    )
    assert (item.state, item.version, item.handmade, item.edited_at) == ("draft", 1, False, None)
    airings = world.airings()
    assert [(a.key, a.due, a.late_until, a.places, a.state) for a in airings.values()] == [
        (
            "thu/2026/loa@1",
            datetime(2026, 11, 15, 22, 30, tzinfo=UTC),
            datetime(2026, 11, 16, 17, tzinfo=UTC),
            ["thon-1", "thon-2"],
            "waiting",
        ),
        (
            "thu/2026/loa@2",
            datetime(2026, 11, 16, 10, tzinfo=UTC),
            datetime(2026, 11, 16, 17, tzinfo=UTC),
            ["thon-1", "thon-2"],
            "waiting",
        ),
    ]
    assert len({airing.uid for airing in airings.values()}) == 2
    with world.database.read() as session:
        assert [(e.campaign, e.year) for e in session.exec(select(Edition))] == [("thu", 2026)]


def test_planning_again_after_applying_lists_nothing(world: World) -> None:
    world.define(SINGLE, WEEKLY, TALKS, SCRIPT)
    assert len(world.plan_and_apply().changes) == 13
    assert world.plan().changes == ()


def test_applying_the_same_list_twice_does_nothing_the_second_time(world: World) -> None:
    world.define(SINGLE, WEEKLY)
    found = world.plan()
    assert (world.apply(found), world.apply(found)) == (10, 0)
    world.define(SINGLE.replace("7:00", "8:00").replace("Bài", "Tin"))
    found = world.plan()
    assert (world.apply(found), world.apply(found)) == (10, 0)


def test_one_campaign_can_be_planned_alone(world: World) -> None:
    world.define(SINGLE)
    world.define(SINGLE, head=HEAD.replace("campaign: thu", "campaign: khac"))
    with world.database.read() as session:
        found = plan(session, 2026, now=NOW, settings=SETTINGS, campaign_id="khac")
        assert [change.key for change in found.changes] == ["khac/2026/mot"]
        with pytest.raises(NotFound):
            plan(session, 2026, now=NOW, settings=SETTINGS, campaign_id="lạ")
        with pytest.raises(Refused):
            plan(session, 1900, now=NOW, settings=SETTINGS)


def test_another_time_moves_the_airing_and_keeps_row_and_uid(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    before = world.airings()["thu/2026/mot@1"]
    world.define(SINGLE.replace("7:00", "8:30"))
    found = world.plan_and_apply()
    assert [(c.kind.value, c.key, c.reason) for c in found.changes] == [
        ("move", "thu/2026/mot", "Giờ đổi từ 07:00 ngày 15/11/2026 sang 08:30 ngày 15/11/2026.")
    ]
    after = world.airings()["thu/2026/mot@1"]
    assert (after.id, after.uid, after.due) == (
        before.id,
        before.uid,
        datetime(2026, 11, 15, 1, 30, tzinfo=UTC),
    )
    assert after.version == before.version + 1
    assert world.plan().changes == ()


def test_other_words_retext_a_draft(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.define(SINGLE.replace("Bài {{ year }}", "Tin {{ year }}"))
    found = world.plan_and_apply()
    assert [(c.kind.value, c.reason) for c in found.changes] == [
        ("retext", "Lời đổi theo mẫu hoặc định nghĩa.")
    ]
    assert world.items()["thu/2026/mot"].text == "Tin 2026"


def test_time_and_words_are_two_lines_of_the_list(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.define(SINGLE.replace("Bài {{ year }}", "Tin").replace("7:00", "8:00"))
    assert listed(world.plan_and_apply()) == [("move", "mot"), ("retext", "mot")]
    assert world.plan().changes == ()


def test_a_fact_that_is_given_retexts_the_drafts_that_use_it(world: World) -> None:
    line = SINGLE.replace("Bài {{ year }}", "Chủ đề: {{ theme }}")
    world.define(line, SECOND)
    world.plan_and_apply()
    assert world.items()["thu/2026/mot"].text == "Chủ đề: [CHƯA ĐIỀN: theme]"
    world.fact("theme", "An toàn")
    assert reasons(world) == {"thu/2026/mot": "Lời đổi theo thông tin của đợt."}
    world.plan_and_apply()
    item = world.items()["thu/2026/mot"]
    assert (item.text, item.facts) == ("Chủ đề: An toàn", {"theme": "An toàn"})


def test_another_place_moves_the_airings(world: World) -> None:
    world.define(SCRIPT)
    world.plan_and_apply()
    world.change(lambda session: session.add(Place(id="thon-3", name="Thôn 3", kind="thon")))
    assert reasons(world) == {
        "thu/2026/loa": "Địa điểm đổi từ thon-1, thon-2 sang thon-1, thon-2, thon-3."
    }
    world.plan_and_apply()
    assert sorted(world.airings()["thu/2026/loa@2"].places) == ["thon-1", "thon-2", "thon-3"]


def test_a_further_time_of_day_adds_an_airing_and_one_less_cancels_it(world: World) -> None:
    world.define(SCRIPT)
    world.plan_and_apply()
    first = world.airings()
    world.define(SCRIPT.replace("17:00]", "17:00, 18:00]"))
    assert reasons(world) == {"thu/2026/loa": "Số lượt đổi từ 2 thành 3."}
    world.plan_and_apply()
    world.define(SCRIPT)
    world.plan_and_apply()
    states = {key: airing.state for key, airing in world.airings().items()}
    assert states == {
        "thu/2026/loa@1": "waiting",
        "thu/2026/loa@2": "waiting",
        "thu/2026/loa@3": "cancelled",
    }
    assert {key: world.airings()[key].version for key in first} == dict.fromkeys(first, 1)
    assert world.plan().changes == ()


def test_what_the_definition_lost_is_withdrawn_and_comes_back_as_the_same_row(
    world: World,
) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    uid = world.airings()["thu/2026/hai@1"].uid
    world.define(SINGLE)
    assert reasons(world) == {"thu/2026/hai": "Định nghĩa không còn mục này."}
    world.plan_and_apply()
    item, airing = world.items()["thu/2026/hai"], world.airings()["thu/2026/hai@1"]
    assert (item.state, item.dropped_by, airing.state) == ("dropped", "plan", "cancelled")
    assert world.plan().changes == ()
    world.define(SINGLE, SECOND.replace("9:00", "10:00"))
    assert [(c.kind.value, c.key) for c in world.plan_and_apply().changes] == [
        ("revive", "thu/2026/hai")
    ]
    back, again = world.items()["thu/2026/hai"], world.airings()["thu/2026/hai@1"]
    assert (back.id, back.state, back.dropped_by) == (item.id, "draft", None)
    assert (again.uid, again.state, again.due) == (
        uid,
        "waiting",
        datetime(2026, 11, 15, 3, tzinfo=UTC),
    )
    assert world.plan().changes == ()


def test_what_is_over_when_it_is_planned_is_born_skipped(world: World) -> None:
    world.define(SINGLE, SCRIPT.replace("start + 1d", "start"))
    world.now = datetime(2026, 11, 15, 2, 30, tzinfo=UTC)  # 09:30: the post's two hours are over
    found = world.plan()
    assert {c.key: c.reason for c in found.changes}["thu/2026/mot"] == (
        "Đã quá giờ khi lập kế hoạch nên chỉ ghi lại, không thực hiện."
    )
    world.apply(found)
    assert {key: airing.state for key, airing in world.airings().items()} == {
        "thu/2026/loa@1": "waiting",
        "thu/2026/loa@2": "waiting",
        "thu/2026/mot@1": "skipped",
    }
    assert world.plan().changes == ()


def test_a_skipped_item_that_moves_ahead_waits(world: World) -> None:
    world.define(SINGLE)
    world.now = datetime(2026, 11, 16, tzinfo=UTC)
    world.plan_and_apply()
    world.define(SINGLE.replace("day: start", "day: end"))
    assert listed(world.plan_and_apply()) == [("move", "mot")]
    assert world.airings()["thu/2026/mot@1"].state == "waiting"


def test_a_stored_definition_that_cannot_be_read_leaves_its_items_alone(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()

    def break_it(session: Session) -> None:
        from habac24h.models import CampaignRow

        row = session.get(CampaignRow, "thu")
        assert row is not None
        row.source = row.source.replace("channel: fanpage", "channel: xa")
        session.add(row)

    world.change(break_it)
    found = world.plan()
    assert (found.changes, [(w.kind, w.key) for w in found.warnings]) == (
        (),
        [("definition", "thu/2026")],
    )


def test_a_text_that_fails_is_told_and_its_row_stays(world: World) -> None:
    world.define(SINGLE, SECOND)
    world.plan_and_apply()
    world.define(SINGLE.replace("{{ year }}", "{{ year // 0 }}"), SECOND)
    found = world.plan()
    assert (found.changes, [(w.kind, w.key) for w in found.warnings]) == (
        (),
        [("template", "thu/2026/mot"), *COVERED_LITTLE],
    )


def test_another_channel_retexts_a_draft(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    world.define(SINGLE.replace("fanpage", "portal"))
    assert listed(world.plan()) == [("move", "mot"), ("retext", "mot")]
    world.plan_and_apply()
    assert world.items()["thu/2026/mot"].channel == "portal"
    assert world.plan().changes == ()


def test_rows_of_another_year_are_left_alone(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    with world.database.write() as session:
        apply(session, plan(session, 2027, now=NOW, settings=SETTINGS), by=BY, now=NOW)
    world.define(SECOND)
    assert listed(world.plan()) == [("withdraw", "mot"), ("add", "hai")]
    assert world.items()["thu/2027/mot"].state == "draft"


def test_items_are_drafts_without_author_until_a_person_writes(world: World) -> None:
    world.define(SINGLE)
    world.plan_and_apply()
    item: Item = world.items()["thu/2026/mot"]
    assert (item.author, item.authors, item.submitter, item.approver) == (None, [], None, None)
