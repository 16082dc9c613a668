"""What units gave, in the commune's report: sums, how many gave each, who is missing."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from unit_kit import WRITER, arrive

from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.papers.report import account, draw, official
from habac24h.printing.decree30 import Heading, Text
from habac24h.report import from_units, period
from habac24h.report.gather import gather
from habac24h.report.period import Period
from habac24h.units.reports import Given, receive
from habac24h.units.summary import Entry, Summary, Total


def _entry(name: str, received: date | None) -> Entry:
    return Entry(name, name, "thon", received, False, {}, {}, (), None, None, "", None, 0)


def test_the_paragraph_says_who_gave_what_and_adds_nothing_to_the_own_count() -> None:
    came = date(2026, 11, 20)
    entries = (_entry("Thôn 1", came), _entry("Thôn 2", None), _entry("Thôn 3", None))
    totals = (Total("talks", "Số buổi nói chuyện", "buổi", 1234, 1), Total("men", "Nam", "", 0, 0))
    found = Summary(2026, "nam", "cả năm", date(2026, 11, 30), entries, totals)
    assert list(from_units.paragraphs(found)) == [
        "Có 1/3 cơ quan, đơn vị, đoàn thể, thôn, trường học đã gửi báo cáo cả năm 2026.",
        "Tổng hợp số liệu các đơn vị tự báo cáo (có thể trùng với kết quả nêu trên, không cộng vào "
        "nhau):",
        "- Số buổi nói chuyện: 1.234 buổi (1 đơn vị có số liệu).",
        "Chưa gửi báo cáo: Thôn 2 và Thôn 3.",
    ]


@pytest.mark.parametrize(
    ("asked", "theirs"),
    [
        (period.main(2026), "nam"),
        (period.days(date(2026, 1, 1), date(2026, 12, 31)), "nam"),
        (period.month("2026-11"), None),
        (period.main(2026, "thang-hanh-dong"), None),
        (period.supplement(2026), None),
        (period.days(date(2026, 1, 1), date(2026, 6, 30)), None),
    ],
)
def test_units_stand_only_in_the_report_of_the_days_that_they_were_asked_about(
    office: Office, asked: Period, theirs: str | None
) -> None:
    with office.database.read() as session:
        found = from_units.asked_for(session, asked)
    assert (found.period if found else None) == theirs


def test_the_year_s_report_ends_its_results_with_them(office: Office, clock: VirtualClock) -> None:
    clock.set(clock.now().replace(month=11, day=26))
    arrive(office)
    with office.desk(WRITER) as desk:
        receive(desk, "cong-an", 2026, "nam", Given(figures={"cases": 3}))
        material = gather(desk, period.main(2026))
    assert material.units is not None
    blocks = official(account(material, office.settings), office.settings).blocks
    heads = [one.text for one in blocks if isinstance(one, Heading)]
    after = heads.index(f"2. {from_units.TITLE}")
    assert heads[after + 1].startswith("III.")
    said = [one.text for one in blocks if isinstance(one, Text)]
    assert [one for one in from_units.paragraphs(material.units) if one not in said] == []
    sums, units = _sheets(draw(account(material, office.settings), office.settings, "xlsx"))
    assert ("Số vụ bạo lực trên cơ sở giới đã biết", "vụ", 3, 1) in sums
    assert [row[1] for row in units if row[0] == "Công an xã"] == [datetime(2026, 11, 26)]  # noqa: DTZ001 - a cell's day
    assert [3 in row for row in units if row[0] == "Công an xã"] == [True]


def _sheets(workbook: bytes) -> list[list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert book.sheetnames == ["Tổng hợp", "Từng lượt", "Đơn vị báo cáo", "Từng đơn vị", "Nguồn"]
    return [list(book[name].values) for name in ("Đơn vị báo cáo", "Từng đơn vị")]
