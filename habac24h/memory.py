"""What the program remembers about itself between runs, by name, in the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h.models import Setting

STOPPED = "fanpage_stopped"
HANDOVER_UNTIL = "handover_until"
LOOKED_AT = "fanpage_looked_at"
TIMEZONE = "timezone"
WARNINGS = "fanpage_warnings"
WRONG_CLOCK = "fanpage_wrong_clock"
"""What people are told while this computer's clock is not the page's."""
APP_OF = "fanpage_app/"
"""The id of our app, as the page knows it; followed by the page's id."""
STRANGERS_TOLD = "fanpage_strangers_told"
"""Posts that no row holds and that people were told of: their ids, and the marks of their words."""
UNREAD = "fanpage_unread"
"""Since when the page could not be read, and why: {"since": ISO, "why": sentence}."""
SKIPPED = "fanpage_skipped"
"""Keys of the airings that the last look failed to deal with."""
NEXT_YEAR_FAILED = "next_year_trouble"
"""The last try to plan the next year: {"year": 2027, "at": ISO, "why": sentence}."""
DOUBLES = "fanpage_doubles"
"""Posts with words of ours that nobody holds, and that people are told of (workflow/doubles.py)."""
DOUBLES_KEPT = "fanpage_doubles_kept"
"""Ids of those that people have decided to keep."""
CHECK_DUE = "fanpage_check_due"
RESTORED = "restored"
REHEARSAL = "rehearsal"
"""Everything in this database was rehearsed: no report counts it as done."""
PASSED_AT = "scheduler_passed_at"
SERVED_AT = "served_at"
"""The address on this computer under which the pages were last served: http://127.0.0.1:8024/."""
MAIL_PASSWORD = "mail_password"  # noqa: S105 - a name
"""The mailbox's password, sealed, and the server it is for (mail_password.py)."""
USUAL_DOOR = "http://127.0.0.1:8024/"


_ONE = select(Setting.value).where(col(Setting.name) == bindparam("name"))
_SOME = select(Setting.name, Setting.value).where(
    col(Setting.name).in_(bindparam("names", expanding=True))
)


_ROW = select(Setting).where(col(Setting.name) == bindparam("name"))


def recall(session: Session, name: str) -> Any:
    """One remembered value, or None."""
    return session.execute(_ONE, {"name": name}).scalar()


def door(session: Session) -> str:
    """The door at which the pages were last served; the usual one where nobody ever served."""
    told: str | None = recall(session, SERVED_AT)
    return told or USUAL_DOOR


def recall_some(session: Session, *names: str) -> dict[str, Any]:
    """Several remembered values by their names, in one look."""
    found = session.execute(_SOME, {"names": list(names)})
    return {row.name: row.value for row in found}


def forget(session: Session, name: str) -> None:
    """Let go of one remembered value."""
    row = session.get(Setting, name)
    if row is not None:
        session.delete(row)
        session.flush()


def remember(session: Session, name: str, value: Any) -> None:
    """Keep one JSON value."""
    row = session.execute(_ROW, {"name": name}).scalar() or Setting(name=name)
    row.value = value
    session.add(row)
    session.flush()
