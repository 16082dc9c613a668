"""Topic and places of what people added: changed in drafts, never under a word already said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workflow_kit import HOUR, Bureau, open_bureau

from habac24h import workflow
from habac24h.errors import Refused


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path / "home")
    yield made
    made.office.close()


def label(bureau: Bureau, key: str, topic: str | None = None, *places: str, by: str = "lan") -> int:
    """Change them; the item's version afterwards."""
    with bureau.desk(by) as desk:
        workflow.label(desk, key, topic=topic, places=places)
    return bureau.item(key).version


def test_who_changed_the_places_has_had_a_hand_in_it_and_does_not_approve(bureau: Bureau) -> None:
    key = bureau.write("talk")
    assert label(bureau, key, "bao-luc", "thon-2", "thon-1", by="minh") == 2
    assert bureau.airing(key).places == ["thon-1", "thon-2"]
    assert label(bureau, key, "bao-luc", "thon-1", "thon-2", by="tam") == 2
    assert bureau.item(key).authors == ["lan", "minh"]
    bureau.do("lan", "submit", key)
    with pytest.raises(Refused, match="người khác phải duyệt"):
        bureau.do("minh", "approve", key)
    bureau.do("tam", "approve", key)
    assert bureau.is_bound(key)


@pytest.mark.parametrize("state", ["pending", "approved", "dropped"])
def test_only_a_draft_is_changed(bureau: Bureau, state: str) -> None:
    key = bureau.write("talk")
    bureau.set_item(key, state=state)
    with pytest.raises(Refused, match="hãy khôi phục" if state == "dropped" else "hãy trả lại"):
        label(bureau, key, "bao-luc")
    assert label(bureau, key) == 1


def test_what_the_plan_made_keeps_its_topic(bureau: Bureau) -> None:
    key = bureau.write("talk")
    bureau.set_item(key, handmade=False)
    with pytest.raises(Refused, match="theo định nghĩa chiến dịch"):
        label(bureau, key, "bao-luc")


def test_places_of_which_something_was_said_stay(bureau: Bureau) -> None:
    key = bureau.write("talk", after=HOUR)
    label(bureau, key, None, "thon-1")
    bureau.do("lan", "submit", key)
    bureau.do("minh", "approve", key)
    bureau.clock.advance(2 * HOUR)
    bureau.do("lan", "confirm", key)
    bureau.do("minh", "return_", key, reason="sai nơi")
    with pytest.raises(Refused, match="đã có lời xác nhận"):
        label(bureau, key, None, "thon-2")
    label(bureau, key, "bao-luc", "thon-1")
    assert bureau.item(key).topic == "bao-luc"


def test_unknown_topics_and_places_and_channels_without_places_are_refused(bureau: Bureau) -> None:
    key, post = bureau.write("talk"), bureau.write()
    for given in ((key, "la"), (key, None, "la"), (post, None, "thon-1")):
        with pytest.raises(Refused):
            label(bureau, *given)
    assert label(bureau, post, "bao-luc") == 2
