"""What the program remembers about itself between runs, by name, in the database."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from habac24h.models import Setting

STOPPED = "fanpage_stopped"
HANDOVER_UNTIL = "handover_until"
LOOKED_AT = "fanpage_looked_at"
TIMEZONE = "timezone"
WARNINGS = "fanpage_warnings"
CHECK_DUE = "fanpage_check_due"
RESTORED = "restored"


def recall(session: Session, name: str) -> Any:
    """One remembered value, or None."""
    row = session.get(Setting, name)
    return row.value if row else None


def remember(session: Session, name: str, value: Any) -> None:
    """Keep one JSON value."""
    row = session.get(Setting, name) or Setting(name=name)
    row.value = value
    session.add(row)
    session.flush()
