"""The accounts of the office."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.errors import NotFound, Refused
from habac24h.models import Account
from habac24h.workflow.desk import EDITORS

_NAME = re.compile(r"\w[\w.-]{0,39}")
SHORTEST_PASSWORD = 8
HERE = "máy này"
"""Who sits at the computer: commands about accounts ask for no account."""


def add(
    session: Session, name: str, role: str, now: datetime, *, password: str | None = None
) -> Account:
    """A new account with the role editor, approver or admin."""
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name) or name == audit.PROGRAM.name:
        raise Refused(
            f"Tên người dùng “{name}” không hợp lệ; chỉ dùng chữ, số, dấu chấm, gạch nối, "
            "không có khoảng trắng."
        )
    if role not in EDITORS:
        raise Refused(f"Không có vai trò “{role}”; chọn một trong: {', '.join(EDITORS)}.")
    if session.get(Account, name) is not None:
        raise Refused(f"Đã có người dùng “{name}”.")
    account = Account(name=name, role=role, password_hash=_hashed(password), created_at=now)
    session.add(account)
    audit.record(session, audit.actor(HERE), "user-add", now, after=role, user=name)
    return account


def disable(session: Session, name: str, now: datetime) -> None:
    """Close an account; what it did stays on record."""
    account = session.get(Account, name)
    if account is None:
        raise NotFound(f"Không có người dùng “{name}”.")
    account.disabled = True
    session.add(account)
    audit.record(session, audit.actor(HERE), "user-disable", now, user=name)


def everyone(session: Session) -> list[Account]:
    """All accounts by name."""
    return list(session.exec(select(Account).order_by(col(Account.name))))


def _hashed(password: str | None) -> str | None:
    if password is None:
        return None
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(f"Mật khẩu quá ngắn; cần ít nhất {SHORTEST_PASSWORD} ký tự.")
    # Argon2 costs start-up time: only who sets a password pays it.
    from pwdlib import PasswordHash

    return PasswordHash.recommended().hash(password)
