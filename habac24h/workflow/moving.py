"""Moving an airing to another time, and what that does to an approval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from habac24h.campaigns.late import late_until
from habac24h.campaigns.redating import times_of
from habac24h.channels.registry import kind
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.approval import bind, may_approve, may_be_bound
from habac24h.workflow.confirmation import forget_not_done
from habac24h.workflow.desk import APPROVERS, Desk
from habac24h.workflow.dropping import STOPPED
from habac24h.workflow.giving_back import approval_of, is_what_was_approved
from habac24h.workflow.recall import FRESH, taking_back
from habac24h.workflow.redating import REWRITTEN, rewritten, stale_days


def move(desk: Desk, key: str, *, to: datetime, until: datetime | None = None) -> Item:
    """Give an airing (KEY, or KEY@N where there are several) another time, aware UTC.

    A window keeps its length unless `until` is given. An approved item becomes pending with the
    mover as its submitter, unless P9 lets the mover approve: then moving and approving are one act.
    A failed, missed, skipped or cancelled airing waits again. The same time again changes nothing.
    A time that is just over is taken while its late limit lasts: the post goes out at once.
    Words that name the time and that nobody changed are written again; then, and where words that
    people changed still name the old day, the item is a draft: nobody vouched for such words.
    """
    item, airing = desk.one_airing(key)
    _refuse(item, airing)
    end = until or _along(airing, to)
    if (to, end) == (airing.due, airing.until) and airing.state not in STOPPED:
        return item
    was, before = Words(item.state), times_of(desk.airings(item))
    _give_time(desk, item, airing, to, end)
    _ask_again(desk, item, was, rewritten(desk, item, before))
    return item


def move_back(
    desk: Desk,
    item: Item,
    times: Sequence[tuple[Airing, datetime]],
    approval: dict[str, Any] | None,
) -> None:
    """Undo a move: each airing gets its earlier time, and the item the `approval` that it had.

    Only an approval of exactly what stands there again, and only while all of it is still to come;
    else the undo is a move like any other.
    """
    was, before = Words(item.state), times_of(desk.airings(item))
    for airing, to in times:
        _refuse(item, airing)
        _give_time(desk, item, airing, to, _along(airing, to))
    words = rewritten(desk, item, before)
    again = item.model_copy(update=words)
    if (
        approval is not None
        and all(to > desk.now for _airing, to in times)
        and may_be_bound(desk, again)
        and is_what_was_approved(approval, again, desk.airings(item))
    ):
        told = {name: approval[name] for name in ("approver", "approval_sha256")}
        desk.change_item(item, "undo-move", moved_at=desk.now, details=told, **words, **approval)
    else:
        _ask_again(desk, item, was, words)


def _along(airing: Airing, to: datetime) -> datetime | None:
    """The end of its window where it keeps its length."""
    return airing.until + (to - airing.due) if airing.until else None


def _give_time(desk: Desk, item: Item, airing: Airing, to: datetime, end: datetime | None) -> None:
    """Set its time; refuses one that is over, or a window that ends before it begins."""
    if end is not None and end <= to:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
    wanted = timedelta(seconds=item.late_limit) if item.late_limit is not None else None
    limit = late_until(item.channel, to, end, wanted, desk.settings.zone)
    if limit <= desk.now:
        raise Refused("Giờ mới đã qua; hãy chọn một giờ sắp tới.")
    _set_time(desk, item, airing, due=to, until=end, late_until=limit)


def _refuse(item: Item, airing: Airing) -> None:
    if item.state == Words.DROPPED:
        raise Refused(f"“{item.key}” đã bỏ; hãy khôi phục bằng `habac24h restore {item.key}`.")
    if airing.state == Going.DONE and kind(item.channel).manual:
        raise Refused(
            f"“{airing.key}” {kind(item.channel).done} nên không dời được; "
            "nếu cần làm thêm lần nữa hãy tạo nội dung mới bằng `habac24h new`."
        )


def _set_time(desk: Desk, item: Item, airing: Airing, **times: Any) -> None:
    """One change of the airing: its new time, and the way back if it is on Facebook."""
    details = {"from": airing.due.isoformat(), "to": times["due"].isoformat()}
    forget_not_done(desk, airing)
    values = taking_back(item, airing, Going.WAITING) or FRESH
    desk.change_airing(airing, "move", **times, **values, details=details)


def _ask_again(desk: Desk, item: Item, was: Words, words: dict[str, Any]) -> None:
    if words or (was != Words.DRAFT and _names_the_old_day(desk, item)):
        _to_draft(desk, item, was, words)
    elif was != Words.APPROVED:
        moved: dict[str, Any] = {"moved_at": desk.now}
        if item.state == Words.PENDING and not _decides(desk, item):
            moved["authors"] = sorted({*item.authors, desk.who.name})
        desk.change_item(item, "move", **moved)
    elif approves_at_once(desk, item):
        alone = not may_approve(desk, item)
        said = approval_of(item)
        bind(desk, item, "approve-moved", one_person=alone, said=said, moved_at=desk.now)
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
            details=approval_of(item),
        )


def _names_the_old_day(desk: Desk, item: Item) -> bool:
    return any(stale_days(desk.session, item, desk.airings(item), desk.settings))


def _to_draft(desk: Desk, item: Item, was: Words, words: dict[str, Any]) -> None:
    told = REWRITTEN if words else "lời còn ghi ngày cũ, hãy sửa"
    details = ({"note": REWRITTEN} if words else {}) | approval_of(item)
    back: dict[str, Any] = {}
    if was != Words.DRAFT:
        back = {
            "state": Words.DRAFT,
            "approved_sha256": None,
            "approval_sha256": None,
            "override_reason": None,
            "reason": f"đã dời giờ, {told}; cần trình và duyệt lại",
        }
    desk.change_item(item, "move", moved_at=desk.now, details=details, **words, **back)


def approves_at_once(
    desk: Desk, item: Item, is_bindable: Callable[[Desk, Item], bool] = may_be_bound
) -> bool:
    """Whether moving an approved item is approving its new time, in one act of this person."""
    return _decides(desk, item) and is_bindable(desk, item)


def _decides(desk: Desk, item: Item) -> bool:
    """Whether this person may approve the move in the same act."""
    if desk.role not in APPROVERS:
        return False
    return desk.settings.approval == "one-person" or may_approve(desk, item)
