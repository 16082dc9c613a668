"""All units of one period at a glance: who sent, who is missing, and what the figures add up to.

Any report of the commune may take these numbers; they are what the units themselves gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from habac24h.units import periods
from habac24h.units.figures import FIGURES
from habac24h.units.reports import reports
from habac24h.units.roster import everyone
from habac24h.units.tables import Unit, UnitReport

_EXAMPLE = "(ví dụ)"


@dataclass(frozen=True)
class Entry:
    """One unit in the period; `lacking` are the figures that it was asked for and did not give."""

    unit: str
    name: str
    kind: str
    received_on: date | None
    late: bool
    """It came after the last day."""
    figures: Mapping[str, int]
    words: Mapping[str, str]
    lacking: tuple[str, ...]
    file: str | None
    """The kept file in the home's evidence folder."""
    file_name: str | None
    note: str
    report_id: int | None
    version: int


@dataclass(frozen=True)
class Total:
    """One figure over all units that gave it."""

    id: str
    label: str
    unit: str
    value: int
    given_by: int


@dataclass(frozen=True)
class Summary:
    """The period of a year."""

    year: int
    period: str
    period_name: str
    due: date | None
    entries: tuple[Entry, ...]
    totals: tuple[Total, ...]

    @property
    def received(self) -> tuple[Entry, ...]:
        """Units whose report has come."""
        return tuple(one for one in self.entries if one.received_on is not None)

    @property
    def missing(self) -> tuple[Entry, ...]:
        """Units whose report has not come."""
        return tuple(one for one in self.entries if one.received_on is None)

    @property
    def example_warning(self) -> str:
        """What to mend before a paper goes out: starter names that the office has not replaced."""
        named = [one.name for one in self.entries if _EXAMPLE in one.name]
        if not named:
            return ""
        return (
            f"{len(named)} đơn vị còn mang tên mẫu “{_EXAMPLE}” ({named[0]}…); hãy đổi tên (mục "
            "“Đổi tên đơn vị” của trang Đơn vị) trước khi gửi văn bản đi."
        )

    def said(self, name: str) -> tuple[tuple[str, str], ...]:
        """(unit, words) of one of figures.WORDS, such as the obstacles that units name."""
        return tuple((one.name, one.words[name]) for one in self.received if name in one.words)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "year": self.year,
            "period": self.period,
            "due": self.due.isoformat() if self.due else None,
            "units": [_entry_dict(one) for one in self.entries],
            "missing": [one.unit for one in self.missing],
            "totals": {one.id: one.value for one in self.totals},
        }


def summary(session: Session, year: int, period: str = periods.YEAR) -> Summary:
    """The units in use, and those no longer in use that reported on this period."""
    name, due = periods.named(period), periods.due(session, year, period)
    came = reports(session, year, period)
    units = everyone(session)
    known = {unit.id for unit in units}
    gone = [one for one in came if one not in known and came[one].received_on is not None]
    units += session.exec(select(Unit).where(col(Unit.id).in_(gone)))
    entries = tuple(_entry(unit, came.get(unit.id), due) for unit in units)
    return Summary(year, period, name, due, entries, tuple(totals(entries)))


def _entry(unit: Unit, report: UnitReport | None, due: date | None) -> Entry:
    received = report.received_on if report else None
    figures = report.figures if report else {}
    return Entry(
        unit=unit.id,
        name=unit.name,
        kind=unit.kind,
        received_on=received,
        late=received is not None and due is not None and received > due,
        figures=figures,
        words=report.words if report else {},
        lacking=tuple(name for name in FIGURES if name not in figures),
        file=report.file if report else None,
        file_name=report.file_name if report else None,
        note=report.note if report else "",
        report_id=report.id if report else None,
        version=report.version if report else 0,
    )


def totals(entries: tuple[Entry, ...]) -> list[Total]:
    """The sums over the reports that have come: what was taken back stays on record, uncounted."""
    came = [one for one in entries if one.received_on is not None]
    found = []
    for figure in FIGURES.values():
        given = [one.figures[figure.id] for one in came if figure.id in one.figures]
        found.append(Total(figure.id, figure.label, figure.unit, sum(given), len(given)))
    return found


def _entry_dict(entry: Entry) -> dict[str, Any]:
    return {
        "unit": entry.unit,
        "name": entry.name,
        "kind": entry.kind,
        "received_on": entry.received_on.isoformat() if entry.received_on else None,
        "late": entry.late,
        "figures": dict(entry.figures),
        "words": dict(entry.words),
        "lacking": list(entry.lacking),
        "file": entry.file,
        "note": entry.note,
    }
