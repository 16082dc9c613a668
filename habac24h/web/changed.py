"""What is said where somebody else was first: who did what to the item, and when."""

from __future__ import annotations

from sqlmodel import Session, select

from habac24h.errors import HabacError
from habac24h.models import Item
from habac24h.rows import Conflict
from habac24h.web.room import Room
from habac24h.workflow.last_deed import last_deed


def sentence_of(room: Room, error: HabacError, key: str) -> str:
    """The refusal's sentence; of a Conflict about this item (or its airing) with the last deed."""
    if not isinstance(error, Conflict):
        return error.sentence
    with room.look() as session:
        return _changed(session, room, key.partition("@")[0]) or error.sentence


def _changed(session: Session, room: Room, key: str) -> str | None:
    item = session.exec(select(Item).where(Item.key == key)).first()
    if item is None:
        return None
    by = last_deed(session, item, room.zone)
    return f"“{item.title}” vừa được thay đổi ở nơi khác{by}; hãy xem bản mới rồi làm lại thao tác."
