"""What a move does to words that name the time, and what is said of an hour wanted quiet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from habac24h.content.checks import Finding
from habac24h.errors import Refused
from habac24h.workflow import approve, edit, move, submit
from habac24h.workflow.findings import QUIET, findings
from habac24h.workflow.redating import RULE
from tests.plan_kit import SETTINGS, World, world

__all__ = ["world"]
TALK = (
    'id: noi, title: Nói chuyện, channel: talk, text: "Mời bà con dự ngày {{ date }}.", '
    "day: start + 10d, at: 19:30"
)
KEY = "thu/2026/noi"
TWO_DAYS = timedelta(days=2)


def _moved(world: World, by: timedelta, name: str = "lan") -> None:
    to = world.airings()[f"{KEY}@1"].due + by
    world.work(lambda desk: move(desk, KEY, to=to), name)


def _found(world: World, rule: str) -> list[Finding]:
    kept: list[Finding] = []
    world.work(lambda desk: kept.extend(findings(desk.session, desk.item(KEY), None, SETTINGS)))
    return [one for one in kept if one.rule == rule]


def _planned(world: World, activity: str = TALK) -> str:
    world.define(activity)
    world.plan_and_apply()
    return world.items()[KEY].text


def test_a_draft_that_nobody_changed_is_written_again_for_its_new_day(world: World) -> None:
    before = _planned(world)
    assert "25/11/2026" in before
    _moved(world, TWO_DAYS)
    item = world.items()[KEY]
    assert (item.text, item.state) == (before.replace("25/11/2026", "27/11/2026"), "draft")
    assert _found(world, RULE) == []
    _moved(world, -TWO_DAYS)
    assert world.items()[KEY].text == before


def test_approved_words_of_the_program_are_written_again_and_asked_for_again(world: World) -> None:
    before = _planned(world)
    world.work(lambda desk: submit(desk, KEY))
    world.work(lambda desk: approve(desk, KEY), "hoa")
    _moved(world, TWO_DAYS, "hoa")
    item = world.items()[KEY]
    assert (item.text, item.state) == (before.replace("25/11/2026", "27/11/2026"), "draft")
    assert item.approved_sha256 is None
    assert item.reason == "đã dời giờ, lời được viết lại theo giờ mới; cần trình và duyệt lại"


@pytest.mark.parametrize("approved", [False, True])
def test_the_old_day_in_words_that_people_changed_blocks(world: World, approved: bool) -> None:
    _planned(world)
    text = "Kính mời dự lúc 19:30, thứ Tư, ngày 25/11/2026 tại nhà văn hóa."
    world.work(lambda desk: edit(desk, KEY, text=text))
    if approved:
        world.work(lambda desk: submit(desk, KEY))
        world.work(lambda desk: approve(desk, KEY), "hoa")
    _moved(world, TWO_DAYS, "hoa")
    assert (world.items()[KEY].text, world.items()[KEY].state) == (text, "draft")
    (told,) = _found(world, RULE)
    assert (told.severity, told.found, told.better) == ("block", "25/11/2026", "27/11/2026")
    with pytest.raises(Refused, match="nay là ngày 27/11/2026"):
        world.work(lambda desk: submit(desk, KEY))
    world.work(lambda desk: edit(desk, KEY, text=text.replace("Tư, ngày 25", "Sáu, ngày 27")))
    world.work(lambda desk: submit(desk, KEY))


def test_a_post_in_quiet_hours_is_told_where_it_is_decided(world: World) -> None:
    _planned(world, TALK.replace("talk", "fanpage"))
    assert _found(world, QUIET) == []
    _moved(world, timedelta(hours=3))
    (told,) = _found(world, QUIET)
    assert (told.severity, told.found) == ("warn", "22:30")
    assert told.why == (
        "Bài hẹn 22:30, trong giờ yên tĩnh 21:00-06:00: nếu không cố ý thì dời sang giờ khác"
    )
    world.work(lambda desk: submit(desk, KEY))
