"""Units' reports whose last day is near or just over, with how many are still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from habac24h.units import periods
from habac24h.units.summary import summary
from habac24h.weekdays import CAPITAL_WEEKDAYS

AHEAD, AFTER = 5, 7
"""Days before the last day, and after it, in which a missing report is told every morning."""


@dataclass(frozen=True)
class Pressing:
    """A period of a year: how many of all units have not sent their report."""

    year: int
    period: str
    name: str
    due: date
    missing: int
    all: int
    left: int
    """Days to the last day; below zero once it is over."""

    @property
    def words(self) -> str:
        """Báo cáo cả năm 2026 của các đơn vị: 10/11 chưa gửi, hạn Thứ Hai 30/11 (còn 4 ngày)."""
        if self.left > 0:
            when = f"còn {self.left} ngày"
        else:
            when = "hôm nay" if self.left == 0 else f"đã quá {-self.left} ngày"
        return (
            f"Báo cáo {self.name} {self.year} của các đơn vị: {self.missing}/{self.all} chưa gửi, "
            f"hạn {CAPITAL_WEEKDAYS[self.due.weekday()]} {self.due:%d/%m} ({when})"
        )


def pressing(session: Session, today: date) -> tuple[Pressing, ...]:
    """The periods that are due within AHEAD days, or were within AFTER, and lack reports."""
    return tuple(_pressing(session, today))


def _pressing(session: Session, today: date) -> Iterator[Pressing]:
    for year in (today.year - 1, today.year):
        for period, due in periods.in_force(session, year).items():
            left = (due - today).days
            if not -AFTER <= left <= AHEAD:
                continue
            found = summary(session, year, period)
            if found.missing:
                yield Pressing(
                    year,
                    period,
                    found.period_name,
                    due,
                    len(found.missing),
                    len(found.entries),
                    left,
                )
