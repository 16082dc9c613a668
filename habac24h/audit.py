"""The audit log: one row for every move, chained by hashes, never changed (triggers refuse it)."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, inspect, text
from sqlmodel import Session, col, select

from habac24h.models import Audit

GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who does something: an account of the office, or the program itself."""

    name: str
    login: str = ""


_SAID = ("by", "login", "act", "item", "airing", "before", "after", "details")
_TABLE: Any = inspect(Audit).local_table
_APPEND = insert(_TABLE)
_LAST = select(Audit.hash).order_by(col(Audit.id).desc()).limit(1)
PROGRAM = Actor("habac24h")
"""The scheduler and the planner."""


def actor(name: str) -> Actor:
    """An account at this computer; the operating system's account is recorded too (promise P9)."""
    try:
        return Actor(name, getpass.getuser())
    except (OSError, KeyError, ImportError):  # a service account without a name
        return Actor(name)


def record(
    session: Session,
    who: Actor,
    act: str,
    now: datetime,
    *,
    item: str | None = None,
    airing: str | None = None,
    before: str | None = None,
    after: str | None = None,
    **details: Any,
) -> None:
    """Append one row; `details` must be plain JSON values and hold no secret."""
    row: dict[str, Any] = {
        "at": now,
        "by": who.name,
        "login": who.login,
        "act": act,
        "item": item,
        "airing": airing,
        "before": before,
        "after": after,
        "details": details,
        "previous": _head(session),
    }
    row["hash"] = digest(row)
    session.flush()
    session.execute(_APPEND, row)
    session.info["habac24h_audit_head"] = row["hash"]


def head(session: Session) -> str:
    """The last row's hash: printed on reports, it pins the whole log."""
    return session.execute(_LAST).scalar() or GENESIS


def first_break(session: Session) -> int | None:
    """The id of the first row that does not follow from the one before, or None."""
    previous = GENESIS
    for row in session.exec(select(Audit).order_by(col(Audit.id))):
        if row.previous != previous or row.hash != digest(row.model_dump()):
            return row.id
        previous = row.hash
    return None


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over everything that the row says and the hash before it."""
    said = [row["previous"], row["at"].astimezone(UTC).isoformat(), *(row[one] for one in _SAID)]
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _head(session: Session) -> str:
    known: str | None = session.info.get("habac24h_audit_head")
    if known is None and session.get_bind().dialect.name == "postgresql":
        # Two workers must not append to the same end of the chain.
        session.execute(text("SELECT pg_advisory_xact_lock(240024)"))
    return known or head(session)
