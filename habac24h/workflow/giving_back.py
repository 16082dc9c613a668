"""An approval as it stood before a move: kept in the log, so that an undo gives exactly it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.models import Airing, Audit, Item, Words
from habac24h.workflow.binding import approval_sha256

SOON = timedelta(minutes=30)
"""So long after the move an undo takes back a slip of the hand; later it is a move like any other,
and no forgotten page gives an approval back."""
WAS = "was"
"""The detail of a move's row that holds the approval which it ended."""
_OF_A_MOVE = ("move", "approve-moved")
_MOMENTS = ("approved_at", "submitted_at")
_COLUMNS = (
    *("approver", "approved_sha256", "approval_sha256", "one_person", "submitter"),
    *("override_reason", *_MOMENTS),
)


def approval_of(item: Item) -> dict[str, Any]:
    """{WAS: who approved and submitted what, when}, for a row of the log; empty for no approval."""
    if item.state != Words.APPROVED:
        return {}
    kept = {name: getattr(item, name) for name in _COLUMNS}
    return {WAS: kept | {name: kept[name] and kept[name].isoformat() for name in _MOMENTS}}


def approval_before(session: Session, ids: Sequence[int], now: datetime) -> dict[str, Any] | None:
    """The item's columns of the approval that this move (its rows of the log) ended.

    None where it ended none, long after it, and where anybody did anything to the item since: then
    the approval is not all that the undo would bring back.
    """
    first = session.get_one(Audit, min(ids))
    if now - first.at > SOON:
        return None
    since = select(Audit).where(Audit.item == first.item, Audit.id >= min(ids))  # type: ignore[operator]
    found: dict[str, Any] | None = None
    for row in session.exec(since.order_by(col(Audit.id))):
        if row.act in _OF_A_MOVE and (row.by, row.at) == (first.by, first.at):
            found = found or row.details.get(WAS)
        elif row.by != audit.PROGRAM.name or row.airing is None:
            return None  # the scheduler may have taken the post down meanwhile, and nothing else
    if found is None:
        return None
    moments = {name: datetime.fromisoformat(found[name]) for name in _MOMENTS if found[name]}
    return {**found, **moments, "state": Words.APPROVED, "authors": [], "reason": None}


def is_what_was_approved(approval: dict[str, Any], item: Item, airings: Sequence[Airing]) -> bool:
    """Whether words, pictures, page, times and places are to the letter what was approved then.

    What has been public since goes down with the undo: nobody approved that it comes once more.
    """
    if any(one.was_public for one in airings):
        return False
    return bool(approval_sha256(item, airings) == approval["approval_sha256"])
