"""Why a post is being taken down, in the words that its page and the first page show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.mending import mend

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_what_was_said_to_be_not_done_is_taken_back_first() -> None:
    item = Item(key="k", campaign="c", year=2026, activity="a", channel="talk", state="approved")
    airing = Airing(key="k@1", item_id=1, uid="1", state=Going.MISSED, due=NOW)
    assert mend(item, airing, NOW).sentence.endswith("hãy xác nhận.")
    airing.reason = "không thực hiện: mưa to"
    told = mend(item, airing, NOW)
    assert told.sentence == (
        "Đã ghi là không thực hiện. Nếu ghi nhầm thì rút lại xác nhận ấy rồi ghi lại."
    )
    assert told.steps[0].command == "habac24h confirm k@1 --take-back --as TÊN"


@pytest.mark.parametrize(
    ("words", "stopped", "why"),
    [
        (Words.APPROVED, True, "vì mọi việc đăng đã bị dừng"),
        (Words.APPROVED, False, "để hẹn lại theo bản đã duyệt"),
        (Words.DRAFT, True, "để chờ bản mới được duyệt"),
    ],
)
def test_a_post_that_comes_down_says_why(words: Words, stopped: bool, why: str) -> None:
    item = Item(key="k", campaign="c", year=2026, activity="a", channel="fanpage", state=words)
    airing = Airing(
        key="k@1", item_id=1, uid="1", state=Going.WITHDRAWING, wanted=Going.WAITING, due=NOW
    )
    told = mend(item, airing, NOW, stopped=stopped)
    assert told.sentence == f"Chương trình đang gỡ {why} và làm đến khi Facebook báo đã gỡ xong."
