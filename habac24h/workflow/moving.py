"""Moving an airing to another time, and what that does to an approval."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from habac24h.campaigns.late import late_until
from habac24h.channels.registry import kind
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.approval import bind, may_approve
from habac24h.workflow.desk import APPROVERS, Desk
from habac24h.workflow.recall import recall


def move(desk: Desk, key: str, *, to: datetime, until: datetime | None = None) -> Item:
    """Give an airing (KEY, or KEY@N where there are several) another time, aware UTC.

    A window keeps its length unless `until` is given. An approved item becomes pending with the
    mover as its submitter, unless P9 lets the mover approve: then moving and approving are one act.
    """
    item, airing = desk.one_airing(key)
    _refuse(item, airing)
    end = until or (airing.until + (to - airing.due) if airing.until else None)
    if end is not None and end <= to:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
    wanted = timedelta(seconds=item.late_limit) if item.late_limit is not None else None
    limit = late_until(item.channel, to, end, wanted, desk.settings.zone)
    if limit <= desk.now:
        raise Refused("Giờ mới đã qua; hãy chọn một giờ sắp tới.")
    if (to, end) == (airing.due, airing.until) and airing.state == Going.WAITING:
        return item
    was_approved = item.state == Words.APPROVED
    _set_time(desk, item, airing, due=to, until=end, late_until=limit)
    _ask_again(desk, item, was_approved=was_approved)
    return item


def _refuse(item: Item, airing: Airing) -> None:
    if item.state == Words.DROPPED:
        raise Refused(f"“{item.key}” đã bỏ; hãy khôi phục bằng `habac24h restore {item.key}`.")
    if airing.state == Going.DONE and kind(item.channel).manual:
        raise Refused(f"“{airing.key}” đã thực hiện nên không dời được.")


def _set_time(desk: Desk, item: Item, airing: Airing, **times: Any) -> None:
    before = airing.due.isoformat()
    if not recall(desk, item, airing, wanted=Going.WAITING, act="move"):
        times |= {"state": Going.WAITING, "not_before": None, "reason": None, "said": None}
    desk.change_airing(
        airing, "move", **times, details={"from": before, "to": times["due"].isoformat()}
    )


def _ask_again(desk: Desk, item: Item, *, was_approved: bool) -> None:
    if not was_approved:
        moved: dict[str, Any] = {"moved_at": desk.now}
        if item.state == Words.PENDING and not _decides(desk, item):
            moved["authors"] = sorted({*item.authors, desk.who.name})
        desk.change_item(item, "move", **moved)
    elif _decides(desk, item):
        desk.change_item(item, "move", moved_at=desk.now)
        bind(desk, item, "approve-moved", one_person=not may_approve(desk, item))
    else:
        desk.change_item(
            item,
            "move",
            moved_at=desk.now,
            state=Words.PENDING,
            submitter=desk.who.name,
            submitted_at=desk.now,
            approved_sha256=None,
            approval_sha256=None,
            reason="đã dời giờ, cần duyệt lại",
        )


def _decides(desk: Desk, item: Item) -> bool:
    """Whether this person may approve the move in the same act."""
    if desk.role not in APPROVERS:
        return False
    return desk.settings.approval == "one-person" or may_approve(desk, item)
