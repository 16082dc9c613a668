"""What follows from a place's new name: drafts of the program bear it, all else is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Kind, Plan
from habac24h.campaigns.plan import plan
from habac24h.config import Settings
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Place, Words
from habac24h.workflow import places
from habac24h.workflow.words import one_line

UNIT_KEEPS = "Đơn vị gửi báo cáo giữ tên riêng của nó; đổi ở trang Đơn vị."
"""A village is a place and a unit: two names, as its people may be called otherwise."""
_AHEAD = (Going.WAITING, Going.FAILED, *ON_THE_WAY)


@dataclass(frozen=True)
class Renamed:
    """Drafts that were written again, and items ahead whose words still have the old name."""

    before: str
    rewritten: tuple[str, ...]
    to_look_at: tuple[Item, ...]


def rename(
    session: Session,
    place_id: str,
    name: str,
    now: datetime,
    settings: Settings,
    *,
    by: audit.Actor | None = None,
) -> Renamed:
    """Give a place in use another name, in the words that nobody touched too."""
    place = session.get(Place, place_id)
    before = place.name if place else ""
    places.rename(session, place_id, name, now, by=by)
    session.flush()
    actor = by or audit.actor(places.HERE)
    named = naming(session, before)
    reached = sorted({(one.campaign, one.year) for one in named if one.state == Words.DRAFT})
    rewritten: list[str] = []
    for campaign, year in reached:
        keys = {one.key for one in named}
        found = plan(session, year, now=now, settings=settings, campaign_id=campaign)
        again = tuple(c for c in found.changes if c.kind is Kind.RETEXT and c.key in keys)
        if again:
            apply(session, Plan(year, again, ()), by=actor, now=now)
        rewritten += [change.key for change in again]
    session.flush()
    left = naming(session, before, now_called=one_line(name))
    return Renamed(before, tuple(rewritten), left)


def naming(session: Session, name: str, *, now_called: str = "") -> tuple[Item, ...]:
    """The items still to come whose title or words have this name of a place, by key.

    `now_called` may hold the old name within it: where only that stands, nothing is old.
    """
    if not name:
        return ()
    ahead = select(Airing.id).where(Airing.item_id == Item.id, col(Airing.state).in_(_AHEAD))
    has = or_(*(col(one).contains(name, autoescape=True) for one in (Item.title, Item.text)))
    query = (
        select(Item).where(has, Item.state != Words.DROPPED, ahead.exists()).order_by(col(Item.key))
    )
    return tuple(
        item
        for item in session.exec(query.order_by(col(Item.key)))
        if not now_called or name in f"{item.title}\n{item.text}".replace(now_called, "")
    )
