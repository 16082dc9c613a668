"""The audit log as people look through it: filtered, page by page, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from habac24h.models import Audit, Item

PAGE = 100


@dataclass(frozen=True)
class LogFilter:
    """Which rows; dates are local and inclusive, `item` is a key or the beginning of one."""

    by: str | None = None
    act: str | None = None
    item: str | None = None
    since: date | None = None
    until: date | None = None

    def conditions(self, zone: ZoneInfo) -> list[Any]:
        """As SQL."""
        found: list[Any] = []
        if self.by:
            found.append(col(Audit.by) == self.by)
        if self.act:
            found.append(col(Audit.act) == self.act)
        if self.item:
            found.append(col(Audit.item).startswith(self.item, autoescape=True))
        if self.since:
            found.append(col(Audit.at) >= datetime.combine(self.since, time(0), zone))
        if self.until:
            end = datetime.combine(self.until + timedelta(days=1), time(0), zone)
            found.append(col(Audit.at) < end)
        return found


def count(session: Session, wanted: LogFilter, zone: ZoneInfo) -> int:
    """How many rows a filter lets through."""
    query = select(func.count()).select_from(Audit).where(*wanted.conditions(zone))
    return session.exec(query).one()


def rows(session: Session, wanted: LogFilter, zone: ZoneInfo, page: int) -> list[Audit]:
    """One page of a hundred, the newest first; `page` counts from 1."""
    query = select(Audit).where(*wanted.conditions(zone)).order_by(col(Audit.id).desc())
    return list(session.exec(query.offset((page - 1) * PAGE).limit(PAGE)))


def all_rows(session: Session, wanted: LogFilter, zone: ZoneInfo) -> Iterator[Audit]:
    """Every row of a filter, oldest first, a thousand at a time."""
    last = 0
    while True:
        query = select(Audit).where(*wanted.conditions(zone), col(Audit.id) > last)
        some = list(session.exec(query.order_by(col(Audit.id)).limit(1000)))
        if not some:
            return
        yield from some
        last = some[-1].id or 0
        session.expunge_all()


def titles(session: Session) -> dict[str, str]:
    """Every item's title by its key."""
    return dict(session.exec(select(Item.key, Item.title)).all())


def channels(session: Session) -> dict[str, str]:
    """Every item's channel by its key."""
    return dict(session.exec(select(Item.key, Item.channel)).all())


def people(session: Session) -> list[str]:
    """Everybody who ever did something, by name."""
    return sorted(session.exec(select(Audit.by).distinct()))


def acts(session: Session) -> list[str]:
    """Every act that was ever recorded."""
    return sorted(session.exec(select(Audit.act).distinct()))
