"""Moving by whole days, taking such a move back, and what the approval is worth after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from habac24h.accounts.names import names_of_people
from habac24h.errors import Refused
from habac24h.models import Airing, Audit, Item, Words
from habac24h.rows import Conflict
from habac24h.workflow.approval import SCREEN
from habac24h.workflow.binding import approval_sha256
from habac24h.workflow.desk import Desk
from habac24h.workflow.giving_back import approval_before
from habac24h.workflow.moving import move, move_back
from habac24h.workflow.redating import REWRITTEN

_MOVE = "move"
_APPROVALS = ("approve", "approve-moved", "approve-on-paper")


@dataclass(frozen=True)
class Moved:
    """One move as the audit log has it; `ids` are its rows there, one for each airing."""

    ids: tuple[int, ...]
    item: Item
    by: str
    before: datetime
    after: datetime
    rewritten: bool = False
    """Whether the move wrote the words again."""


def move_to_day(desk: Desk, key: str, was: date, to: date, airings: Sequence[str]) -> Moved | None:
    """Move these airings of an item from one local day to another, each at its own hour.

    None where it is the same day. Raises what `move` raises, and then nothing has moved.
    """
    zone = desk.settings.zone
    item = desk.item(key)
    meant = [
        airing
        for airing in desk.airings(item)
        if airing.key in airings and airing.due.astimezone(zone).date() == was
    ]
    if not meant:
        raise Conflict(key)
    if was == to:
        return None
    for airing in meant:
        local = airing.due.astimezone(zone)
        move(desk, airing.key, to=_at(to, local).astimezone(UTC))
    return last_move(desk.session, meant)


def undo(desk: Desk, ids: Sequence[int]) -> Moved:
    """Give each airing of a move its earlier time back, and the item the approval that it had.

    Raises Conflict where it moved again.
    """
    done = find(desk.session, ids)
    if done is None or done.by != desk.who.name:
        raise Refused("Không có lần dời nào của bạn để hoàn tác; hãy dời lại bằng ô chọn ngày.")
    airings = {airing.key: airing for airing in desk.airings(done.item)}
    rows = [desk.session.get_one(Audit, one) for one in done.ids]
    times = []
    for row in rows:
        airing = airings.get(row.airing or "")
        if airing is None or airing.due != datetime.fromisoformat(row.details["to"]):
            raise Conflict(done.item.key)
        times.append((airing, datetime.fromisoformat(row.details["from"])))
    move_back(desk, done.item, times, approval_before(desk.session, done.ids, desk.now))
    return last_move(desk.session, [airings[row.airing or ""] for row in rows])


def find(session: Session, ids: Sequence[int]) -> Moved | None:
    """The move of these rows of the audit log; None where they are no single move."""
    rows = list(session.exec(select(Audit).where(col(Audit.id).in_(ids)).order_by(col(Audit.id))))
    if not rows or any(row.act != _MOVE or row.airing is None for row in rows):
        return None
    if len({(row.item, row.by) for row in rows}) != 1:
        return None
    item = session.exec(select(Item).where(Item.key == rows[0].item)).first()
    if item is None:
        return None
    before, after = (datetime.fromisoformat(rows[0].details[name]) for name in ("from", "to"))
    ids = tuple(row.id or 0 for row in rows)
    return Moved(ids, item, rows[0].by, before, after, _rewrote(session, rows[0]))


def _rewrote(session: Session, row: Audit) -> bool:
    """What the same act did to the item itself stands beside the row of its airing."""
    beside = select(Audit).where(
        Audit.item == row.item,
        Audit.act == _MOVE,
        Audit.at == row.at,
        col(Audit.airing).is_(None),
    )
    return any(one.details.get("note") == REWRITTEN for one in session.exec(beside))


def approval_now(session: Session, item: Item) -> str:
    """What the item's approval is worth after a move or after its undoing, in a sentence."""
    if item.state == Words.APPROVED:
        approver = names_of_people(session).name(item.approver or "")
        return f"Trạng thái: đã duyệt, dưới tên {approver}."
    airings = list(session.exec(select(Airing).where(Airing.item_id == item.id)))
    same = approval_sha256(item, airings)
    query = select(Audit).where(Audit.item == item.key, col(Audit.act).in_(_APPROVALS))
    approved = [row.details.get("approval_sha256") for row in session.exec(query)]
    if item.state == Words.PENDING and same in approved:
        return (
            "Lời, giờ và nơi lại giống hệt bản đã duyệt, nhưng dời là bỏ duyệt: "
            "nay vẫn chờ duyệt lại."
        )
    return f"Trạng thái: {SCREEN[Words(item.state)]}{' lại' if approved and _waits(item) else ''}."


def _waits(item: Item) -> bool:
    return item.state == Words.PENDING


def _at(day: date, local: datetime) -> datetime:
    return local + timedelta(days=(day - local.date()).days)


def last_move(session: Session, airings: Sequence[Airing]) -> Moved:
    """The move that was just made: the newest row of each airing."""
    ids = []
    for airing in airings:
        query = select(Audit.id).where(Audit.airing == airing.key, Audit.act == _MOVE)
        ids.append(session.exec(query.order_by(col(Audit.id).desc())).first() or 0)
    found = find(session, ids)
    assert found is not None, "a move was recorded a moment ago"
    return found
