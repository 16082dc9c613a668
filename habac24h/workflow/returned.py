"""Drafts that came back: who gave them back, when and why, as their authors must see first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h.accounts.names import names_of_people
from habac24h.models import Audit, Item, Words


@dataclass(frozen=True)
class Returned:
    """One giving back; `by` is what the person is called."""

    by: str
    at: datetime
    reason: str

    def words(self, zone: ZoneInfo) -> str:
        """Bị trả lại (Nguyễn Văn Minh, 02:25 27/11): lý do."""
        return f"Bị trả lại ({self.by}, {self.at.astimezone(zone):%H:%M %d/%m}): {self.reason}"


def returned(session: Session, items: Iterable[Item]) -> dict[str, Returned]:
    """Of these items those that were given back and not submitted since, by key."""
    drafts = {one.key: one for one in items if one.state == Words.DRAFT and one.reason}
    if not drafts:
        return {}
    query = select(Audit).where(col(Audit.item).in_(drafts), Audit.act == "return")
    last = {row.item: row for row in session.exec(query.order_by(col(Audit.id)))}
    called = names_of_people(session)
    return {
        key: Returned(called.name(row.by), row.at, str(row.details.get("reason", "")))
        for key, row in last.items()
        if key and drafts[key].reason == row.details.get("reason")
    }


def is_author(item: Item, name: str | None) -> bool:
    """Whether a person wrote or submitted an item: then what came back is theirs to mend."""
    return name is not None and name in {item.author, item.submitter, *item.authors}
