"""What a unit sent: received or still missing, its file, its figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.calendar.lunar import require_year
from habac24h.errors import Refused
from habac24h.rows import Conflict
from habac24h.units import periods, roster
from habac24h.units.figures import FIGURES, LONGEST_WORDS, MOST, WORDS, contradictions, listed
from habac24h.units.tables import UnitReport
from habac24h.workflow.confirmation import Evidence
from habac24h.workflow.desk import Desk


@dataclass(frozen=True)
class Given:
    """What is told of a report at once; None and missing names leave what is known."""

    received_on: date | None = None
    figures: Mapping[str, int | None] | None = None
    """A None takes a figure back."""
    words: Mapping[str, str] | None = None
    note: str | None = None
    file: Evidence | None = None
    file_name: str | None = None


def report_of(session: Session, unit_id: str, year: int, period: str) -> UnitReport | None:
    """What is known of one report; None where nothing ever came."""
    query = select(UnitReport).where(
        UnitReport.unit == unit_id, UnitReport.year == year, UnitReport.period == period
    )
    return session.exec(query).first()


def reports(session: Session, year: int, period: str) -> dict[str, UnitReport]:
    """All reports of a period by their units."""
    query = select(UnitReport).where(UnitReport.year == year, UnitReport.period == period)
    return {one.unit: one for one in session.exec(query)}


def reported(session: Session, unit_id: str, year: int) -> tuple[str, ...]:
    """The periods of a year whose report has come from this unit."""
    query = select(UnitReport.period).where(
        UnitReport.unit == unit_id,
        UnitReport.year == year,
        col(UnitReport.received_on).is_not(None),
    )
    came = set(session.exec(query))
    return tuple(period for period in periods.PERIODS if period in came)


def receive(
    desk: Desk, unit_id: str, year: int, period: str, given: Given, *, version: int | None = None
) -> UnitReport:
    """Put down what came; all of it or nothing. `version` is the one that the person saw.

    Figures without a day came today: else a unit would be counted and reminded as missing while
    its figures are summed up.
    """
    roster.named(desk.session, unit_id)
    periods.named(period)
    require_year(year)
    row = _open(desk, unit_id, year, period, version)
    if given.received_on is not None:
        row.received_on = _not_later(given.received_on, desk)
    elif row.received_on is None and _says_something(given):
        row.received_on = desk.now.astimezone(desk.settings.zone).date()
    if given.figures is not None:
        row.figures = _figures(row.figures, given.figures)
    if given.words is not None:
        row.words = _words(row.words, given.words)
    if given.note is not None:
        row.note = _short(given.note, "Ghi chú")
    if given.file is not None:
        row.file, row.file_sha256 = given.file.name, given.file.sha256
        row.file_name = (given.file_name or given.file.name)[:200]
    return _save(desk, row, "unit-report")


def _says_something(given: Given) -> bool:
    return given.file is not None or any(
        value is not None for value in (given.figures or {}).values()
    )


def take_back(
    desk: Desk, unit_id: str, year: int, period: str, *, version: int | None = None
) -> UnitReport:
    """The report has not come after all; figures and file stay on record."""
    row = report_of(desk.session, unit_id, year, period)
    if row is None or row.received_on is None:
        name = roster.named(desk.session, unit_id).name
        raise Refused(f"{name} chưa được ghi là đã gửi nên không có gì để bỏ.")
    row = _open(desk, unit_id, year, period, version)
    row.received_on = None
    return _save(desk, row, "unit-report-back")


def _open(desk: Desk, unit_id: str, year: int, period: str, version: int | None) -> UnitReport:
    row = report_of(desk.session, unit_id, year, period)
    if version is not None and version != (row.version if row else 0):
        raise Conflict(f"{unit_id}/{year}/{period}")
    if row is None:
        return UnitReport(
            unit=unit_id, year=year, period=period, by=desk.who.name, at=desk.now, version=0
        )
    return row


def _save(desk: Desk, row: UnitReport, act: str) -> UnitReport:
    row.by, row.at, row.version = desk.who.name, desk.now, row.version + 1
    desk.session.add(row)
    desk.session.flush()
    audit.record(
        desk.session,
        desk.who,
        act,
        desk.now,
        unit=row.unit,
        year=row.year,
        period=row.period,
        received_on=row.received_on.isoformat() if row.received_on else None,
        figures=dict(sorted(row.figures.items())),
        file_sha256=row.file_sha256,
    )
    return row


def _not_later(on: date, desk: Desk) -> date:
    if on > desk.now.astimezone(desk.settings.zone).date():
        raise Refused(f"Ngày nhận {on:%d/%m/%Y} chưa đến; hãy ghi ngày đã nhận.")
    return on


def _figures(known: Mapping[str, int], given: Mapping[str, int | None]) -> dict[str, int]:
    for name, value in given.items():
        if name not in FIGURES:
            raise Refused(f"Không có số liệu “{name}”; các số liệu: {listed()}.")
        if value is not None and not 0 <= value <= MOST:
            raise Refused(f"“{FIGURES[name].label}” phải từ 0 đến 1.000.000.000.000.")
    found = {name: value for name, value in {**known, **given}.items() if value is not None}
    for name, why in contradictions(found):
        raise Refused(f"“{FIGURES[name].label}”: {why}.")
    return {name: found[name] for name in FIGURES if name in found}


def _words(known: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    for name in given:
        if name not in WORDS:
            known_words = ", ".join(f"{id_} ({title})" for id_, title in WORDS.items())
            raise Refused(f"Không có mục “{name}”; các mục: {known_words}.")
    found = {**known, **{name: _short(text, WORDS[name]) for name, text in given.items()}}
    return {name: found[name] for name in WORDS if found.get(name)}


def _short(text: str, what: str) -> str:
    plain = text.replace("\r\n", "\n").strip()
    if len(plain) > LONGEST_WORDS:
        raise Refused(f"“{what}” dài quá {LONGEST_WORDS} ký tự; hãy rút gọn.")
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in plain):
        raise Refused(f"“{what}” có ký tự hỏng (không phải chữ); hãy gõ lại.")
    return plain
