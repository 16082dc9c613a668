"""The notice after an entry was moved to another day, with what its approval is worth now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h.config import Settings
from habac24h.models import Airing, Audit, Item
from habac24h.workflow.findings import in_quiet_hours
from habac24h.workflow.hanging import hangs_on
from habac24h.workflow.redating import stale_days
from habac24h.workflow.undoing import Moved, approval_now, find

MOVED, UNDONE = "doi-ngay", "hoan-tac"
MOVED_HOUR = "doi-gio"
"""A move from the item's own page."""
_IDS = re.compile(r"\d{1,18}(?:\.\d{1,18}){0,19}")


@dataclass(frozen=True)
class Notice:
    """What happened, and how it is taken back (`ids` empty: not from here any more)."""

    item: Item
    before: datetime
    after: datetime
    undone: bool
    approval: str
    ids: str
    beware: tuple[str, ...]
    """What became of the words, a new end for what hangs already, an hour without posts."""
    end: datetime | None = None
    """The end of the first moved window, which moves along."""


def read_ids(written: str) -> list[int]:
    """The rows of the audit log that an address or a form names; none for anything else."""
    return [int(one) for one in written.split(".")] if _IDS.fullmatch(written) else []


def write_ids(moved: Moved) -> str:
    """The same, for an address."""
    return ".".join(str(one) for one in moved.ids)


def read_notice(
    session: Session, asked: Mapping[str, str], name: str, settings: Settings
) -> Notice | None:
    """The notice that an address asks for; None where it names no move of this person."""
    what, ids = asked.get("xong", ""), read_ids(asked.get("lan", ""))
    found = find(session, ids) if what in (MOVED, MOVED_HOUR, UNDONE) and ids else None
    if found is None or found.by != name:
        return None
    windows = [one for one in _moved_airings(session, found) if one.until is not None]
    return Notice(
        end=windows[0].until if windows else None,
        item=found.item,
        before=found.before,
        after=found.after,
        undone=what == UNDONE,
        approval=approval_now(session, found.item),
        ids="" if what == UNDONE else write_ids(found),
        beware=tuple(_beware(session, found, settings)),
    )


def _moved_airings(session: Session, moved: Moved) -> list[Airing]:
    keys = select(Audit.airing).where(col(Audit.id).in_(moved.ids))
    query = select(Airing).where(col(Airing.key).in_(keys)).order_by(col(Airing.n))
    return list(session.exec(query))


def _beware(session: Session, moved: Moved, settings: Settings) -> Iterator[str]:
    item = moved.item
    query = select(Airing).where(Airing.item_id == item.id).order_by(col(Airing.n))
    airings = list(session.exec(query))
    if moved.rewritten:
        yield "Lời do chương trình soạn đã được viết lại theo ngày giờ mới; mời đọc lại."
    for one in stale_days(session, item, airings, settings):
        yield f"Phải sửa: lời còn ghi “{one.found}”. {one.why}."
    for airing in _moved_airings(session, moved):
        yield from hangs_on(session, airing, settings)
    for one in in_quiet_hours(item, airings, settings):
        yield f"{one.why}."
