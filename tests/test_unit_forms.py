"""The Excel form of a unit: locked but for its cells, read back exactly, never half taken."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit_kit import FORM, ROW, filled, part, repacked

from habac24h.errors import Refused
from habac24h.units.figures import FIGURES, MOST, WORDS, contradictions
from habac24h.units.form import SHEET, workbook
from habac24h.units.reading import LARGEST_UNPACKED, LARGEST_XML, Filled, read

NUMBERS = st.dictionaries(st.sampled_from(list(FIGURES)), st.integers(0, MOST)).filter(
    lambda given_: not list(contradictions(given_))
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)
PROSE = st.dictionaries(st.sampled_from(list(WORDS)), TEXTS)


def why(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content, "bieu.xlsx")
    return caught.value.sentence


@settings(max_examples=15)
@given(NUMBERS, PROSE)
def test_what_a_unit_fills_in_is_read_back(figures: dict[str, int], words: dict[str, str]) -> None:
    plain = {name: text for name, text in words.items() if text[:1] != "="}
    found = read(filled({**figures, **plain}), "bieu.xlsx")
    said = {name: text.strip() for name, text in plain.items() if text.strip()}
    assert found == Filled("cong-an", 2026, "nam", figures, said)


def test_an_empty_form_gives_nothing_and_no_zero() -> None:
    assert read(workbook(FORM), "bieu.xlsx") == Filled("cong-an", 2026, "nam", {}, {})


@pytest.mark.parametrize(
    ("value", "number"),
    [(12, 12), (12.0, 12), ("12", 12), ("1.250", 1250), (" 1 250 000 ", 1_250_000), ("0", 0)],
)
def test_a_number_is_taken_as_offices_write_it(value: object, number: int) -> None:
    assert read(filled({"spent": value}), "bieu.xlsx").figures == {"spent": number}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nhiều", "số người dự nam phải là số, nhưng ô ghi “nhiều”"),
        ("12 người", "số người dự nam phải là số, nhưng ô ghi “12 người”"),
        ("1.25", "số người dự nam phải là số, nhưng ô ghi “1.25”"),
        ("0.500", "số người dự nam phải là số, nhưng ô ghi “0.500”"),
        (12.5, "số người dự nam phải là số nguyên, nhưng ô ghi “12,5”"),
        (True, "số người dự nam phải là số, nhưng ô ghi “TRUE”"),
        (
            datetime(2026, 11, 1),  # noqa: DTZ001 - as Excel has it
            "số người dự nam phải là số, nhưng ô ghi “01/11/2026”",
        ),
        (-1, "số người dự nam phải từ 0 đến 1.000.000.000.000"),
        (10**12 + 1, "số người dự nam phải từ 0 đến 1.000.000.000.000"),
        ("=1+1", "số người dự nam đang là công thức; hãy gõ thẳng con số"),
        ('=HYPERLINK("http://x","1")', "số người dự nam đang là công thức; hãy gõ thẳng con số"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken(value: object, said: str) -> None:
    content = filled({"talks": 3, "men": value})
    assert why(content) == f"Chưa nhập gì từ bieu.xlsx: ô C7: {said}."


def test_every_wrong_cell_is_named_up_to_eight() -> None:
    told = why(filled(dict.fromkeys(FIGURES, "x")))
    assert told.count("phải là số") == 8
    assert told.endswith(f"; và {len(FIGURES) - 8} ô khác.")


def test_numbers_that_contradict_each_other_are_named_by_their_cell() -> None:
    told = why(filled({"men": 10, "women": 5, "pupils": 16}))
    assert told == (
        "Chưa nhập gì từ bieu.xlsx: ô C9: số học sinh không thể nhiều hơn tổng số người dự."
    )


def test_a_formula_in_the_words_is_refused() -> None:
    told = why(filled({"obstacles": "=cmd|' /C calc'!A0"}))
    assert f"ô C{ROW['obstacles']}: “Khó khăn, vướng mắc” đang là công thức" in told


def test_rows_that_moved_are_found_and_lost_or_doubled_ones_are_named() -> None:
    assert read(filled({"talks": 4, "A40": "note"}), "bieu.xlsx").figures == {"talks": 4}
    assert "thiếu dòng “Số buổi truyền thông trực tiếp, nói chuyện”" in why(filled({"A6": None}))
    assert "ô A40: dòng “talks” có hai lần" in why(filled({"A40": "talks"}))


def test_a_file_that_is_no_form_of_ours_is_refused() -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    assert "không phải biểu do chương trình này lập" in why(out.getvalue())
    assert "không mở được như một tệp Excel .xlsx" in why(b"\xd0\xcf\x11\xe0 an old .xls")
    assert "không mở được như một tệp Excel .xlsx" in why(repacked(workbook(FORM), {})[:900])
    assert "không mở được" in why(repacked(workbook(FORM), {"xl/workbook.xml": b"<oh"}))


def test_what_unpacks_without_end_is_not_unpacked() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    bomb = repacked(workbook(FORM), {sheet: b" " * (LARGEST_XML + 1)})
    assert len(bomb) < 50_000
    assert "bung ra quá lớn" in why(bomb)
    hidden = repacked(workbook(FORM), {"xl/media/texts.png": b" " * (LARGEST_UNPACKED + 1)})
    assert "bung ra quá lớn" in why(hidden)
    many = repacked(workbook(FORM), {f"xl/media/{n}.png": b"" for n in range(250)})
    assert "bung ra quá lớn" in why(many)


def test_a_sheet_that_claims_endless_rows_is_read_to_its_end() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    content = filled({"talks": 2})
    claim = b'<dimension ref="A1:XFD1048576"'
    body = re.sub(rb'<dimension ref="[^"]*"', claim, part(content, sheet))
    assert b"XFD1048576" in body
    far = body.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"/></row></sheetData>')
    assert read(repacked(content, {sheet: far}), "bieu.xlsx").figures == {"talks": 2}


def test_macros_and_entities_are_refused() -> None:
    form = workbook(FORM)
    assert "có macro" in why(repacked(form, {"xl/vbaProject.bin": b"x"}))
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>' + part(form, "xl/workbook.xml")
    assert "không an toàn" in why(repacked(form, {"xl/workbook.xml": laughs}))


def test_everything_but_the_cells_of_column_c_is_locked() -> None:
    book = _loaded(workbook(FORM))
    sheet = book[SHEET]
    open_ = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    wanted = {f"C{row}" for row in ROW.values()} | {f"D{ROW[name]}" for name in WORDS}
    assert sheet.protection.sheet is True
    assert open_ == wanted
    assert book["habac24h"].sheet_state == "veryHidden"
    assert sheet.column_dimensions["A"].hidden


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    sheet = _loaded(workbook(replace(FORM, unit_name="=1+1")))[SHEET]
    assert sheet["B2"].data_type == "s"
    bare = replace(FORM, office='=HYPERLINK("x")', due=None)
    assert _loaded(workbook(bare))[SHEET]["B3"].data_type == "s"


def _loaded(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content))
