"""Looking at the page's token before it is trusted: at each start, once a day, and far ahead."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from habac24h import memory
from habac24h.channels.base import ChannelError, PageCheck
from habac24h.engine import health
from habac24h.engine.context import Engine
from habac24h.models import Airing, Going, Item, Page, Words
from habac24h.workflow import pages

EVERY = timedelta(days=1)
READ_FIGURES = "read_insights"
AGAIN = timedelta(hours=1)
"""After a look that the network prevented."""
_STANDING = select(Page.blocked, Page.connected_at).where(col(Page.page_id) == bindparam("page_id"))
_TO_COME = (Going.WAITING, Going.SENDING, Going.HANDED_OVER, Going.UNKNOWN)


def check_page(engine: Engine) -> None:
    """Ask the page who we are; a token that cannot be right blocks the page and says why.

    A page that was blocked earlier gets another chance here: at each start, and on `resume`.
    """
    try:
        found = engine.page.channel.check()
    except ChannelError as error:
        health.note(engine, error)
        _ask_next(engine, AGAIN)
        return
    engine.report.troubles.extend(found.problems)
    _ask_next(engine, EVERY)
    with engine.database.write() as session:
        page = session.get(Page, engine.page.page_id)
        if page is None:
            return
        page.blocked = " ".join(found.problems) or None
        page.checked_at = engine.now()
        if not found.problems:  # with another token it would be another's name
            page.name = found.name or page.name
            pages.remember_app(session, found)
        session.add(page)
        warnings = [*found.warnings, *_too_short(engine, session, found), *_unread(engine, found)]
        memory.remember(session, memory.WARNINGS, warnings)


def check_daily(engine: Engine) -> None:
    """Look once a day, so that a dying token is known before a campaign begins and not in it.

    A blocked page waits for a person; nothing that we read would let it go on.
    """
    with engine.database.read() as session:
        page = session.execute(_STANDING, {"page_id": engine.page.page_id}).first()
        due: str | None = memory.recall(session, memory.CHECK_DUE)
    if page is None or page.blocked is not None:
        return
    next_time = datetime.fromisoformat(due) if due else page.connected_at + EVERY
    if engine.now() >= next_time:
        check_page(engine)


def _ask_next(engine: Engine, after: timedelta) -> None:
    with engine.database.write() as session:
        memory.remember(session, memory.CHECK_DUE, (engine.now() + after).isoformat())


def _unread(engine: Engine, found: PageCheck) -> list[str]:
    """Without this right the report knows of no reader; posts go out all the same."""
    if engine.page.practice or not found.scopes or READ_FIGURES in found.scopes:
        return []
    return [
        "Mã truy cập chưa có quyền read_insights nên chưa lấy được số người xem bài; báo cáo sẽ "
        "ghi “chưa có số liệu”. Việc đăng bài không bị ảnh hưởng. Muốn có số liệu thì cấp thêm "
        "quyền này, lấy mã mới rồi kết nối lại trang."
    ]


def _too_short(engine: Engine, session: Session, found: PageCheck) -> list[str]:
    """A token that ends before the last post that people agreed on."""
    if found.expires_at is None:
        return []
    query = (
        select(func.count(), func.min(Airing.due))
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(
            Item.page == engine.page.page_id,
            Item.state == Words.APPROVED,
            col(Airing.state).in_(_TO_COME),
            col(Airing.due) >= found.expires_at,
        )
    )
    count, first = session.exec(query).one()
    if not count:
        return []
    day = f"{first.astimezone(engine.settings.zone):%d/%m/%Y}"
    return [
        f"Mã truy cập hết hạn trước {count} bài đã duyệt (bài đầu tiên ngày {day}). "
        "Hãy lấy mã truy cập trang mới rồi chạy lại lệnh “fanpage connect” trước ngày đó."
    ]
