"""What is not kept for ever: sessions and links that ended, attempts and chores of long ago.

The audit log is never touched: its rows refuse to be deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, or_
from sqlmodel import Session, col, select

from habac24h.chores.ledger import Ended, Outcome
from habac24h.chores.place import Place
from habac24h.chores.tables import ChoreRow
from habac24h.models import ON_THE_WAY, Airing, Attempt, OneTimeLink, WebSession
from habac24h.models import Outcome as Sent

NAME = "forget"
SESSIONS = timedelta(days=30)
ATTEMPTS = timedelta(days=2 * 366)
CHORES = timedelta(days=2 * 366)
_STILL_OUT = select(Airing.id).where(col(Airing.state).in_(ON_THE_WAY))
"""What is still in doubt is settled by its attempts, however old they are."""


def forget(place: Place) -> Ended:
    """Delete what is older than its time, in one transaction."""
    now = place.clock.now()
    with place.database.write() as session:
        gone = {
            "phiên đăng nhập": _delete(
                session,
                WebSession,
                or_(col(WebSession.until) <= now, col(WebSession.created_at) <= now - SESSIONS),
            ),
            "đường dẫn dùng một lần": _delete(session, OneTimeLink, col(OneTimeLink.until) <= now),
            "lần gửi": _delete(
                session,
                Attempt,
                col(Attempt.outcome) != Sent.OPEN,
                col(Attempt.airing_id).not_in(_STILL_OUT),
                col(Attempt.started_at) <= now - ATTEMPTS,
            ),
            "việc hằng ngày": _delete(
                session, ChoreRow, col(ChoreRow.day) <= (now - CHORES).date()
            ),
        }
    told = ", ".join(f"{count} {what}" for what, count in gone.items() if count)
    return Ended(Outcome.DONE, f"đã xóa {told}" if told else "không có gì cũ phải xóa")


def _delete(session: Session, table: Any, *conditions: Any) -> int:
    result = session.execute(delete(table).where(*conditions))
    assert isinstance(result, CursorResult)
    return result.rowcount
