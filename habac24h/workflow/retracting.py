"""Taking back a confirmation that was given by mistake."""

from __future__ import annotations

from habac24h.errors import Refused
from habac24h.models import Airing, Confirmation, Going, Item, Words
from habac24h.workflow.attendance import forget_people
from habac24h.workflow.confirmation import RETRACTED, TAKEN_DOWN, confirmations
from habac24h.workflow.desk import Desk


def retract(
    desk: Desk,
    key: str,
    *,
    reason: str | None,
    place: str | None = None,
    taken_down: bool = False,
) -> Airing:
    """Take back what was said of an airing, at one place or at all; the airing waits again.

    `taken_down` takes back only that it came down. What was said stays stored as retracted with
    its evidence and its photos, and the audit log says who took it back and why.
    """
    item, airing = desk.one_airing(key)
    reason = (reason or "").strip()
    _refuse(item, reason)
    wrong = [
        one
        for one in confirmations(desk, airing)
        if place in (None, one.place) and (one.kind == TAKEN_DOWN or not taken_down)
    ]
    if not wrong:
        raise Refused(f"“{airing.key}” chưa có xác nhận nào như vậy để rút lại.")
    said = [{"place": one.place, "what": one.kind, "note": one.note} for one in wrong]
    for one in wrong:
        _take_back(desk, airing, one)
    desk.session.flush()
    again = {"state": Going.WAITING, "public_at": None, "reason": None}
    waits = not taken_down and airing.state in (Going.DONE, Going.MISSED)
    desk.change_airing(
        airing, "retract", **(again if waits else {}), details={"reason": reason, "said": said}
    )
    return airing


def _take_back(desk: Desk, airing: Airing, wrong: Confirmation) -> None:
    if wrong.kind != TAKEN_DOWN:
        forget_people(desk, airing, wrong.place)
    wrong.kind = RETRACTED
    desk.session.add(wrong)


def _refuse(item: Item, reason: str) -> None:
    if item.state == Words.DROPPED:
        raise Refused(f"“{item.key}” đã bỏ; hãy khôi phục bằng `habac24h restore {item.key}`.")
    if not reason:
        raise Refused("Rút lại xác nhận cần nêu lý do, ví dụ: bấm nhầm buổi khác.")
