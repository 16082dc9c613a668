"""Takes a unit's filled-in form in: figures, words, the file itself, and that it has come."""

from __future__ import annotations

from pathlib import Path

from habac24h.errors import Refused
from habac24h.units import roster
from habac24h.units.form import Form
from habac24h.units.periods import due, named
from habac24h.units.reading import Filled, read
from habac24h.units.reports import Given, receive, report_of
from habac24h.workflow import evidence
from habac24h.workflow.desk import Desk


def form_for(desk: Desk, unit_id: str, year: int, period: str) -> Form:
    """The empty form of one unit and period."""
    unit = roster.named(desk.session, unit_id)
    return Form(
        unit=unit.id,
        unit_name=unit.name,
        year=year,
        period=period,
        period_name=named(period),
        due=due(desk.session, year, period),
        office=desk.settings.office,
        department=desk.settings.printing.department,
        made=desk.now,
    )


def take_in(
    desk: Desk, home: Path, content: bytes, name: str, *, year: int | None = None
) -> Filled:
    """Read a form and put it down as received today; all of it or nothing.

    `year` is the one that the person is looking at: another year's form is refused. A figure that
    the form leaves empty is taken back, so that a corrected form counts as it stands.
    """
    found = read(content, name)
    unit = roster.named(desk.session, found.unit)
    if year is not None and found.year != year:
        raise Refused(
            f"Biểu {name} là của {unit.name} năm {found.year}, không phải năm {year}; "
            f"hãy chọn đúng tệp hoặc mở trang năm {found.year}."
        )
    kept = evidence.keep_bytes(home, name, content)
    known = report_of(desk.session, found.unit, found.year, found.period)
    gone = {one: None for one in (known.figures if known else {}) if one not in found.figures}
    empty = {one: "" for one in (known.words if known else {}) if one not in found.words}
    on = known.received_on if known and known.received_on else None
    given = Given(
        received_on=on or desk.now.astimezone(desk.settings.zone).date(),
        figures={**gone, **found.figures},
        words={**empty, **found.words},
        file=kept,
        file_name=name,
    )
    receive(desk, found.unit, found.year, found.period, given)
    return found
