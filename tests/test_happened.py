"""What the history says of each deed: its place, its result, the people who came."""

from __future__ import annotations

from typing import Any

import pytest

from habac24h.workflow.happened import happened

NAMES = {"thon-1": "Thôn Một", "thon-2": "Thôn Hai"}


@pytest.mark.parametrize(
    ("act", "channel", "details", "told"),
    [
        ("edit", "talk", {"reason": "x"}, "Sửa lời"),
        ("confirm", "loudspeaker", {"what": "done", "place": None}, "Xác nhận đã phát"),
        (
            "confirm",
            "talk",
            {"what": "not_done", "place": "thon-1", "note": "mưa"},
            "Xác nhận không thực hiện ở Thôn Một",
        ),
        (
            "confirm",
            "banner",
            {"what": "taken_down", "places": ["thon-1", "thon-9"]},
            "Xác nhận đã tháo ở Thôn Một, thon-9",
        ),
        (
            "attendance",
            "talk",
            {"place": "thon-2", "people": [13, 20, 5], "replaced": [12, 20, None]},
            "Ghi số người dự ở Thôn Hai: 13 nam, 20 nữ, trong đó 5 học sinh "
            "(trước đó ghi 12 nam, 20 nữ)",
        ),
        (
            "attendance",
            "talk",
            {"place": "", "people": [0, 7, None], "replaced": None},
            "Ghi số người dự: 0 nam, 7 nữ",
        ),
        ("retract", "talk", {"reason": "nhầm"}, "Rút lại xác nhận nhầm"),
        (
            "resolve",
            "fanpage",
            {"as_done": False},
            "Quyết định bài chưa rõ: bài không có trên trang",
        ),
        ("resolve", "fanpage", {"as_done": True}, "Quyết định bài chưa rõ: bài có trên trang"),
    ],
)
def test_a_deed_is_told_with_its_place_and_its_result(
    act: str, channel: str, details: dict[str, Any], told: str
) -> None:
    assert happened(act, details, channel, NAMES) == told
