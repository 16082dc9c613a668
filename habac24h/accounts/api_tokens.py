"""Tokens by which a program works for a person: made and shown once, listed, revoked, looked up.

A token reaches as far as its scope and never further than its person's role at that moment: an
approver who becomes an editor leaves no program behind that approves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.accounts.tables import ApiToken
from habac24h.accounts.tokens import digest, new_token
from habac24h.audit import Actor
from habac24h.errors import NotFound, Refused
from habac24h.models import Account

PREFIX = "hb24_"
"""By which a token is known in a text, so that logs mask it and scanners of leaked keys find it."""
SCOPES = {
    "read": "chỉ đọc",
    "write": "đọc và soạn",
    "approve": "đọc, soạn và duyệt",
    "admin": "mọi việc của người quản trị",
}
"""Each holds those before it; the words are the pages'."""
LADDER = ("reader", "editor", "approver", "admin")
"""The roles in the order of the scopes that they may give away."""
DAYS, MOST_DAYS = 90, 366
_SEEN = timedelta(minutes=5)
"""Reading writes no row more often than this."""
_NAME = re.compile(r"[^\W_][\w .-]{0,39}")


@dataclass(frozen=True)
class Caller:
    """A program at the door: whose it is, what it is called, how far it reaches now."""

    account: str
    token: str
    scope: str
    token_sha256: str
    stale: bool

    @property
    def role(self) -> str:
        """The role in which it works."""
        return LADDER[list(SCOPES).index(self.scope)]


def make(
    session: Session,
    account: Account,
    name: str,
    scope: str,
    days: int,
    *,
    by: Actor,
    now: datetime,
) -> str:
    """A new token; its secret is returned and kept nowhere.

    Raises Refused for a name in use, an unknown scope, one above the person's role, or a life
    that is no number of days.
    """
    name = " ".join(name.split())
    if not _NAME.fullmatch(name):
        raise Refused("Tên mã truy cập dài từ 1 đến 40 ký tự: chữ, số, dấu cách, chấm, gạch nối.")
    if scope not in SCOPES:
        raise Refused(f"Không có phạm vi “{scope}”; chọn một trong: {', '.join(SCOPES)}.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Thời hạn của mã truy cập là từ 1 đến {MOST_DAYS} ngày.")
    if reach(account.role, scope) != scope:
        raise Refused(
            f"Vai trò của “{account.name}” không cho phép phạm vi “{scope}”; "
            "mã truy cập không được làm nhiều hơn chủ của nó."
        )
    if any(one.name.casefold() == name.casefold() for one in of_person(session, account.name)):
        raise Refused(f"“{account.name}” đã có mã truy cập “{name}”; hãy đặt tên khác.")
    secret = PREFIX + new_token()
    session.add(
        ApiToken(
            token_sha256=digest(secret),
            account=account.name,
            name=name,
            scope=scope,
            created_at=now,
            until=now + timedelta(days=days),
        )
    )
    audit.record(
        session, by, "token-add", now, user=account.name, token=name, scope=scope, days=days
    )
    return secret


def revoke(session: Session, account: str, name: str, *, by: Actor, now: datetime) -> None:
    """Close a token for good; raises NotFound."""
    row = next((one for one in of_person(session, account) if one.name == name), None)
    if row is None:
        raise NotFound(f"“{account}” không có mã truy cập nào tên “{name}”.")
    session.delete(row)
    audit.record(session, by, "token-revoke", now, user=account, token=name)


def of_person(session: Session, account: str) -> list[ApiToken]:
    """Somebody's tokens by name, those that ran out too."""
    query = select(ApiToken).where(ApiToken.account == account).order_by(col(ApiToken.name))
    return list(session.exec(query))


def everyone(session: Session) -> list[ApiToken]:
    """All tokens, by person and name."""
    query = select(ApiToken).order_by(col(ApiToken.account), col(ApiToken.name))
    return list(session.exec(query))


def whose(session: Session, secret: str, now: datetime) -> Caller | None:
    """The program behind a secret; None where it is unknown, ran out, or its person may not in."""
    row = session.get(ApiToken, digest(secret))
    if row is None or now >= row.until:
        return None
    account = session.get(Account, row.account)
    if account is None or account.disabled:
        return None
    stale = row.used_at is None or now >= row.used_at + _SEEN
    scope = reach(account.role, row.scope)
    return Caller(account.name, row.name, scope, row.token_sha256, stale)


def touch(session: Session, token_sha256: str, now: datetime) -> None:
    """Note that a token was used."""
    row = session.get(ApiToken, token_sha256)
    if row is not None:
        row.used_at = now
        session.add(row)


def reach(role: str, scope: str) -> str:
    """The scope that is left of one in the hands of this role."""
    scopes = list(SCOPES)
    return scopes[min(LADDER.index(role), scopes.index(scope))]
