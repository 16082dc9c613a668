"""The accounts of the office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.accounts.names import Person, checked_name, checked_position, forget_names
from habac24h.accounts.passwords import hashed
from habac24h.accounts.sessions import end_all
from habac24h.errors import NotFound, Refused
from habac24h.models import Account

_NAME = re.compile(r"\w[\w.-]{0,39}")
ROLES = {
    "reader": "người xem",
    "editor": "người soạn",
    "approver": "người duyệt",
    "admin": "người quản trị",
}
"""Each role as the pages call it."""
HERE = "máy này"
"""Who sits at the computer: commands about accounts ask for no account."""


def add(
    session: Session,
    name: str,
    role: str,
    now: datetime,
    *,
    password: str | None = None,
    full_name: str = "",
    position: str = "",
    by: audit.Actor | None = None,
) -> Account:
    """A new account with one of the roles; `by`: whoever sits here, if None."""
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name) or name == audit.PROGRAM.name:
        raise Refused(
            f"Tên người dùng “{name}” không hợp lệ; chỉ dùng chữ, số, dấu chấm, gạch nối, "
            "không có khoảng trắng."
        )
    _require_role(role)
    taken = next((one for one in _names(session) if one.casefold() == name.casefold()), None)
    if taken is not None:
        raise Refused(f"Đã có người dùng “{taken}”; hãy chọn tên khác.")
    account = Account(
        name=name,
        role=role,
        password_hash=None if password is None else hashed(password, name, full_name),
        created_at=now,
        full_name=checked_name(full_name, _names(session)),
        position=checked_position(position),
    )
    session.add(account)
    forget_names(session)
    called = {"full_name": account.full_name, "position": account.position}
    said = {name: value for name, value in called.items() if value is not None}
    audit.record(session, by or audit.actor(HERE), "user-add", now, after=role, user=name, **said)
    return account


def set_name(
    session: Session,
    login: str,
    now: datetime,
    *,
    full_name: str | None = None,
    position: str | None = None,
    by: audit.Actor | None = None,
) -> None:
    """Say what somebody is called; None leaves as it is, an empty text takes away.

    Older rows follow: they keep the login, and papers printed from now on bear the new name.
    """
    account = named(session, login)
    before = _called(account)
    if full_name is not None:
        others = (one for one in _names(session) if one != login)
        account.full_name = checked_name(full_name, others)
    if position is not None:
        account.position = checked_position(position)
    if _called(account) == before:
        return
    session.add(account)
    forget_names(session)
    actor, after = by or audit.actor(HERE), _called(account)
    audit.record(session, actor, "user-name", now, before=before, after=after, user=login)


def _called(account: Account) -> str | None:
    """As the audit log tells it; None for who has neither name nor position."""
    if account.full_name is None and account.position is None:
        return None
    return Person(account.name, account.full_name, account.position).in_full


def change_role(
    session: Session, name: str, role: str, now: datetime, *, by: audit.Actor | None = None
) -> None:
    """Give an account another of the roles; what its people and programs may do follows at once.

    Every request reads the role anew, so that no session need end. The office keeps at least one
    administrator who can come in.
    """
    _require_role(role)
    account = named(session, name)
    before = account.role
    if before == role:
        return
    if account.disabled:
        raise Refused(f"Tài khoản “{name}” đã khóa nên không đổi vai trò được.")
    _keep_an_admin(session, account)
    account.role = role
    session.add(account)
    actor = by or audit.actor(HERE)
    audit.record(session, actor, "user-role", now, before=before, after=role, user=name)


def _require_role(role: str) -> None:
    if role not in ROLES:
        named = ", ".join(f"{id} ({ROLES[id]})" for id in ROLES)
        raise Refused(f"Không có vai trò “{role}”; chọn một trong: {named}.")


def _keep_an_admin(session: Session, account: Account) -> None:
    """Refuse what would leave the office without an administrator who can come in."""
    if account.role == "admin" and not account.disabled and not _other_admins(session, account):
        raise Refused(
            f"“{account.name}” là người quản trị duy nhất vào được các trang; hãy cho một người "
            "khác làm người quản trị trước."
        )


def _other_admins(session: Session, account: Account) -> list[Account]:
    """Who else looks after the accounts; who has no password yet does not stand in for who has."""
    query = select(Account).where(
        Account.role == "admin", Account.name != account.name, col(Account.disabled).is_(False)
    )
    if account.password_hash is not None:
        query = query.where(col(Account.password_hash).is_not(None))
    return list(session.exec(query))


def _names(session: Session) -> list[str]:
    """Every name; “Lan” and “lan” would be one person to whoever reads a list of approvals."""
    return list(session.exec(select(Account.name)))


def disable(session: Session, name: str, now: datetime, *, by: audit.Actor | None = None) -> None:
    """Close an account; what it did stays on record. The last administrator's stays open."""
    account = named(session, name)
    _keep_an_admin(session, account)
    account.disabled = True
    session.add(account)
    end_all(session, name)
    audit.record(session, by or audit.actor(HERE), "user-disable", now, user=name)


def enable(session: Session, name: str, now: datetime, *, by: audit.Actor | None = None) -> None:
    """Open a closed account again, with its password and its tokens as they were."""
    account = named(session, name)
    if not account.disabled:
        raise Refused(f"Tài khoản “{name}” đang mở nên không có gì để mở khóa.")
    account.disabled = False
    session.add(account)
    audit.record(session, by or audit.actor(HERE), "user-enable", now, user=name)


def named(session: Session, name: str) -> Account:
    """The account of this name; NotFound where there is none."""
    account = session.get(Account, name)
    if account is None:
        raise NotFound(f"Không có người dùng “{name}”.")
    return account


def missing_role(everyone: Iterable[Account]) -> str:
    """The role that an office still lacks, of somebody who writes or of another who approves."""
    there = {one.role for one in everyone if not one.disabled}
    return "approver" if "editor" in there and "approver" not in there else "editor"


def everyone(session: Session) -> list[Account]:
    """All accounts by name."""
    return list(session.exec(select(Account).order_by(col(Account.name))))
