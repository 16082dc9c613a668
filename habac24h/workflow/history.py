"""What happened to an item: its rows of the audit log, oldest first."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.models import Audit, Item, Revision


def history(session: Session, item: Item, zone: ZoneInfo) -> list[dict[str, Any]]:
    """[{at, by, login, act, airing, before, after, details}], times ISO with offset."""
    query = select(Audit).where(Audit.item == item.key).order_by(col(Audit.id))
    return [
        {
            "at": row.at.astimezone(zone).isoformat(timespec="seconds"),
            "by": row.by,
            "login": row.login,
            "act": row.act,
            "airing": row.airing,
            "before": row.before,
            "after": row.after,
            "details": row.details,
        }
        for row in session.exec(query)
    ]


def revisions(session: Session, item: Item) -> list[Revision]:
    """The item's earlier wordings, oldest first."""
    query = select(Revision).where(Revision.item_id == item.id).order_by(col(Revision.id))
    return list(session.exec(query))
