"""Sessions of signed-in people: rows that can be ended, by themselves or by somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from habac24h import audit
from habac24h.accounts.tokens import digest, new_token
from habac24h.models import Account, WebSession

IDLE = timedelta(hours=12)
"""A working day without a click ends a session: office computers are shared."""
LONGEST = timedelta(days=30)
_SEEN = timedelta(minutes=5)
"""Reading pages writes no row more often than this."""


def begin(session: Session, account: Account, now: datetime) -> str:
    """Sign somebody in; the secret for the cookie."""
    _forget_old(session, now)
    token = new_token()
    session.add(
        WebSession(
            token_sha256=digest(token),
            account=account.name,
            created_at=now,
            seen_at=now,
            until=now + IDLE,
        )
    )
    audit.record(session, audit.Actor(account.name), "sign-in", now)
    return token


def whose(session: Session, token: str, now: datetime) -> Account | None:
    """The account of a living session; None for one that ended, or of a closed account."""
    row = session.get(WebSession, digest(token))
    if row is None or now >= min(row.until, row.created_at + LONGEST):
        return None
    account = session.get(Account, row.account)
    return None if account is None or account.disabled else account


def looked_at_until(session: Session, token: str) -> datetime | None:
    """Until when nothing need be noted of this session: it is in use, and lives; None: no row."""
    row = session.get(WebSession, digest(token))
    if row is None:
        return None
    return min(row.seen_at + _SEEN, row.until, row.created_at + LONGEST)


def touch(session: Session, token: str, now: datetime) -> None:
    """Somebody is still there: another working day begins."""
    row = session.get(WebSession, digest(token))
    if row is not None:
        row.seen_at, row.until = now, now + IDLE
        session.add(row)


def end(session: Session, token: str, now: datetime) -> None:
    """Sign out; a session that is over already changes nothing."""
    row = session.get(WebSession, digest(token))
    if row is not None:
        session.delete(row)
        audit.record(session, audit.Actor(row.account), "sign-out", now)


def end_all(session: Session, account: str) -> int:
    """End every session of an account: its password changed, or it was closed; how many."""
    rows = list(session.exec(select(WebSession).where(WebSession.account == account)))
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def of_person(session: Session, account: str, now: datetime) -> list[WebSession]:
    """The browsers in which somebody is signed in now, the latest seen first."""
    query = (
        select(WebSession)
        .where(WebSession.account == account, col(WebSession.until) > now)
        .order_by(col(WebSession.seen_at).desc(), col(WebSession.created_at).desc())
    )
    return list(session.exec(query))


def end_some(session: Session, account: str, now: datetime, *, only: str | None, but: str) -> int:
    """End one session of somebody by its hash, or with `only=None` all but `but`; how many."""
    rows = [
        row
        for row in of_person(session, account, now)
        if (row.token_sha256 == only if only is not None else row.token_sha256 != but)
    ]
    for row in rows:
        session.delete(row)
    session.flush()
    if rows:
        audit.record(session, audit.Actor(account), "sign-out", now, ended=len(rows))
    return len(rows)


def _forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(WebSession).where(col(WebSession.until) <= now))
