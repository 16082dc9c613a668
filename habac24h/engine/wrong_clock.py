"""A computer whose clock is wrong: each answer of the page tells the hour, and is believed.

A flat battery or a date set by hand would show tomorrow's post today and take today's for missed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from habac24h import memory
from habac24h.engine import health
from habac24h.engine.context import Engine

FAR = timedelta(minutes=5)
"""Facebook takes nothing nearer than ten minutes: five are half of that margin."""


class WrongClock(Exception):
    """The page's clock and ours are too far apart to conclude anything from an hour."""

    def __init__(self, ahead: timedelta) -> None:
        super().__init__(f"the clock is off by {ahead}")
        self.ahead = ahead

    @property
    def sentence(self) -> str:
        """What people are told."""
        way = "nhanh" if self.ahead > timedelta(0) else "chậm"
        return (
            f"Đồng hồ của máy {way} {span(abs(self.ahead))} so với trang, nên chưa gửi, chưa gỡ "
            "và chưa tính lỡ giờ bài nào; bài đã hẹn giờ trên trang vẫn lên đúng giờ. Hãy bật “đặt "
            "giờ tự động” của máy; thay pin đồng hồ nếu giờ lại sai sau khi tắt máy."
        )


def compare(engine: Engine, told_at: datetime | None, begun: datetime) -> None:
    """Raises WrongClock where the page, asked since `begun`, told an hour too far from ours."""
    if told_at is None:
        return
    off = max(begun - told_at, timedelta(0)) or min(engine.now() - told_at, timedelta(0))
    if abs(off) > FAR:
        raise WrongClock(off)
    _forget(engine)


def note(engine: Engine, error: WrongClock) -> None:
    """Tell it wherever publishing is told of, and leave the page alone for a minute."""
    engine.report.troubles.append(error.sentence)
    with engine.database.write() as session:
        memory.remember(session, memory.WRONG_CLOCK, error.sentence)
        health.rest(engine, session, engine.page.page_id, health.RETRY)


def _forget(engine: Engine) -> None:
    """The clock is right again."""
    with engine.database.read() as session:
        told = memory.recall(session, memory.WRONG_CLOCK)
    if told is not None:
        with engine.database.write() as session:
            memory.forget(session, memory.WRONG_CLOCK)


def span(off: timedelta) -> str:
    """So long, in minutes, hours or days."""
    minutes = round(off.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if minutes < 2 * 1440 else f"{minutes // 1440} ngày"
