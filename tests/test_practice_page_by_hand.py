"""Faults switched on by hand, as a person does it in a browser, and by a seed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from practice_kit import PAGE, START, Caller, Reply, practice_page

from habac24h.channels.practice_page import SCENES, PracticePage
from habac24h.channels.practice_page.faults import BENDS, WRAPPINGS, Kind
from habac24h.clock import VirtualClock

FEED = f"/v25.0/{PAGE}/feed"


@pytest.fixture
def page() -> Iterator[PracticePage]:
    with practice_page(VirtualClock(START)) as made:
        yield made


def press(page: PracticePage, **fields: str) -> Reply:
    return Caller(page, None).post("/_chay-thu/su-co", **fields)


def test_every_scene_can_be_chosen_on_the_wall(page: PracticePage) -> None:
    shown = Caller(page, None).get("/").body.decode()
    options = re.findall(r'<option value="([^"]+)">([^<]+)</option>', shown)
    assert [(name, unescape(label)) for name, label in options] == [
        (scene.name, scene.label) for scene in SCENES.values()
    ]


def test_every_kind_of_fault_has_a_scene() -> None:
    from typing import get_args

    assert {scene.fault.kind for scene in SCENES.values()} == set(get_args(Kind))
    assert {scene.fault.kind for scene in SCENES.values()} >= WRAPPINGS | BENDS


def test_a_fault_chosen_by_hand_strikes_the_next_call_and_is_counted(page: PracticePage) -> None:
    answer = press(page, ten="token-190")
    assert (answer.status, answer.headers["location"]) == (303, "/#su-co")
    assert "Đang chờ xảy ra: 1 sự cố. Đã xảy ra: 0." in page_text(page)
    assert Caller(page).post(FEED, message="Chào").code == (400, 190, 460)
    assert "Đang chờ xảy ra: 0 sự cố. Đã xảy ra: 1." in page_text(page)
    assert Caller(page).post(FEED, message="Chào").status == 200


def test_a_seed_draws_faults_until_all_are_switched_off(page: PracticePage) -> None:
    press(page, so="42")
    assert page.faults.plan is not None and page.faults.plan.seed == 42
    assert "đang rút theo số 42" in page_text(page)
    press(page)
    assert (page.faults.plan, page.faults.armed) == (None, ())


@pytest.mark.parametrize("fields", [{"ten": "<b>"}, {"so": "không"}, {"so": "9" * 30}])
def test_nonsense_switches_nothing(page: PracticePage, fields: dict[str, str]) -> None:
    assert press(page, **fields).status == 400
    assert (page.faults.plan, page.faults.armed) == (None, ())


def test_another_site_switches_nothing(page: PracticePage) -> None:
    headers = {"Origin": "http://xau.example", "Content-Type": "application/x-www-form-urlencoded"}
    reply = Caller(page, None).call("POST", "/_chay-thu/su-co", {"ten": "reset"}, headers)
    assert (reply.status, page.faults.armed) == (421, ())


def test_the_stand_alone_wall_has_no_forms(page: PracticePage) -> None:
    assert page.wall_html().count("<form") == 0


def page_text(page: PracticePage) -> str:
    return Caller(page, None).get("/").body.decode()
