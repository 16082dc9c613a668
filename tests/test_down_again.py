"""A banner that is down again everywhere is “đã tháo” wherever it is listed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from signed_kit import entered, staff
from sqlalchemy import event
from web_kit import approve, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.papers.report_tables import _rows as report_rows
from habac24h.report.gather import gather
from habac24h.report.period import Period
from habac24h.workflow import Desk
from habac24h.workflow.view import Filter, rows

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


def _hung(office: Office, clock: VirtualClock, count: int) -> list[str]:
    """So many banners that were hung and taken down; everybody is at work."""
    staff(office)
    keys = [approve(office, write(office, f"Băng {n}", channel="banner")) for n in range(count)]
    clock.advance(timedelta(days=2))
    for key in keys:
        for what in ("done", "taken_down"):
            with office.desk("soan") as desk:
                workflow.confirm(desk, f"{key}@1", what=what)
    return keys


def test_lists_pages_and_the_workbook_call_it_taken_down(
    office: Office, clock: VirtualClock
) -> None:
    _hung(office, clock, 1)
    browser = entered(office, "soan")
    for address in ("/lich?kieu=danh-sach&from=2026-01-01", "/lich?kieu=thang&thang=2026-01"):
        said = browser.get(address).text
        assert ("đã tháo</span>" in said, "đã treo</span>" in said) == (True, False), address
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, clock.now())
        material = gather(desk, Period(date(2026, 1, 1), date(2026, 1, 31), "tháng 1"))
        assert [row[10] for row in report_rows(material)] == ["đã tháo"]


def test_what_still_hangs_somewhere_is_not_called_so(office: Office, clock: VirtualClock) -> None:
    [key] = _hung(office, clock, 1)
    with office.desk("soan") as desk:
        workflow.retract(desk, f"{key}@1", taken_down=True, reason="Nhầm.")
    with office.database.read() as session:
        assert [row.down for row in rows(session, Filter(), office.settings.zone)] == [False]


def test_many_banners_are_asked_by_one_query(office: Office, clock: VirtualClock) -> None:
    _hung(office, clock, 3)
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with office.database.read() as session:
        event.listen(session.get_bind(), "before_cursor_execute", note)
        found = rows(session, Filter(), office.settings.zone)
        event.remove(session.get_bind(), "before_cursor_execute", note)
    assert [row.down for row in found] == [True, True, True]
    assert sum("FROM confirmation" in one for one in asked) == 1
