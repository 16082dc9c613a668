"""Claims of chores: at most one run of each a day, whoever asks first, and none lost in silence.

As with posts, the row is written before the act. A chore that was cut short (the power went) may
have done its work or not: one that may be repeated is repeated after an hour, the other is
`unknown` and stays so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from habac24h.chores.tables import ChoreRow

CUT_SHORT = timedelta(hours=1)
"""After so long nobody is still at it: a backup of years takes minutes."""
_CUT_SHORT_WORDS = "máy dừng giữa chừng nên không rõ việc này đã xong hay chưa"


class Outcome(StrEnum):
    """How a chore ended; `open` until something is known."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Ended:
    """How a run ended, in a sentence for the office; `again` after a failure that did nothing."""

    outcome: Outcome
    said: str
    again: timedelta | None = None


def claim(session: Session, name: str, day: date, now: datetime, *, repeatable: bool) -> bool:
    """Whether the caller shall do the chore now; then its row says so."""
    row = session.get(ChoreRow, (name, day), populate_existing=True)
    if row is None:
        session.add(ChoreRow(name=name, day=day, outcome=Outcome.OPEN, started_at=now))
        return True
    if row.outcome == Outcome.FAILED and row.again_at is not None and now >= row.again_at:
        return _begin_again(session, row, now)
    if row.outcome != Outcome.OPEN or now < row.started_at + CUT_SHORT:
        return False
    if repeatable:
        return _begin_again(session, row, now)
    row.outcome, row.finished_at, row.said = Outcome.UNKNOWN, now, _CUT_SHORT_WORDS
    session.add(row)
    return False


def close(session: Session, name: str, day: date, now: datetime, ended: Ended) -> None:
    """Write down how a run ended."""
    row = session.get_one(ChoreRow, (name, day))
    row.outcome, row.said, row.finished_at = ended.outcome, ended.said, now
    row.again_at = now + ended.again if ended.again is not None else None
    session.add(row)


def latest(session: Session, name: str, *outcomes: Outcome) -> ChoreRow | None:
    """The last day's row of a chore, or the last that ended in one of these ways."""
    query = select(ChoreRow).where(ChoreRow.name == name).order_by(col(ChoreRow.day).desc())
    if outcomes:
        query = query.where(col(ChoreRow.outcome).in_(outcomes))
    return session.exec(query.limit(1)).first()


def _begin_again(session: Session, row: ChoreRow, now: datetime) -> bool:
    row.outcome, row.tries = Outcome.OPEN, row.tries + 1
    row.started_at, row.finished_at, row.again_at = now, None, None
    session.add(row)
    return True
