"""The page that posts go to: one is live at a time, and every submitted item stores its page."""

from __future__ import annotations

from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.channels.base import PageCheck
from habac24h.channels.registry import KINDS
from habac24h.models import ON_THE_WAY, Airing, Going, Item, Page, Words
from habac24h.workflow.desk import Desk
from habac24h.workflow.recall import recall

PRACTICE_ID = "100000000000024"
"""The page id of the practice page, which lives on this computer only."""


def live(session: Session) -> Page | None:
    """The page that posts go to now."""
    return session.exec(select(Page).where(col(Page.live).is_(True))).first()


def make_live(desk: Desk, page: Page) -> int:
    """Turn to another page: the old one gives back what it holds, approvals are asked again.

    Returns how many items went back to waiting for approval.
    """
    old = live(desk.session)
    if old is not None and old.page_id == page.page_id:
        return 0
    if old is not None:
        old.live = False
        desk.session.add(old)
    page.live = True
    desk.session.add(page)
    desk.session.flush()
    return _ask_again(desk, page.page_id) if old is not None else 0


def remember_app(session: Session, found: PageCheck) -> None:
    """Keep which app we are on a page; what is not told this time stays as it was known."""
    name = memory.APP_OF + found.page_id
    if found.app_id is not None and memory.recall(session, name) != found.app_id:
        memory.remember(session, name, found.app_id)


def open_approvals(desk: Desk, page_id: str) -> int:
    """How many submitted or approved items turning to this page would send back."""
    return len(_open_elsewhere(desk, page_id))


def _open_elsewhere(desk: Desk, page_id: str) -> list[Item]:
    fanpages = [name for name, kind in KINDS.items() if not kind.manual]
    query = select(Item).where(
        col(Item.channel).in_(fanpages),
        col(Item.state).in_([Words.PENDING, Words.APPROVED]),
        col(Item.page) != page_id,
    )
    return [item for item in desk.session.exec(query) if not _finished(desk, item)]


def _ask_again(desk: Desk, page_id: str) -> int:
    items = _open_elsewhere(desk, page_id)
    for item in items:
        for airing in desk.airings(item):
            if airing.state in ON_THE_WAY:
                recall(desk, item, airing, wanted=Going.WAITING, act="change-page")
        desk.change_item(
            item,
            "change-page",
            state=Words.PENDING,
            page=page_id,
            approved_sha256=None,
            approval_sha256=None,
            reason="đổi trang",
            details={"page": page_id},
        )
    return len(items)


def _finished(desk: Desk, item: Item) -> bool:
    """What an old page already shows stays its own."""
    over = {Going.DONE, Going.CANCELLED, Going.SKIPPED, Going.MISSED}
    airings: list[Airing] = desk.airings(item)
    return all(airing.state in over for airing in airings)
