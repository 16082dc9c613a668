"""What moving does to words, an approval and what is on Facebook, said before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from habac24h.channels.registry import kind
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.approval import may_be_bound
from habac24h.workflow.desk import Desk
from habac24h.workflow.moving import approves_at_once
from habac24h.workflow.redating import Fate

_HELD = {
    Going.SENDING: "Bài đang được gửi lên Facebook: dời thì gỡ xuống rồi hẹn lại.",
    Going.HANDED_OVER: "Bài đã hẹn giờ trên Facebook: dời thì gỡ xuống rồi hẹn lại.",
    Going.UNKNOWN: "Chưa rõ bài đã lên Facebook chưa: dời thì nếu có sẽ gỡ xuống rồi hẹn lại.",
}


Bindable = Callable[[Desk, Item], bool]


def foretell(
    desk: Desk,
    item: Item,
    airings: Iterable[Airing],
    is_bindable: Bindable = may_be_bound,
    words: Fate = Fate.STAYS,
) -> str:
    """One or two sentences; empty where moving changes nothing but the time.

    A list gives its own `is_bindable`, which asks once for all items of an edition. `words` is
    what becomes of the words: where they change, or must, no approval outlives the move.
    """
    approval = _words(item, words) or _approval(desk, item, is_bindable)
    return " ".join(filter(None, (approval, _on_facebook(item, airings))))


def _words(item: Item, words: Fate) -> str:
    if words == Fate.STAYS:
        return ""
    again = "" if item.state == Words.DRAFT else ", bài trở về nháp, phải trình và duyệt lại"
    if words == Fate.REWRITTEN:
        return f"Lời do chương trình soạn: dời thì được viết lại theo ngày mới{again}."
    return f"Lời còn ghi ngày cũ: dời thì thành “Phải sửa”{again or ' trước khi trình'}."


def _approval(desk: Desk, item: Item, is_bindable: Bindable) -> str:
    if item.state != Words.APPROVED:
        return ""
    if approves_at_once(desk, item, is_bindable):
        return f"Bài đã duyệt: dời là duyệt luôn giờ mới, dưới tên {desk.called}."
    return "Bài đã duyệt: dời thì đã duyệt → chờ duyệt lại."


def _on_facebook(item: Item, airings: Iterable[Airing]) -> str:
    if kind(item.channel).manual:
        return ""
    return next((_HELD[Going(one.state)] for one in airings if one.state in _HELD), "")
