"""One-time links: the first administrator's, and those by which a person sets a new password."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from habac24h import audit
from habac24h.accounts.passwords import hashed
from habac24h.accounts.sessions import end_all
from habac24h.accounts.tokens import digest, new_token
from habac24h.errors import NotFound
from habac24h.models import Account, OneTimeLink

LIFE = timedelta(hours=24)


class Purpose(StrEnum):
    """What a link opens."""

    SETUP = "setup"
    """The first account of an office, an administrator."""
    PASSWORD = "password"  # noqa: S105 - a purpose, not a password


def make(session: Session, purpose: Purpose, now: datetime, *, account: str | None = None) -> str:
    """A link's secret, shown once; earlier links for the same are void."""
    session.execute(
        delete(OneTimeLink).where(
            col(OneTimeLink.purpose) == purpose,
            col(OneTimeLink.account).is_not_distinct_from(account),
        )
    )
    token = new_token()
    session.add(
        OneTimeLink(token_sha256=digest(token), purpose=purpose, account=account, until=now + LIFE)
    )
    return token


def opens(session: Session, token: str, now: datetime) -> OneTimeLink:
    """The link that this secret opens. NotFound when it was used, ran out or never was."""
    link = session.get(OneTimeLink, digest(token))
    if link is None or now >= link.until:
        raise NotFound(
            "Đường dẫn này đã dùng rồi hoặc quá 24 giờ; hãy xin người quản trị đường dẫn mới "
            "(hoặc chạy lại `habac24h serve` trên máy đặt chương trình)."
        )
    return link


def use(session: Session, link: OneTimeLink) -> None:
    """A link opens once."""
    session.delete(link)
    session.flush()


def set_password(session: Session, account: Account, password: str, now: datetime) -> None:
    """Keep a new password and end every session that the old one had opened."""
    account.password_hash = hashed(password, account.name, account.full_name)
    session.add(account)
    end_all(session, account.name)
    audit.record(session, audit.Actor(account.name), "user-password", now, user=account.name)


def nobody_can_sign_in(session: Session) -> bool:
    """Whether the office has no account with a password yet."""
    query = select(Account.name).where(
        col(Account.password_hash).is_not(None), col(Account.disabled).is_(False)
    )
    return session.exec(query.limit(1)).first() is None
