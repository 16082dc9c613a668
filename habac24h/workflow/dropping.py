"""Cancelling an item, bringing it back, and giving a stopped airing another chance."""

from __future__ import annotations

from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.approval import page_for
from habac24h.workflow.confirmation import DONE, NOT_DONE, confirmations, forget_not_done
from habac24h.workflow.desk import Desk
from habac24h.workflow.recall import FRESH, recall

STOPPED = (Going.FAILED, Going.MISSED, Going.SKIPPED, Going.CANCELLED)


def cancel(desk: Desk, key: str, *, reason: str | None = None) -> int:
    """Drop an item: nothing of it goes out, what Facebook holds is withdrawn.

    Returns how many airings are being withdrawn. What people already carried out stays done (also
    where only some places did), and what they reported as not done stays so, for the report.
    Failed and missed airings are cancelled with the rest: the person has seen them.
    """
    item = desk.item(key)
    if item.state == Words.DROPPED:
        raise Refused(
            f"“{key}” đã bỏ từ trước; nếu cần dùng lại hãy khôi phục bằng `habac24h restore {key}`."
        )
    withdrawn = sum(_cancel_airing(desk, item, airing) for airing in desk.airings(item))
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


def _cancel_airing(desk: Desk, item: Item, airing: Airing) -> bool:
    """Says whether the airing must first be withdrawn from the page."""
    if recall(desk, item, airing, wanted=Going.CANCELLED, act="cancel"):
        return True
    said = {one.kind for one in confirmations(desk, airing)}
    if airing.state in (Going.DONE, Going.CANCELLED) or said == {NOT_DONE}:
        return False
    if DONE in said:
        desk.change_airing(airing, "cancel", state=Going.DONE, public_at=desk.now)
    else:
        desk.change_airing(airing, "cancel", state=Going.CANCELLED)
    return False


def restore(desk: Desk, key: str) -> Item:
    """Bring a dropped item back as a draft; airings whose time is over become `skipped`.

    `move` gives those a new time. A withdrawal under way goes on, and then the airing waits.
    """
    item = desk.item(key)
    if item.state != Words.DROPPED:
        raise Refused(f"“{key}” không ở trạng thái đã bỏ nên không cần khôi phục.")
    for airing in desk.airings(item):
        if airing.state == Going.CANCELLED:
            over = airing.late_until <= desk.now
            desk.change_airing(
                airing, "restore", **{**FRESH, "state": Going.SKIPPED if over else Going.WAITING}
            )
        elif airing.state == Going.WITHDRAWING and airing.wanted == Going.CANCELLED:
            desk.change_airing(airing, "restore", wanted=Going.WAITING)
    desk.change_item(item, "restore", state=Words.DRAFT, dropped_by=None, reason=None)
    return item


def resend(desk: Desk, key: str) -> int:
    """Give failed, missed, skipped or cancelled airings another chance within their limit.

    KEY@N names one airing, KEY all of the item's. Returns how many wait again. What somebody
    reported as not done by hand can be opened again at any time, to correct the report.
    """
    item, airings = _named(desk, key)
    _refuse(desk, item)
    stopped = [airing for airing in airings if airing.state in STOPPED]
    if not stopped:
        raise Refused(f"“{key}” không có lượt nào bị lỗi, lỡ giờ hay đã hủy để gửi lại.")
    again = [airing for airing in stopped if _may_wait(desk, airing)]
    if not again:
        raise Refused(
            f"“{key}” đã quá giờ cho phép; hãy dời sang giờ mới bằng "
            f'`habac24h move {stopped[0].key} --to "…"`.'
        )
    for airing in again:
        forget_not_done(desk, airing)
        desk.change_airing(airing, "resend", **FRESH)
    return len(again)


def _refuse(desk: Desk, item: Item) -> None:
    if item.state == Words.DROPPED:
        raise Refused(f"“{item.key}” đã bỏ; hãy khôi phục bằng `habac24h restore {item.key}`.")
    if item.state == Words.APPROVED and page_for(desk, item) != item.page:
        # It was approved for a page that is no longer ours: the engine would let it pass by.
        raise Refused(f"“{item.key}” được duyệt cho trang khác; hãy trả lại rồi trình lại.")


def _may_wait(desk: Desk, airing: Airing) -> bool:
    if airing.late_until > desk.now:
        return True
    return any(one.kind == NOT_DONE for one in confirmations(desk, airing))


def _named(desk: Desk, key: str) -> tuple[Item, list[Airing]]:
    if "@" in key:
        item, airing = desk.one_airing(key)
        return item, [airing]
    item = desk.item(key)
    return item, desk.airings(item)
