"""Who did the last thing to an item, what, and when: for whoever finds it other than expected."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.accounts.names import names_of_people
from habac24h.models import Audit, Item, Place
from habac24h.weekdays import day
from habac24h.workflow.happened import happened


def last_deed(session: Session, item: Item, zone: ZoneInfo) -> str:
    """“ (Lê Minh: Duyệt, 07:05, Thứ Năm 01/01/2026)”; empty where the log has nothing."""
    return _told(session, item, zone)


def deed_to_here(session: Session, item: Item, zone: ZoneInfo) -> str:
    """The same of the deed that brought the words to their state; empty where the log lacks it."""
    turned = col(Audit.before).is_distinct_from(col(Audit.after))
    return _told(
        session, item, zone, Audit.after == item.state, turned, col(Audit.airing).is_(None)
    )


def _told(session: Session, item: Item, zone: ZoneInfo, *wanted: Any) -> str:
    query = select(Audit).where(Audit.item == item.key, *wanted).order_by(col(Audit.id).desc())
    row = session.exec(query.limit(1)).first()
    if row is None:
        return ""
    names = {place.id: place.name for place in session.exec(select(Place))}
    what = happened(row.act, row.details, item.channel, names)
    at = row.at.astimezone(zone)
    who = names_of_people(session).name(row.by)
    return f" ({who}: {what}, {at:%H:%M}, {day(at.date())})"
