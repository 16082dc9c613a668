"""The year's estimate as Excel: amounts as live formulas of our own, everything else as it is."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from habac24h.budget.estimate import Estimate, Line, Sum
from habac24h.budget.lines import SOURCES
from habac24h.budget.money import in_words
from habac24h.later import later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = later("xlsxwriter")

_FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
_HEAD = ("TT", "Nội dung chi", "Căn cứ", "Số lượng", "Đơn vị tính", "Đơn giá (đồng)",
         "Thành tiền (đồng)", "Nguồn", "Đã chi (đồng)", "Vượt (đồng)")  # fmt: skip
_WIDTHS = (5, 36, 7, 9, 9, 12, 15, 17, 14, 12)
"""In signs. Together they fill a landscape A4 page at its true size: wider ones print smaller."""
_MARGIN = 0.4
_HEIGHT = 17
"""Points of one line: not every program makes a row as high as its wrapped words need."""
_PAID = (
    ("Ngày", 12),
    ("Khoản chi", 50),
    ("Số tiền (đồng)", 16),
    ("Ghi chú", 42),
    ("Người ghi", 14),
)
_UNPRICED = '#,##0;-#,##0;"chưa có số"'
"""A sum of nothing is not an estimate of nothing."""
_IF_ANY = '#,##0;-#,##0;""'
FIRST = 5
"""The row under the head, counted from one."""


def workbook(found: Estimate, office: str, made: datetime) -> bytes:
    """Two sheets: the estimate, and what was spent. Cells without a price are yellow."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"Dự toán kinh phí bình đẳng giới năm {found.year}"})
    book.set_properties({"created": made.replace(tzinfo=None)})
    _Sheet(book, found, office).write()
    _payments(book, found)
    book.close()
    return out.getvalue()


