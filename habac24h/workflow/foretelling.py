"""What moving does to an approval and to what is on Facebook, said before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from habac24h.channels.registry import kind
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.approval import may_be_bound
from habac24h.workflow.desk import Desk
from habac24h.workflow.moving import approves_at_once

_HELD = {
    Going.SENDING: "Bài đang được gửi lên Facebook: dời thì gỡ xuống rồi hẹn lại.",
    Going.HANDED_OVER: "Bài đã hẹn giờ trên Facebook: dời thì gỡ xuống rồi hẹn lại.",
    Going.UNKNOWN: "Chưa rõ bài đã lên Facebook chưa: dời thì nếu có sẽ gỡ xuống rồi hẹn lại.",
}


Bindable = Callable[[Desk, Item], bool]


def foretell(
    desk: Desk, item: Item, airings: Iterable[Airing], is_bindable: Bindable = may_be_bound
) -> str:
    """One or two sentences; empty where moving changes nothing but the time.

    A list gives its own `is_bindable`, which asks once for all items of an edition.
    """
    approval = _approval(desk, item, is_bindable)
    return " ".join(filter(None, (approval, _on_facebook(item, airings))))


def _approval(desk: Desk, item: Item, is_bindable: Bindable) -> str:
    if item.state != Words.APPROVED:
        return ""
    if approves_at_once(desk, item, is_bindable):
        return f"Bài đã duyệt: dời là duyệt luôn giờ mới, dưới tên {desk.who.name}."
    return "Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại."


def _on_facebook(item: Item, airings: Iterable[Airing]) -> str:
    if kind(item.channel).manual:
        return ""
    return next((_HELD[Going(one.state)] for one in airings if one.state in _HELD), "")
