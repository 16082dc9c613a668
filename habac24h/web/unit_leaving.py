"""Taking a unit out of use: what the question and the notice say of its reports."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from habac24h.units.periods import PERIODS
from habac24h.units.reports import reported
from habac24h.units.tables import Unit

ASKED, DONE = "hoi-bo", "bo"
"""What an address says before the unit's id: whether to ask, or that it was done."""


@dataclass(frozen=True)
class Leaving:
    """A unit that somebody wants to take out of use (`removed`: just took out)."""

    unit: str
    name: str
    removed: bool
    stays: str
    """What becomes of its report of this year."""


def leaving(session: Session, asked: str, year: int) -> Leaving | None:
    """What an address asks for; None where it is about no unit, or no longer so."""
    what, _, unit_id = asked.partition(":")
    if what not in (ASKED, DONE) or not unit_id.isprintable():
        return None
    unit = session.get(Unit, unit_id)
    if unit is None or unit.removed != (what == DONE):
        return None
    return Leaving(unit.id, unit.name, unit.removed, _stays(session, unit, year))


def _stays(session: Session, unit: Unit, year: int) -> str:
    came = [PERIODS[period] for period in reported(session, unit.id, year)]
    if came:
        return (
            f"Đơn vị đã gửi báo cáo năm {year} (kỳ {', '.join(came)}): báo cáo ấy vẫn ở trong danh "
            "sách và vẫn được cộng vào số liệu của kỳ ấy."
        )
    return (
        f"Đơn vị chưa gửi báo cáo nào của năm {year}; từ khi bỏ, đơn vị không bị tính là còn thiếu "
        "và không có lời nhắc nữa."
    )