class _Sheet:
    """The estimate's sheet, row by row."""

    def __init__(self, book: Any, found: Estimate, office: str) -> None:
        self._found, self._office = found, office
        self._sheet = book.add_worksheet("Dự toán")
        cell = {**_FACE, "border": 1}
        money = {**cell, "num_format": "#,##0"}
        self._title = book.add_format({**_FACE, "bold": True, "font_size": 14, "align": "center"})
        self._plain = book.add_format(_FACE)
        self._head = book.add_format({**cell, "bold": True, "align": "center"})
        self._cell, self._money = book.add_format(cell), book.add_format(money)
        self._group = book.add_format({**cell, "bold": True, "bg_color": "#EFEAF7"})
        total = {**money, "bold": True, "bg_color": "#EFEAF7"}
        self._sum = book.add_format(total)
        self._planned = book.add_format({**total, "num_format": _UNPRICED})
        self._over_sum = book.add_format({**total, "num_format": _IF_ANY})
        self._over_line = book.add_format({**money, "num_format": _IF_ANY})
        self._blank = book.add_format({**money, "bg_color": "#FFF3C4"})
        self._row = FIRST - 1

    def write(self) -> None:
        """Everything."""
        sheet = self._sheet
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        title = f"DỰ TOÁN KINH PHÍ CÔNG TÁC BÌNH ĐẲNG GIỚI NĂM {self._found.year}"
        sheet.merge_range("A1:J1", title, self._title)
        sheet.merge_range("A2:J2", f"Ủy ban nhân dân {self._office}", self._plain)
        for column, name in enumerate(_HEAD):
            sheet.write_string(FIRST - 2, column, name, self._head)
        totals = [self._write_group(group) for group in self._found.campaigns]
        self._write_total(totals)
        sheet.freeze_panes(FIRST - 1, 2)
        sheet.set_row(FIRST - 2, 2 * _HEIGHT)
        _fit(sheet)
        sheet.repeat_rows(FIRST - 2)

    def _write_group(self, group: Sum) -> int:
        """A campaign's head with its sums, then its lines; returns the head's row."""
        head, self._row = self._row, self._row + 1
        for line in group.lines:
            self._write_line(line, self._row - head)
            self._row += 1
        self._sheet.write_string(head, 0, "", self._group)
        self._sheet.merge_range(head, 1, head, 5, "", self._group)
        self._sheet.write_string(head, 1, group.title, self._group)
        first, last = head + 2, self._row
        self._partial(head, group, f"G{first}:G{last}")
        for column, value in (("G", group.planned), ("I", group.spent)):
            self._formula(head, column, f"=SUM({column}{first}:{column}{last})", value)
        self._over(head, group.over, self._over_sum)
        return head + 1

    def _write_line(self, line: Line, number: int) -> None:
        sheet, row = self._sheet, self._row
        source = SOURCES.get(line.source, line.source)
        sheet.set_row(row, _HEIGHT * max(_rows(line.content, 1), _rows(source, 7)))
        sheet.write_number(row, 0, number, self._cell)
        sheet.write_string(row, 1, line.content, self._cell)
        sheet.write_string(row, 2, line.basis, self._cell)
        self._known(row, 3, line.quantity)
        sheet.write_string(row, 4, line.unit, self._cell)
        self._known(row, 5, line.price)
        at = row + 1
        amount = f'=IF(OR(D{at}="",F{at}=""),"",D{at}*F{at})'
        value = "" if line.planned is None else line.planned
        sheet.write_formula(row, 6, amount, self._blank if value == "" else self._money, value)
        sheet.write_string(row, 7, source, self._cell)
        sheet.write_number(row, 8, line.spent, self._money)
        self._over(row, line.over, self._over_line)

    def _write_total(self, heads: list[int]) -> None:
        row, total = self._row, self._found.total
        for column in range(len(_HEAD)):
            self._sheet.write_string(row, column, "", self._group)
        self._sheet.write_string(row, 1, "Tổng cộng", self._group)
        for letter, value in (("G", total.planned), ("I", total.spent)):
            cells = "+".join(f"{letter}{head}" for head in heads) or "0"
            self._formula(row, letter, f"={cells}", value)
        self._over(row, total.over, self._over_sum)
        self._partial(row, total, f"G{FIRST}:G{row}")
        words = f"Bằng chữ: {in_words(total.planned)}."
        if total.nothing_priced:
            words = "Chưa khoản nào có đủ số lượng và đơn giá (ô vàng)."
        elif total.unpriced:
            words += f" Chưa gồm: {total.missing} (ô vàng)."
        self._sheet.merge_range(row + 1, 0, row + 1, len(_HEAD) - 1, words, self._plain)

    def _partial(self, row: int, one: Sum, cells: str) -> None:
        """Beside a sum, how many of its amounts are missing; it goes when they are filled in."""
        blank = f"COUNTBLANK({cells})"
        formula = f'=IF({blank}=0,"","chưa đủ: còn "&{blank}&" khoản chưa điền")'
        self._sheet.write_formula(row, 7, formula, self._group, one.partial)
        if one.partial:
            self._sheet.set_row(row, _HEIGHT * _rows(one.partial, 7))

    def _formula(self, row: int, column: str, formula: str, value: int) -> None:
        look = self._planned if column == "G" else self._sum
        self._sheet.write_formula(f"{column}{row + 1}", formula, look, value)

    def _over(self, row: int, value: int, look: Any) -> None:
        at = row + 1
        formula = f"=MAX(0,I{at}-N(G{at}))"
        self._sheet.write_formula(row, 9, formula, look, value)

    def _known(self, row: int, column: int, value: int | None) -> None:
        if value is None:
            self._sheet.write_blank(row, column, None, self._blank)
        else:
            self._sheet.write_number(row, column, value, self._money)


def _payments(book: Any, found: Estimate) -> None:
    """What was spent, payment by payment."""
    sheet = book.add_worksheet("Đã chi")
    head = book.add_format({**_FACE, "bold": True, "border": 1, "align": "center"})
    cell = book.add_format({**_FACE, "border": 1})
    money = book.add_format({**_FACE, "border": 1, "num_format": "#,##0"})
    for column, (name, width) in enumerate(_PAID):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    _fit(sheet)
    sheet.repeat_rows(0)
    paid = ((line, one) for line in found.total.lines for one in line.payments)
    for row, (line, one) in enumerate(paid, start=1):
        sheet.write_string(row, 0, f"{one.on:%d/%m/%Y}", cell)
        sheet.write_string(row, 1, line.content, cell)
        sheet.write_number(row, 2, one.amount, money)
        sheet.write_string(row, 3, one.note, cell)
        sheet.write_string(row, 4, one.by, cell)


def _fit(sheet: Any) -> None:
    """One landscape A4 page wide, as many as needed long."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.6, bottom=0.6)
    sheet.set_footer("&RTrang &P/&N")
    sheet.fit_to_pages(1, 0)


def _rows(words: str, column: int) -> int:
    """How many rows these words fill in a column; Times sets more signs than the width counts."""
    return -(-len(words) // round(_WIDTHS[column] * 1.1))
