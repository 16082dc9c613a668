"""Reads a filled-in form back. What is wrong is named by its cell; nothing half is taken.

A file from outside is not trusted: its size, the number and the unpacked size of its parts are
looked at before anything is parsed, macros and document type definitions are refused, formulas are
never worked out, and only so many rows and columns are read.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from habac24h.errors import Refused
from habac24h.later import later
from habac24h.units.figures import FIGURES, LONGEST_WORDS, MOST, WORDS, contradictions, typed_number
from habac24h.units.form import MARK, MARK_SHEET, SHEET
from habac24h.units.periods import PERIODS

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = later("openpyxl")

LARGEST = 5_000_000
"""Bytes of a file; a form has some 10 kB, a photo pasted into it some megabytes."""
LARGEST_XML = 8_000_000
"""Bytes of all XML parts unpacked: a hundred times what a filled-in form has."""
LARGEST_UNPACKED = 30_000_000
"""Bytes of all parts unpacked: a workbook may name any part, however it ends, as its texts."""
MOST_PARTS = 200
ROWS, COLUMNS = 80, 4
MOST_TOLD = 8
_QUOTED = 30
_NOT_OURS = "hãy tải lại biểu của đơn vị từ chương trình rồi điền vào đúng tệp ấy"


@dataclass(frozen=True)
class Filled:
    """What a form says; a figure whose cell was left empty is not among them."""

    unit: str
    year: int
    period: str
    figures: Mapping[str, int]
    words: Mapping[str, str]


def read(content: bytes, name: str) -> Filled:
    """The contents of a form; raises Refused with every wrong cell named (the first eight)."""
    _refuse_hostile(content, name)
    rows = _rows(content, name)
    unit, year, period = _marked(rows.get(MARK_SHEET), name)
    if SHEET not in rows:
        raise Refused(f"Tệp {name} không có trang “{SHEET}”; {_NOT_OURS}.")
    figures: dict[str, int] = {}
    words: dict[str, str] = {}
    wrong = list(_take(rows[SHEET], figures, words))
    if not wrong:
        cells = {str(row[0].value): number for number, row in enumerate(rows[SHEET], start=1)}
        wrong = [f"ô C{cells[one]}: {why}" for one, why in contradictions(figures)]
    if wrong:
        more = f"; và {len(wrong) - MOST_TOLD} ô khác" if len(wrong) > MOST_TOLD else ""
        raise Refused(f"Chưa nhập gì từ {name}: {'; '.join(wrong[:MOST_TOLD])}{more}.")
    return Filled(unit, year, period, figures, words)


def _refuse_hostile(content: bytes, name: str) -> None:
    if len(content) > LARGEST:
        raise Refused(f"Tệp {name} lớn hơn {LARGEST // 1_000_000} MB; {_NOT_OURS}.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_parts(parts, name)
            for part in parts:
                if _is_xml(part) and b"<!DOCTYPE" in archive.read(part):
                    raise Refused(f"Tệp {name} có nội dung không an toàn; {_NOT_OURS}.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _no_workbook(name) from None


def _refuse_parts(parts: list[zipfile.ZipInfo], name: str) -> None:
    xml = sum(part.file_size for part in parts if _is_xml(part))
    everything = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or xml > LARGEST_XML or everything > LARGEST_UNPACKED:
        raise Refused(f"Tệp {name} bung ra quá lớn nên không mở; {_NOT_OURS}.")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused(f"Tệp {name} có macro; hãy lưu lại dạng .xlsx không có macro.")


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels", ".vml"))


def _no_workbook(name: str) -> Refused:
    return Refused(
        f"Tệp {name} không mở được như một tệp Excel .xlsx (tệp hỏng, có mật khẩu hoặc dạng .xls "
        "cũ); hãy lưu lại dạng .xlsx không mật khẩu."
    )


def _rows(content: bytes, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """The first cells of the two sheets, by the sheets' names."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that a form does not need
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=False, keep_links=False
            )
            try:
                return {
                    sheet: list(book[sheet].iter_rows(max_row=ROWS, max_col=COLUMNS))
                    for sheet in (SHEET, MARK_SHEET)
                    if sheet in book.sheetnames
                }
            finally:
                book.close()
    except Exception:  # openpyxl raises whatever its parser meets in a broken file
        raise _no_workbook(name) from None


def _marked(rows: list[tuple[Any, ...]] | None, name: str) -> tuple[str, int, str]:
    """Unit, year and period of the hidden sheet."""
    told = [str(row[0].value) for row in rows or ()][:4]
    if len(told) < 4 or told[0] != MARK or not re.fullmatch(r"\d{4}", told[2]):
        raise Refused(f"Tệp {name} không phải biểu do chương trình này lập; {_NOT_OURS}.")
    if told[3] not in PERIODS:
        raise Refused(f"Biểu {name} thuộc một kỳ không còn dùng; {_NOT_OURS}.")
    return told[1], int(told[2]), told[3]


def _take(
    rows: list[tuple[Any, ...]], figures: dict[str, int], words: dict[str, str]
) -> Iterator[str]:
    """Fill both from the rows; yields what is wrong, cell by cell."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        name = row[0].value if len(row) == COLUMNS else None
        if not isinstance(name, str) or (name not in FIGURES and name not in WORDS):
            continue
        if name in seen:
            yield f"ô A{number}: dòng “{name}” có hai lần"
            continue
        seen.add(name)
        why = _figure(row[2], name, figures) if name in FIGURES else _text(row[2], name, words)
        if why is not None:
            yield f"ô C{number}: {why}"
    for name in (*FIGURES, *WORDS):
        if name not in seen:
            label = FIGURES[name].label if name in FIGURES else WORDS[name]
            yield f"thiếu dòng “{label}”"


def _figure(cell: Any, name: str, figures: dict[str, int]) -> str | None:
    """Put one number down; the reason why it is none."""
    value, what = cell.value, FIGURES[name].short
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if _is_formula(cell):
        return f"{what} đang là công thức; hãy gõ thẳng con số"
    number = _whole(value)
    if number is None:
        kind = "số" if _is_number(value) is False else "số nguyên"
        return f"{what} phải là {kind}, nhưng ô ghi “{_quoted(value)}”"
    if not 0 <= number <= MOST:
        return f"{what} phải từ 0 đến 1.000.000.000.000"
    figures[name] = number
    return None


def _quoted(value: object) -> str:
    """As the sheet shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    said = str(value).replace(".", ",") if isinstance(value, float) else str(value)
    words = " ".join(said.split())
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else None
    return typed_number(value) if isinstance(value, str) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_formula(cell: Any) -> bool:
    return bool(cell.data_type == "f" or (isinstance(cell.value, str) and cell.value[:1] == "="))


def _text(cell: Any, name: str, words: dict[str, str]) -> str | None:
    if cell.value is None:
        return None
    if _is_formula(cell):
        return f"“{WORDS[name]}” đang là công thức; hãy gõ thẳng lời"
    text = str(cell.value).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_WORDS:
        return f"“{WORDS[name]}” dài quá {LONGEST_WORDS} ký tự"
    if text:
        words[name] = text
    return None
