"""The Excel form that a unit fills in: locked headings, open cells, a hidden id of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from habac24h.later import later
from habac24h.units.figures import FIGURES, LONGEST_WORDS, MOST, WORDS

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = later("xlsxwriter")

SHEET = "Báo cáo"
MARK_SHEET = "habac24h"
MARK = "habac24h/don-vi/1"
FIRST_ROW = 6
"""The first row of figures, counted as Excel counts them."""
FILE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HOW = (
    "Chỉ gõ vào các ô vàng ở cột C. Không có thì gõ 0; chưa có số liệu thì để trống. "
    "Giữ nguyên các dòng, không thêm cột."
)
_FACE = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True)
class Form:
    """For whom and for what a form is; `made` stands in the file's properties."""

    unit: str
    unit_name: str
    year: int
    period: str
    period_name: str
    due: date | None
    office: str
    department: str
    made: datetime


def workbook(form: Form) -> bytes:
    """The form as .xlsx; equal forms made at the same moment are equal bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"Biểu số liệu {form.unit_name} {form.year}"})
    book.set_properties({"created": form.made.replace(tzinfo=None)})
    _fill(book, form)
    _mark(book, form)
    book.close()
    return out.getvalue()


def _fill(book: Any, form: Form) -> None:
    sheet = book.add_worksheet(SHEET)
    sheet.set_column("A:A", None, None, {"hidden": True})
    sheet.set_column("B:B", 52)
    sheet.set_column("C:C", 26)
    sheet.set_column("D:D", 14)
    _head(book, sheet, form)
    open_ = {**_FACE, "border": 1, "locked": False, "bg_color": "#FFF9DB"}
    number = book.add_format({**open_, "num_format": "#,##0", "align": "right"})
    words = book.add_format({**open_, "valign": "top", "num_format": "@"})
    label = book.add_format({**_FACE, "border": 1})
    row = FIRST_ROW - 1
    for figure in FIGURES.values():
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, figure.id)
        sheet.write_string(row, 1, figure.label, label)
        sheet.write_blank(row, 2, None, number)
        sheet.write_string(row, 3, figure.unit, label)
        sheet.data_validation(row, 2, row, 2, _whole_number())
        row += 1
    for name, title in WORDS.items():
        sheet.set_row(row, 90)
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, title, label)
        sheet.merge_range(row, 2, row, 3, "", words)
        sheet.data_validation(row, 2, row, 2, _short_words())
        row += 1
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_selection(FIRST_ROW - 1, 2, FIRST_ROW - 1, 2)
    _paper(sheet, row)


def _head(book: Any, sheet: Any, form: Form) -> None:
    title = book.add_format({**_FACE, "bold": True, "align": "center", "font_size": 14})
    plain = book.add_format(_FACE)
    head = book.add_format({**_FACE, "bold": True, "border": 1, "align": "center"})
    sheet.merge_range("B1:D1", "BIỂU SỐ LIỆU CÔNG TÁC BÌNH ĐẲNG GIỚI", title)
    sheet.merge_range("B2:D2", f"Đơn vị: {form.unit_name}", plain)
    last = f"; gửi chậm nhất ngày {form.due:%d/%m/%Y}" if form.due else ""
    to = f"Ủy ban nhân dân {form.office} (qua {form.department})"
    sheet.merge_range("B3:D3", f"Kỳ: {form.period_name} {form.year}{last}. Nơi nhận: {to}.", plain)
    sheet.merge_range("B4:D4", _HOW, book.add_format({**_FACE, "italic": True, "font_size": 12}))
    sheet.set_row(2, 36)
    sheet.set_row(3, 36)
    for column, text in enumerate(("Chỉ tiêu", "Số liệu", "Đơn vị tính"), start=1):
        sheet.write_string(FIRST_ROW - 2, column, text, head)


def _paper(sheet: Any, rows: int) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.8, right=0.5, top=0.7, bottom=0.7)
    sheet.print_area(0, 1, rows - 1, 3)


def _whole_number() -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": MOST,
        "error_title": "Chưa đúng",
        "error_message": "Hãy gõ một số nguyên không âm, không kèm chữ.",
    }


def _short_words() -> dict[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_WORDS,
        "error_title": "Quá dài",
        "error_message": f"Hãy viết gọn trong {LONGEST_WORDS} ký tự.",
    }


def _mark(book: Any, form: Form) -> None:
    sheet = book.add_worksheet(MARK_SHEET)
    for row, text in enumerate((MARK, form.unit, str(form.year), form.period)):
        sheet.write_string(row, 0, text)
    sheet.very_hidden()
