"""Connecting a real page, and the one switch that stops and resumes all publishing."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.channels.base import PageCheck
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item, Page
from habac24h.workflow import pages, restored
from habac24h.workflow.desk import Desk
from habac24h.workflow.recall import recall
from habac24h.workflow.restored import Restored


def connect(desk: Desk, found: PageCheck, sealed_token: str) -> int:
    """Make a checked page the live one; returns how many items must be approved again."""
    if found.problems:
        raise Refused("Chưa kết nối: " + " ".join(found.problems))
    page = desk.session.get(Page, found.page_id) or Page(
        page_id=found.page_id, connected_at=desk.now
    )
    page.name, page.token = found.name, sealed_token
    page.blocked, page.wait_until, page.checked_at = None, None, desk.now
    desk.session.add(page)
    pages.remember_app(desk.session, found)
    asked_again = pages.make_live(desk, page)
    audit.record(desk.session, desk.who, "connect-page", desk.now, page=found.page_id)
    return asked_again


def stop(desk: Desk) -> int:
    """Stop all publishing and take back what is handed over; returns how many are being taken."""
    memory.remember(desk.session, memory.STOPPED, True)
    audit.record(desk.session, desk.who, "stop", desk.now)
    taken = 0
    for airing, item in _on_page(desk.session):
        taken += recall(desk, item, airing, wanted=Going.WAITING, act="stop")
    return taken


def resume(desk: Desk) -> Restored | None:
    """Publish again; a blocked page gets another chance. Returns the restore whose hold it ends."""
    memory.remember(desk.session, memory.STOPPED, False)
    held = restored.let_go(desk.session)
    page = pages.live(desk.session)
    if page is not None:
        page.blocked, page.wait_until = None, None
        desk.session.add(page)
    audit.record(desk.session, desk.who, "resume", desk.now)
    return held


def hand_over_until(desk: Desk, until: datetime) -> None:
    """Hand over everything due until then, ahead of the usual days (before long holidays)."""
    if until <= desk.now:
        raise Refused("Ngày này đã qua; hãy chọn một ngày sắp tới.")
    memory.remember(desk.session, memory.HANDOVER_UNTIL, until.isoformat())
    audit.record(desk.session, desk.who, "handover", desk.now, until=until.isoformat())


def _on_page(session: Session) -> list[tuple[Airing, Item]]:
    states = [Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN]
    query = (
        select(Airing, Item)
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(col(Airing.state).in_(states))
    )
    return list(session.exec(query))
