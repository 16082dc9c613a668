"""The kinds of channels, as the office sees them."""

from __future__ import annotations

import pytest

from habac24h.channels.registry import KINDS, kind
from habac24h.errors import NotFound


def test_the_channels_stand_in_the_offices_order_with_their_words() -> None:
    found = [(k.id, k.label, k.done, k.manual, k.taken_down, k.places) for k in KINDS.values()]
    assert found == [
        ("fanpage", "Fanpage", "đã đăng", False, False, False),
        ("loudspeaker", "Đài truyền thanh", "đã phát", True, False, True),
        ("banner", "Băng rôn", "đã treo", True, True, True),
        ("portal", "Cổng thông tin", "đã đăng", True, False, False),
        ("talk", "Truyền thông trực tiếp", "đã tổ chức", True, False, True),
    ]


def test_each_channel_is_found_by_its_id() -> None:
    assert [kind(channel_id) for channel_id in KINDS] == list(KINDS.values())


@pytest.mark.parametrize("channel_id", ["facebook", "", "Fanpage"])
def test_an_unknown_channel_is_refused_with_the_list_of_those_there_are(channel_id: str) -> None:
    with pytest.raises(NotFound) as trouble:
        kind(channel_id)
    assert trouble.value.sentence == (
        f"Không có kênh “{channel_id}”; hãy chọn một trong: fanpage, loudspeaker, banner, portal, "
        "talk."
    )
