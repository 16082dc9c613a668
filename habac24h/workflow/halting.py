"""The stop of all publishing: how it stands, what stopping takes back, what going on sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.channels.registry import KINDS
from habac24h.config import Settings
from habac24h.models import Airing, Audit, Going, Item, Words
from habac24h.workflow import restored
from habac24h.workflow.restored import Restored

_AUTOMATIC = tuple(name for name, kind in KINDS.items() if not kind.manual)
_SENT = (Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN)


@dataclass(frozen=True)
class Halt:
    """Nothing is published: a person stopped it (`by`, `since`), or a restore is held."""

    by: str | None = None
    since: datetime | None = None
    restore: Restored | None = None


@dataclass(frozen=True)
class Post:
    """One post on the way out."""

    item: Item
    airing: Airing


def halt(session: Session) -> Halt | None:
    """Whether publishing stands still because a person stopped it or must let it go on."""
    known = memory.recall_some(session, memory.STOPPED, memory.RESTORED)
    after = restored.read(known.get(memory.RESTORED))
    held = after if after is not None and after.held else None
    if not known.get(memory.STOPPED):
        return Halt(restore=held) if held else None
    query = select(Audit).where(Audit.act == "stop", col(Audit.airing).is_(None))
    last = session.exec(query.order_by(col(Audit.id).desc()).limit(1)).first()
    return Halt(last.by if last else None, last.at if last else None, held)


def is_stopped(session: Session) -> bool:
    """Whether a person stopped all publishing."""
    return bool(memory.recall(session, memory.STOPPED))


def to_withdraw(session: Session) -> list[Post]:
    """The posts that are, or may be, on the page and not public: stopping takes them back."""
    return _posts(session, col(Airing.state).in_(_SENT))


def to_send(session: Session, settings: Settings, now: datetime) -> list[Post]:
    """The approved posts that go out or are handed over soon once publishing goes on."""
    ahead = timedelta(days=settings.handover_days if settings.delivery == "hand-over" else 0)
    return _posts(
        session,
        Item.state == Words.APPROVED,
        Airing.state == Going.WAITING,
        col(Airing.late_until) > now,
        col(Airing.due) <= now + ahead,
    )


def _posts(session: Session, *conditions: object) -> list[Post]:
    query = (
        select(Item, Airing)
        .join(Airing, col(Airing.item_id) == col(Item.id))
        .where(col(Item.channel).in_(_AUTOMATIC), *conditions)  # type: ignore[arg-type]
        .order_by(col(Airing.due), col(Airing.key))
    )
    return [Post(item, airing) for item, airing in session.exec(query)]
