"""What keeps posts, or one of them, from going on, besides the airings: in sentences for people.

The passes write it down and clear it (engine/health.py, engine/next_year.py, engine/passes.py), so
that whoever looks at a page, at a letter or at a command reads the same, after a restart too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from habac24h import memory
from habac24h.campaigns import next_year
from habac24h.models import Airing, Item
from habac24h.workflow import pages


def hindrances(session: Session, now: datetime, zone: ZoneInfo) -> list[str]:
    """All of it: the page, this computer's clock, and `smaller`."""
    live = pages.live(session)
    clock: str | None = memory.recall(session, memory.WRONG_CLOCK)
    great = (clock, live.blocked if live is not None else None)
    return [*(one for one in great if one), *smaller(session, now, zone)]


def smaller(session: Session, now: datetime, zone: ZoneInfo) -> list[str]:
    """What the first page has no great words for."""
    told = (_unread(session, zone), *_skipped(session), _unplanned(session, now, zone))
    return [one for one in told if one]


def _unread(session: Session, zone: ZoneInfo) -> str | None:
    """The page does not answer; whatever blocks it, or makes it wait, is told as that."""
    known = memory.recall(session, memory.UNREAD)
    live = pages.live(session)
    if known is None or live is None or live.blocked:
        return None
    since = datetime.fromisoformat(known["since"]).astimezone(zone)
    return (
        f"Chưa xem được trang từ {since:%H:%M %d/%m}: {known['why']} Bài đã hẹn giờ trên Facebook "
        "vẫn lên đúng giờ; bài chưa gửi thì chờ, chương trình tự thử lại."
    )


def _skipped(session: Session) -> Iterator[str]:
    """Airings that a pass could not deal with, for a reason that nobody foresaw."""
    keys: list[str] = memory.recall(session, memory.SKIPPED) or []
    query = select(Item.title).join(Airing, col(Airing.item_id) == col(Item.id))
    for title in session.exec(query.where(col(Airing.key).in_(keys))) if keys else ():
        yield (
            f"Lần kiểm tra gần nhất gặp lỗi ở “{title}” nên chưa xử lý được bài này; chương trình "
            "tự thử lại. Dòng này vẫn còn sau một giờ thì báo người hỗ trợ."
        )


def _unplanned(session: Session, now: datetime, zone: ZoneInfo) -> str | None:
    """The next year's plan that the program could not make, while it is still its to make."""
    failed = memory.recall(session, memory.NEXT_YEAR_FAILED)
    year = next_year.due_year(now.astimezone(zone).date())
    if failed is None or year is None or failed["year"] != year:
        return None
    if not next_year.is_wanted(session, year):
        return None
    return next_year_failed(year, failed["why"])


def next_year_failed(year: int, why: str) -> str:
    """The sentence about a plan that could not be made."""
    return f"Chưa tự lập được kế hoạch năm {year}: {why}"
