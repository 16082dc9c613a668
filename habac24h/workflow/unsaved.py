"""Words that somebody is still typing: kept for that person alone, the item stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from habac24h.accounts.names import names_of_people
from habac24h.errors import Refused
from habac24h.models import Audit, Item
from habac24h.workflow.deeds import deed
from habac24h.workflow.desk import Desk
from habac24h.workflow.tables import Unsaved
from habac24h.workflow.words import checked

LONGEST_TITLE = 1000
"""While it is typed a title may be empty or too long; only “Lưu lời mới” is strict."""


@dataclass(frozen=True)
class Other:
    """Who changed the item since the typing began (as they are called), when, what they did."""

    by: str
    at: datetime
    deed: str


def keep(desk: Desk, key: str, *, version: int, title: str, text: str) -> Other | None:
    """Keep what this person has typed so far; says whether somebody else saved meanwhile.

    Words that are the item's own again are nothing to keep.
    """
    item = desk.item(key)
    assert item.id is not None
    title, text = _title(title), checked(text)
    there = desk.session.get(Unsaved, (item.id, desk.who.name))
    if (title, text) == (item.title, item.text):
        forget(desk, item)
    elif there is None:
        made = Unsaved(
            item_id=item.id, by=desk.who.name, version=version, title=title, text=text, at=desk.now
        )
        desk.session.add(made)
    else:
        there.version, there.title, there.text, there.at = version, title, text, desk.now
    return since(desk.session, item, version)


def unsaved(session: Session, item: Item, name: str) -> Unsaved | None:
    """What this person typed and never saved, unless the item says the same by now."""
    assert item.id is not None
    found = session.get(Unsaved, (item.id, name))
    if found is None or (found.title, found.text) == (item.title, item.text):
        return None
    return found


def forget(desk: Desk, item: Item) -> None:
    """Saved, or no longer wanted."""
    found = desk.session.get(Unsaved, (item.id, desk.who.name))
    if found is not None:
        desk.session.delete(found)


def since(session: Session, item: Item, version: int) -> Other | None:
    """The last that happened to the item, if anything did after this version."""
    if version == item.version:
        return None
    query = select(Audit).where(Audit.item == item.key).order_by(col(Audit.id).desc())
    last = session.exec(query.limit(1)).first()
    called = names_of_people(session)
    if last is None:
        return Other(called.name("habac24h"), item.updated_at, deed("edit"))
    return Other(called.name(last.by), last.at, deed(last.act))


def _title(title: str) -> str:
    words = checked(title)
    if len(words) > LONGEST_TITLE:
        raise Refused("Tiêu đề dài quá; hãy rút gọn.")
    return words
