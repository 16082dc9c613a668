"""Cancelling an item, bringing it back, and giving a stopped airing another chance."""

from __future__ import annotations

from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.desk import Desk
from habac24h.workflow.recall import recall

_STOPPED = (Going.FAILED, Going.MISSED, Going.SKIPPED, Going.CANCELLED)


def cancel(desk: Desk, key: str, *, reason: str | None = None) -> int:
    """Drop an item: nothing of it goes out, what Facebook holds is withdrawn.

    Returns how many airings are being withdrawn. What people already carried out stays done.
    """
    item = desk.item(key)
    if item.state == Words.DROPPED:
        raise Refused(f"“{key}” đã bỏ từ trước.")
    withdrawn = 0
    for airing in desk.airings(item):
        if recall(desk, item, airing, wanted=Going.CANCELLED, act="cancel"):
            withdrawn += 1
        elif airing.state in (Going.WAITING, Going.FAILED):
            desk.change_airing(airing, "cancel", state=Going.CANCELLED)
    desk.change_item(
        item,
        "cancel",
        state=Words.DROPPED,
        dropped_by="person",
        approved_sha256=None,
        approval_sha256=None,
        reason=reason,
        details={"reason": reason},
    )
    return withdrawn


def restore(desk: Desk, key: str) -> Item:
    """Bring a dropped item back as a draft; airings whose time is over stay `skipped`."""
    item = desk.item(key)
    if item.state != Words.DROPPED:
        raise Refused(f"“{key}” không ở trạng thái đã bỏ nên không cần khôi phục.")
    for airing in desk.airings(item):
        if airing.state == Going.CANCELLED:
            over = airing.late_until <= desk.now
            desk.change_airing(airing, "restore", state=Going.SKIPPED if over else Going.WAITING)
        elif airing.state == Going.WITHDRAWING and airing.wanted == Going.CANCELLED:
            desk.change_airing(airing, "restore", wanted=Going.WAITING)
    desk.change_item(item, "restore", state=Words.DRAFT, dropped_by=None, reason=None)
    return item


def resend(desk: Desk, key: str) -> int:
    """Give failed, missed, skipped or cancelled airings another chance within their limit.

    KEY@N names one airing, KEY all of the item's. Returns how many wait again.
    """
    item, airings = _named(desk, key)
    if item.state == Words.DROPPED:
        raise Refused(f"“{item.key}” đã bỏ; hãy khôi phục bằng `habac24h restore {item.key}`.")
    stopped = [airing for airing in airings if airing.state in _STOPPED]
    if not stopped:
        raise Refused(f"“{key}” không có lượt nào bị lỗi, lỡ giờ hay đã hủy để gửi lại.")
    in_time = [airing for airing in stopped if airing.late_until > desk.now]
    if not in_time:
        raise Refused(
            f"“{key}” đã quá giờ cho phép; hãy dời sang giờ mới bằng "
            f'`habac24h move {stopped[0].key} --to "…"`.'
        )
    for airing in in_time:
        desk.change_airing(
            airing, "resend", state=Going.WAITING, not_before=None, reason=None, said=None
        )
    return len(in_time)


def _named(desk: Desk, key: str) -> tuple[Item, list[Airing]]:
    if "@" in key:
        item, airing = desk.one_airing(key)
        return item, [airing]
    item = desk.item(key)
    return item, desk.airings(item)
