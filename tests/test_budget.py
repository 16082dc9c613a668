"""The year's estimate: lines, spending, copying, the plan's own lines, Word and Excel."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from sqlmodel import select
from unit_kit import WRITER, arrive

from habac24h import audit
from habac24h.budget import lines
from habac24h.budget.estimate import Estimate, estimate
from habac24h.budget.lines import Said
from habac24h.budget.papers import draw
from habac24h.budget.starter import OF_THE_YEAR, begin
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.errors import NotFound, PrintError, Refused
from habac24h.models import Audit
from habac24h.office import Office
from habac24h.rows import Conflict

BANNERS = Said(
    content="In băng rôn", quantity=11, unit="chiếc", price=350_000, campaign="ngay-phu-nu"
)
HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.fixture
def here(office: Office) -> Office:
    arrive(office)
    return office


def put(here: Office, said: Said, year: int = 2026) -> int:
    with here.desk(WRITER) as desk:
        return lines.add(desk, year, said).id or 0


def pay(here: Office, line: int, amount: int) -> None:
    with here.desk(WRITER) as desk:
        lines.spend(desk, line, amount, on=date(2026, 1, 1))


def shown(here: Office, year: int = 2026) -> Estimate:
    with here.database.read() as session:
        return estimate(session, year)


def drawn(here: Office, ending: str) -> bytes:
    return draw(shown(here), ending, here.settings, here.clock.now())


def test_the_plan_s_lines_come_with_planned_quantities_and_without_prices(here: Office) -> None:
    with here.database.write() as session:
        now = here.clock.now()
        found = plan(session, 2026, now=now, settings=here.settings)
        apply(session, found, by=audit.PROGRAM, now=now)
    with here.desk(WRITER) as desk:
        assert len(begin(desk, 2026)) == len(OF_THE_YEAR) + 4 * 5
        assert begin(desk, 2026) == []
    year = shown(here)
    assert {line.price for line in year.total.lines} == {None}
    family = next(one for one in year.campaigns if one.id == "ngay-gia-dinh")
    assert {line.content.split(",")[0]: line.quantity for line in family.lines} == {
        "Biên tập bài đăng trang Fanpage": 8,
        "Biên tập": 6,
        "In": 11,
        "Biên tập tin đăng Cổng thông tin điện tử": 2,
        "Truyền thông trực tiếp: báo cáo viên": 3,
    }
    assert year.total.planned == 0


def test_a_year_that_is_not_planned_yet_gets_the_lines_without_quantities(here: Office) -> None:
    with here.desk(WRITER) as desk:
        assert {one.quantity for one in begin(desk, 2027)} == {None}


def test_spending_is_added_up_corrected_and_marked_when_over(here: Office) -> None:
    line = put(here, BANNERS)
    pay(here, line, 3_000_000)
    pay(here, line, 1_000_000)
    found = shown(here).total
    assert (found.planned, found.spent, found.over) == (3_850_000, 4_000_000, 150_000)
    pay(here, line, -1_000_000)
    assert shown(here).total.over == 0
    with pytest.raises(Refused):
        pay(here, line, -3_000_001)
    with pytest.raises(Refused):
        pay(here, line, 0)
    with here.desk(WRITER) as desk, pytest.raises(Refused):
        lines.spend(desk, line, 5, on=date(2026, 1, 2))


def test_large_amounts_stay_exact(here: Office) -> None:
    line = put(here, Said(content="Nhà văn hóa", quantity=3, price=999_999_999_999))
    pay(here, line, 999_999_999_998)
    assert shown(here).total.planned == 2_999_999_999_997
    assert shown(here).total.spent == 999_999_999_998


def test_a_change_needs_the_version_that_was_seen_and_leaves_the_rest(here: Office) -> None:
    line = put(here, BANNERS)
    with here.desk(WRITER) as desk:
        lines.change(desk, line, Said(price=None), version=1)
        with pytest.raises(Conflict):
            lines.change(desk, line, Said(quantity=2), version=1)
        lines.change(desk, line, Said(price=None), version=2)
    row = shown(here).total.lines[0]
    assert (row.quantity, row.price, row.planned, row.version) == (11, None, None, 2)
    with here.database.read() as session:
        acts = session.exec(select(Audit.act).where(Audit.act.startswith("budget"))).all()  # type: ignore[attr-defined]
    assert acts == ["budget-add", "budget-change"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": " "},
        {"quantity": -1},
        {"price": 10**12 + 1},
        {"source": "vay"},
        {"campaign": "khong-co"},
    ],
)
def test_what_cannot_be_is_refused(here: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises((Refused, NotFound)):
        put(here, Said(**{"content": "Một khoản", **wrong}))
    assert shown(here).total.lines == ()


def test_a_line_goes_unless_money_was_spent_on_it(here: Office) -> None:
    line, other = put(here, BANNERS), put(here, Said(content="Nước uống"))
    pay(here, line, 5)
    with here.desk(WRITER) as desk:
        lines.remove(desk, other, version=1)
        with pytest.raises(Refused):
            lines.remove(desk, line, version=1)
        with pytest.raises(NotFound):
            lines.named(desk.session, other)
    assert [one.id for one in shown(here).total.lines] == [line]


def test_a_year_is_copied_once_without_its_spending(here: Office) -> None:
    line = put(here, BANNERS)
    pay(here, line, 5)
    with here.desk(WRITER) as desk:
        assert len(lines.copy(desk, 2026, 2027)) == 1
        assert lines.copy(desk, 2026, 2027) == []
        with pytest.raises(Refused):
            lines.copy(desk, 2026, 2026)
    copied = shown(here, 2027).total.lines[0]
    assert (copied.content, copied.quantity, copied.price, copied.campaign, copied.spent) == (
        "In băng rôn",
        11,
        350_000,
        "ngay-phu-nu",
        0,
    )


def test_a_year_with_two_equal_lines_is_copied_with_both(here: Office) -> None:
    put(here, BANNERS)
    other = put(here, Said(content="Nước uống", quantity=1, price=5))
    with here.desk(WRITER) as desk:
        twin = Said(**{name: getattr(BANNERS, name) for name in ("content", "campaign")})
        lines.change(desk, other, twin)
        lines.change(desk, other, Said(quantity=11, unit="chiếc", price=350_000))
        assert len(lines.copy(desk, 2026, 2027)) == 2
        assert lines.copy(desk, 2026, 2027) == []
    assert [one.content for one in shown(here, 2027).total.lines] == ["In băng rôn"] * 2


def test_what_excel_cannot_hold_and_days_long_ago_are_refused(here: Office) -> None:
    line = put(here, Said(content="Loa", quantity=1000, price=10**11))
    with here.desk(WRITER) as desk:
        with pytest.raises(Refused, match="15 chữ số"):
            lines.change(desk, line, Said(quantity=10_000))
        with pytest.raises(Refused, match="15 chữ số"):
            lines.add(desk, 2026, Said(content="Máy", quantity=10_000, price=10**11))
        with pytest.raises(Refused, match="Ngày chi 31/12/1999 quá xa"):
            lines.spend(desk, line, 5, on=date(1999, 12, 31))


def test_a_years_sum_that_excel_cannot_hold_is_refused(here: Office) -> None:
    half = Said(content="Loa", quantity=6_000, price=10**11)
    first = put(here, half)
    small = put(here, Said(content="Máy", quantity=1, price=10**11))
    with here.desk(WRITER) as desk:
        with pytest.raises(Refused, match=r"năm 2026 sẽ thành 1\.200\.100\.000\.000\.000 đồng"):
            lines.add(desk, 2026, Said(content="Đài", quantity=6_000, price=10**11))
        with pytest.raises(Refused, match=r"năm 2026 sẽ thành 1\.200\.000\.000\.000\.000 đồng"):
            lines.change(desk, small, Said(quantity=6_000))
        lines.change(desk, first, Said(quantity=9_998))
        lines.add(desk, 2027, replace(half, content="Ti vi"))
        with pytest.raises(Refused, match="Tổng kinh phí năm 2027"):
            lines.copy(desk, 2026, 2027)


def test_a_years_spending_that_excel_cannot_hold_is_refused(here: Office) -> None:
    one, other = (put(here, Said(content=name, quantity=1, price=1)) for name in ("Loa", "Máy"))
    pay(here, one, 6 * 10**14)
    with pytest.raises(Refused, match="15 chữ số"):
        pay(here, other, 4 * 10**14)
    pay(here, other, 4 * 10**14 - 1)


def test_the_word_file_says_the_sum_in_figures_and_words_and_marks_what_is_missing(
    here: Office,
) -> None:
    put(here, Said(content="In băng rôn", quantity=40, unit="chiếc", price=300_000))
    put(here, Said(content="Nước uống", quantity=2, unit="buổi", source="ho-tro"))
    document = docx.Document(io.BytesIO(drawn(here, ".docx")))
    said = [one.text for one in document.paragraphs]
    assert "Tổng cộng: 12.000.000 đồng (Bằng chữ: Mười hai triệu đồng chẵn)." in said
    assert "[CHƯA ĐIỀN: 1 khoản chưa có đơn giá]; các tổng trên chưa gồm những khoản ấy." in said
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[2] == ["1", "In băng rôn", "40", "chiếc", "300.000", "12.000.000"]
    assert rows[3] == ["2", "Nước uống", "2", "buổi", "……", "[CHƯA ĐIỀN]"]
    partial = "12.000.000 (chưa đủ: còn 1 khoản chưa điền)"
    assert [row[-1] for row in (rows[1], rows[-1])] == [partial] * 2
    sheet = _sheets(drawn(here, ".xlsx"))[0]
    beside = '=IF(COUNTBLANK(G6:G7)=0,"","chưa đủ: còn "&COUNTBLANK(G6:G7)&" khoản chưa điền")'
    assert sheet["H5"].value == beside


def test_what_a_sum_lacks_is_named(here: Office) -> None:
    for quantity, price in ((2, None), (3, None), (None, 5), (None, None), (1, 5)):
        put(here, Said(content="Loa", quantity=quantity, price=price))
    with here.database.read() as session:
        found = estimate(session, 2026).total
    assert (found.missing, found.partial) == (
        "2 khoản chưa có đơn giá, 1 khoản chưa có số lượng, 1 khoản chưa có số lượng và đơn giá",
        "chưa đủ: còn 4 khoản chưa điền",
    )


def test_papers_of_an_estimate_without_prices_name_no_sum(here: Office) -> None:
    put(here, Said(content="Nước uống", quantity=2, unit="buổi"))
    document = docx.Document(io.BytesIO(drawn(here, ".docx")))
    assert "Tổng cộng: [CHƯA ĐIỀN] đồng." in [one.text for one in document.paragraphs]
    sheet = _sheets(drawn(here, ".xlsx"))[0]
    assert sheet["A8"].value == "Chưa khoản nào có đủ số lượng và đơn giá (ô vàng)."
    assert sheet["G7"].number_format.endswith('"chưa có số"')


def test_the_excel_sheet_fills_a_landscape_page_at_its_true_size(here: Office) -> None:
    """A4 is 29.7 cm wide; a sign of the usual width takes about 0.185 cm, with a twelve-point face.

    What is wider is printed smaller, until nobody can read it.
    """
    put(here, BANNERS)
    for sheet in _sheets(drawn(here, ".xlsx")):
        width = sum(one.width for one in sheet.column_dimensions.values()) * 0.185
        margins = 2.54 * (sheet.page_margins.left + sheet.page_margins.right)
        page = sheet.page_setup
        assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
        assert width + margins < 29.7


def test_groups_and_sums_of_the_word_file_are_bold_and_lines_are_not(here: Office) -> None:
    put(here, Said("Nước uống", quantity=5, unit="buổi", price=200_000))
    table = docx.Document(io.BytesIO(drawn(here, ".docx"))).tables[1]
    bold = {
        row.cells[1].text: {bool(run.bold) for run in row.cells[1].paragraphs[0].runs}
        for row in table.rows[1:]
    }
    assert bold == {"Việc chung cả năm": {True}, "Nước uống": {False}, "Cộng": {True}}


def test_the_excel_file_calculates_and_holds_what_people_wrote_as_text(here: Office) -> None:
    put(here, Said(content=HOSTILE, quantity=2, unit="=1+1", price=1_500))
    line = put(here, Said(content="Nước uống"))
    pay(here, line, 70)
    content = drawn(here, ".xlsx")
    sheet, paid = _sheets(content)
    assert (sheet["B6"].value, sheet["B6"].data_type) == (HOSTILE, "s")
    assert (sheet["E6"].value, sheet["E6"].data_type) == ("=1+1", "s")
    assert sheet["G6"].value == '=IF(OR(D6="",F6=""),"",D6*F6)'
    assert sheet["G5"].value == "=SUM(G6:G7)"
    assert sheet["G8"].value == "=G5"
    assert [cell.value for cell in paid[2]] == ["01/01/2026", "Nước uống", 70, "", WRITER]
    known = _sheets(content, values=True)[0]
    assert [known[cell].value for cell in ("G6", "G8", "I8", "J7")] == [3000, 3000, 70, 70]


def _sheets(content: bytes, *, values: bool = False) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return [book["Dự toán"], book["Đã chi"]]


def test_the_pdf_is_made_and_an_empty_year_or_another_ending_is_refused(here: Office) -> None:
    with pytest.raises(PrintError):
        drawn(here, ".pdf")
    put(here, BANNERS)
    assert drawn(here, ".pdf")[:5] == b"%PDF-"
    with pytest.raises(PrintError):
        drawn(here, ".odt")
