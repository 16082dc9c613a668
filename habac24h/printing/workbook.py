"""Tables as an Excel file: what stands in a cell is what was given, never a formula or a link."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from habac24h.later import later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = later("xlsxwriter")


Cell = str | int | float | date | datetime | bool | None
LONGEST = 32_767
"""Characters that Excel keeps in a cell."""
MOST_ON_PAPER = 12
"""Columns that can still be read on one page; a wider sheet is for the screen."""
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_BAD = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Column:
    """A column's head and its width in characters."""

    name: str
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: `title` stands over the table, the head stays in sight while scrolling."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]


def xlsx(sheets: Sequence[Sheet], made: datetime, *, stamp: str = "") -> bytes:
    """The file; the same contents and moment give the same bytes.

    XlsxWriter would write "=1+1" or "https://…" of somebody's title as a formula or a link.
    """
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        when = made.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"author": "habac24h", "created": when})
        for sheet in sheets:
            _write(book, sheet, stamp)
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet, stamp: str) -> None:
    page = book.add_worksheet(_SHEET_BAD.sub(" ", sheet.name)[:31])
    looks = _looks(book)
    title = f"{stamp} – {sheet.title}" if stamp else sheet.title
    page.write_string(0, 0, _clean(title), looks["title"])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(2, place, column.name, looks["head"])
    for line, row in enumerate(sheet.rows, start=3):
        for place, value in enumerate(row):
            _put(page, line, place, value, looks)
    page.set_row(2, 34)  # two lines: not every program makes room by itself
    page.freeze_panes(3, 0)
    _for_paper(page, sheet, stamp)


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    face = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    cell = {**face, "border": 1}
    return {
        "title": book.add_format({**face, "bold": True, "font_size": 14}),
        "head": book.add_format({**cell, "bold": True, "text_wrap": True, "bg_color": "#E8E8E8"}),
        "plain": book.add_format({**cell, "text_wrap": True}),
        "number": book.add_format({**cell, "num_format": "#,##0"}),
        "day": book.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "left"}),
        "hour": book.add_format({**cell, "num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
    }


def _put(page: Any, line: int, place: int, value: Cell, looks: dict[str, Any]) -> None:
    match value:
        case datetime():
            page.write_datetime(line, place, value.replace(tzinfo=None), looks["hour"])
        case date():
            page.write_datetime(line, place, value, looks["day"])
        case bool():
            page.write_string(line, place, "có" if value else "", looks["plain"])
        case int() | float():
            page.write_number(line, place, value, looks["number"])
        case None:
            page.write_blank(line, place, None, looks["plain"])
        case _:
            page.write_string(line, place, _clean(value), looks["plain"])


def _for_paper(page: Any, sheet: Sheet, stamp: str) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    if len(sheet.columns) <= MOST_ON_PAPER:
        page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    if stamp:
        page.set_header(f"&C&B{stamp}")
    if sheet.rows:
        page.autofilter(2, 0, 2 + len(sheet.rows), len(sheet.columns) - 1)


def _clean(text: str) -> str:
    """What XML and Excel can hold."""
    return _BAD.sub("", unicodedata.normalize("NFC", text))[:LONGEST]
