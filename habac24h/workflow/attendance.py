"""How many people came to a talk: women and men counted apart, pupils among them; no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select

from habac24h import audit
from habac24h.channels.talk import TALK
from habac24h.errors import Refused
from habac24h.models import Airing, Item, Moment
from habac24h.workflow.desk import Desk

MOST = 100_000
NOWHERE = ""
"""A talk whose place nobody named."""


class AttendanceRow(SQLModel, table=True):
    """The count at one place of one airing; a later count replaces it, the audit log keeps both."""

    __tablename__ = "attendance"
    airing_id: int = Field(foreign_key="airing.id", primary_key=True)
    place: str = Field(primary_key=True)
    men: int
    women: int
    pupils: int | None = None
    by: str
    at: datetime = Field(sa_type=Moment, nullable=False)


@dataclass(frozen=True)
class Present:
    """Who came. `pupils` are among the men and women; None where nobody counted them."""

    men: int
    women: int
    pupils: int | None = None

    @property
    def people(self) -> int:
        """All of them."""
        return self.men + self.women


def present(men: int | None, women: int | None, pupils: int | None) -> Present | None:
    """A count as it was typed, checked; None where nothing was typed."""
    if men is None and women is None and pupils is None:
        return None
    if men is None or women is None:
        raise Refused("Hãy ghi cả số nam và số nữ dự (không có thì ghi 0).")
    if min(men, women, pupils or 0) < 0 or max(men, women) > MOST:
        raise Refused(f"Số người dự phải từ 0 đến {MOST}.")
    if pupils is not None and pupils > men + women:
        raise Refused(
            f"Số học sinh ({pupils}) nhiều hơn tổng số người dự ({men + women}); học sinh được "
            "tính cả trong số nam và số nữ."
        )
    return Present(men, women, pupils)


def count_people(
    desk: Desk,
    item: Item,
    airing: Airing,
    places: list[str | None],
    who: Present,
    *,
    held: bool = True,
) -> None:
    """Keep a count for one place; a second one corrects the first."""
    if item.channel != TALK.id:
        raise Refused(f"“{item.key}” không phải buổi nói chuyện nên không ghi số người dự.")
    if not held:
        raise Refused("Chỉ ghi số người dự cho buổi nói chuyện đã tổ chức.")
    if len(places) != 1:
        raise Refused(f"“{airing.key}” có nhiều địa điểm; hãy ghi số người dự từng nơi một.")
    place = places[0] or NOWHERE
    row = desk.session.get(AttendanceRow, (airing.id, place))
    before = None if row is None else [row.men, row.women, row.pupils]
    row = row or AttendanceRow(airing_id=airing.id or 0, place=place, **_counted(desk, who))
    for name, value in _counted(desk, who).items():
        setattr(row, name, value)
    desk.session.add(row)
    audit.record(
        desk.session,
        desk.who,
        "attendance",
        desk.now,
        item=item.key,
        airing=airing.key,
        place=place,
        people=[who.men, who.women, who.pupils],
        replaced=before,
    )


def forget_people(desk: Desk, airing: Airing, place: str | None) -> None:
    """The count of a talk that was not held after all; the audit log keeps it."""
    row = desk.session.get(AttendanceRow, (airing.id, place or NOWHERE))
    if row is not None:
        desk.session.delete(row)


def attendance(session: Session, airings: Any = None) -> dict[tuple[int, str], Present]:
    """The counts of these airings (a query of their ids; None: of all), by airing and place."""
    query = select(AttendanceRow)
    if airings is not None:
        query = query.where(col(AttendanceRow.airing_id).in_(airings))
    return {
        (row.airing_id, row.place): Present(row.men, row.women, row.pupils)
        for row in session.exec(query)
    }


def _counted(desk: Desk, who: Present) -> dict[str, Any]:
    return {
        "men": who.men,
        "women": who.women,
        "pupils": who.pupils,
        "by": desk.who.name,
        "at": desk.now,
    }
