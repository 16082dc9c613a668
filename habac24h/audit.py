"""The audit log: one row for every move, chained by hashes, never changed (triggers refuse it).

Workers that claim and record at the same moment cannot all append to one end of a chain, so their
rows are loose: each has its own hash and names none before it. The next chained row takes them in
by naming a hash over the last chained one and every loose one since, in the order of their ids.
Chained rows are written alone (`bundle.WRITER_LOCK`): no loose one can slip in behind their back.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, inspect, text
from sqlmodel import Session, col, select

from habac24h.bundle import WRITER_LOCK
from habac24h.models import Audit

GENESIS = "0" * 64
LOOSE = ""
"""What a row names as the one before while no chained row has taken it in."""


@dataclass(frozen=True)
class Actor:
    """Who does something: an account of the office, or the program itself."""

    name: str
    login: str = ""


_SAID = ("by", "login", "act", "item", "airing", "before", "after", "details")
_TABLE: Any = inspect(Audit).local_table
_APPEND = insert(_TABLE)
_CHAINED = select(Audit.id).where(Audit.previous != LOOSE).order_by(col(Audit.id).desc()).limit(1)
_TAIL = (
    select(Audit.hash, Audit.previous)
    .where(col(Audit.id) >= func.coalesce(_CHAINED.scalar_subquery(), 0))
    .order_by(col(Audit.id))
)
"""The last chained row and the loose ones since."""
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
    said = {"item": item, "airing": airing, "before": before, "after": after, "details": details}
    row = written(who, act, now, said, previous=_end(session))
    session.flush()
    session.execute(_APPEND, row)
    session.info["habac24h_audit_head"] = row["hash"]


def written(
    who: Actor, act: str, now: datetime, said: Mapping[str, Any], *, previous: str = LOOSE
) -> dict[str, Any]:
    """The values of one row; a loose one unless told what came before."""
    row = {"at": now, "by": who.name, "login": who.login, "act": act, **said, "previous": previous}
    return row | {"hash": digest(row)}


def head(session: Session) -> str:
    """The hash over the whole log: printed on reports, it pins every row."""
    tail = session.execute(_TAIL).all()
    chained = tail[0].hash if tail and tail[0].previous != LOOSE else GENESIS
    return _taken_in(chained, [row.hash for row in tail if row.previous == LOOSE])


def first_break(session: Session) -> int | None:
    """The id of the first row that does not follow from those before, or None."""
    chained, loose = GENESIS, list[str]()
    for row in session.exec(select(Audit).order_by(col(Audit.id))):
        if row.hash != digest(row.model_dump()):
            return row.id
        if row.previous == LOOSE:
            loose.append(row.hash)
        elif row.previous != _taken_in(chained, loose):
            return row.id
        else:
            chained, loose = row.hash, []
    return None


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over everything that the row says and the hash before it."""
    said = [row["previous"], row["at"].astimezone(UTC).isoformat(), *(row[one] for one in _SAID)]
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _taken_in(chained: str, loose: Sequence[str]) -> str:
    """What the next chained row names as the one before."""
    if not loose:
        return chained
    return hashlib.sha256("".join((chained, *loose)).encode()).hexdigest()


def _end(session: Session) -> str:
    """What a chained row follows from; in one transaction each follows from the one before."""
    known: str | None = session.info.get("habac24h_audit_head")
    if known is None and session.get_bind().dialect.name == "postgresql":
        # Two writers must not append to the same end of the chain.
        session.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
    return known or head(session)
