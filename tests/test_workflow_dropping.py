"""Cancelling, bringing back, and another chance for what stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from workflow_kit import DAY, HOUR, SOON, Bureau, open_bureau

from habac24h.errors import Refused
from habac24h.models import Going
from habac24h.workflow.confirmation import NOT_DONE


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = open_bureau(tmp_path_factory.mktemp("home"))
    yield made
    made.office.close()


def _going(bureau: Bureau, key: str, count: int) -> list[str]:
    return [bureau.airing(f"{key}@{n}").state for n in range(1, count + 1)]


def test_cancelling_says_how_many_must_be_withdrawn_and_why(bureau: Bureau) -> None:
    key = bureau.approved()
    for going in (Going.HANDED_OVER, Going.DONE, Going.FAILED, Going.CANCELLED):
        bureau.add_airing(key, bureau.clock.now() + 2 * DAY, state=going)
    assert bureau.do("lan", "cancel", key, reason="lãnh đạo hoãn") == 2
    assert _going(bureau, key, 5) == [
        "cancelled",
        "withdrawing",
        "withdrawing",
        "cancelled",
        "cancelled",
    ]
    assert [bureau.airing(f"{key}@{n}").wanted for n in (2, 3)] == ["cancelled", "cancelled"]
    item = bureau.item(key)
    assert (item.state, item.dropped_by, item.reason) == ("dropped", "person", "lãnh đạo hoãn")
    assert (item.approved_sha256, item.approval_sha256) == (None, None)


def test_cancelling_keeps_what_people_did_and_what_they_reported(bureau: Bureau) -> None:
    key = bureau.approved("talk", after=SOON)
    bureau.do("lan", "confirm", key)
    not_held = bureau.approved("talk", after=SOON)
    bureau.do("lan", "confirm", not_held, what=NOT_DONE, note="mưa to")
    half = bureau.approved("loudspeaker", after=SOON)
    bureau.set_airing(half, places=["thon-1", "thon-2"])
    bureau.do("lan", "confirm", half, place="thon-1")
    for one in (key, not_held, half):
        assert bureau.do("lan", "cancel", one) == 0
    assert [bureau.airing(one).state for one in (key, not_held, half)] == [
        "done",
        "missed",
        "done",
    ]
    assert bureau.airing(not_held).reason == "không thực hiện: mưa to"


def test_a_restored_item_is_a_draft_that_waits(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=Going.FAILED, reason="Facebook từ chối")
    bureau.do("lan", "cancel", key, reason="x")
    bureau.do("hoa", "restore", key)
    item = bureau.item(key)
    assert (item.state, item.dropped_by, item.reason) == ("draft", None, None)
    assert (bureau.airing(key).state, bureau.airing(key).reason) == ("waiting", None)


def test_what_is_restored_after_its_time_does_not_go_out(bureau: Bureau) -> None:
    key = bureau.write(after=HOUR)
    later = bureau.add_airing(key, bureau.clock.now() + DAY)
    bureau.do("lan", "cancel", key)
    bureau.clock.advance(4 * HOUR)
    bureau.do("lan", "restore", key)
    assert (bureau.airing(key).state, bureau.airing(later).state) == ("skipped", "waiting")
    bureau.do("lan", "move", f"{key}@1", to=bureau.clock.now() + HOUR)
    assert bureau.airing(key).state == "waiting"


def test_restoring_while_the_page_still_holds_it_goes_on_withdrawing(bureau: Bureau) -> None:
    key = bureau.approved()
    bureau.set_airing(key, state=Going.HANDED_OVER)
    bureau.do("lan", "cancel", key)
    bureau.do("lan", "restore", key)
    assert bureau.states(key) == ("draft", "withdrawing", "waiting")


def test_what_stopped_gets_another_chance_while_it_is_wanted(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    for going in (Going.MISSED, Going.SKIPPED, Going.CANCELLED, Going.DONE):
        bureau.add_airing(key, bureau.clock.now() + HOUR, state=going)
    bureau.set_airing(key, state=Going.FAILED, reason="x", said="y")
    assert bureau.do("lan", "resend", key) == 4
    assert _going(bureau, key, 5) == ["waiting"] * 4 + ["done"]
    assert (bureau.airing(key).reason, bureau.airing(key).said) == (None, None)


def test_one_airing_alone_gets_another_chance(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    second = bureau.add_airing(key, bureau.clock.now() + HOUR, state=Going.FAILED)
    bureau.set_airing(key, state=Going.FAILED)
    assert bureau.do("lan", "resend", second) == 1
    assert _going(bureau, key, 2) == ["failed", "waiting"]


def test_what_stopped_too_long_ago_is_moved_instead(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.set_airing(key, state=Going.MISSED, late_until=bureau.clock.now())
    with pytest.raises(Refused) as caught:
        bureau.do("lan", "resend", key)
    assert caught.value.sentence == (
        f'“{key}” đã quá giờ cho phép; hãy dời sang giờ mới bằng `habac24h move {key}@1 --to "…"`.'
    )
    assert bureau.airing(key).state == "missed"


def test_of_several_only_those_in_time_wait_again(bureau: Bureau) -> None:
    key = bureau.approved(after=HOUR)
    bureau.add_airing(key, bureau.clock.now() + DAY, state=Going.FAILED)
    bureau.set_airing(key, state=Going.MISSED, late_until=bureau.clock.now())
    assert bureau.do("lan", "resend", key) == 1
    assert _going(bureau, key, 2) == ["missed", "waiting"]
