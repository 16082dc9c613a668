"""The periods that units report on, and the last day of each.

The plan names one: results of the year "trước ngày 01/12", so on 30/11 at the latest. Another
period is asked for once the office has set its day.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from habac24h import audit
from habac24h.calendar.deadlines import deadlines, falls_on
from habac24h.calendar.lunar import require_year
from habac24h.errors import NotFound, Refused
from habac24h.units.tables import UnitDue
from habac24h.workflow.desk import Desk

YEAR = "nam"
PERIODS = {
    YEAR: "cả năm",
    "6-thang": "sáu tháng đầu năm",
    "bo-sung": "bổ sung cuối năm",
}
_OF_THE_PLAN = "ket-qua-don-vi"
"""The id of the plan's own deadline in calendar/deadlines.yaml."""


def named(period: str) -> str:
    """What a period is called; raises NotFound with those that there are."""
    if period not in PERIODS:
        raise NotFound(f"Không có kỳ “{period}”; các kỳ: {', '.join(PERIODS)}.")
    return PERIODS[period]


def due(session: Session, year: int, period: str = YEAR) -> date | None:
    """The last day of a period: the office's own, else the plan's; None where there is neither."""
    named(period)
    require_year(year)
    own = session.get(UnitDue, (year, period))
    if own is not None:
        return own.due
    return _of_the_plan(year) if period == YEAR else None


def in_force(session: Session, year: int) -> dict[str, date]:
    """The periods that a year has, with their last days, earliest first."""
    found = ((period, due(session, year, period)) for period in PERIODS)
    known = [(period, on) for period, on in found if on is not None]
    return dict(sorted(known, key=lambda one: one[1]))


def set_due(desk: Desk, year: int, period: str, on: date) -> None:
    """The office's own last day of a period."""
    named(period)
    require_year(year)
    if not date(year, 1, 1) <= on <= date(year + 1, 3, 31):
        raise Refused(
            f"Hạn báo cáo năm {year} phải nằm từ 01/01/{year} đến 31/03/{year + 1}, "
            f"không phải {on:%d/%m/%Y}."
        )
    row = desk.session.get(UnitDue, (year, period)) or UnitDue(year=year, period=period, due=on)
    row.due = on
    desk.session.add(row)
    audit.record(
        desk.session, desk.who, "unit-due", desk.now, year=year, period=period, due=on.isoformat()
    )


def _of_the_plan(year: int) -> date | None:
    line = next((one for one in deadlines() if one.id == _OF_THE_PLAN), None)
    return falls_on(line, year, {}) if line is not None else None
