"""What tests of the units share: forms as a unit fills them in, and files that mean harm."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import openpyxl

from habac24h.office import Office
from habac24h.units.figures import FIGURES, WORDS
from habac24h.units.form import FIRST_ROW, SHEET, Form, workbook
from habac24h.workflow import people

WRITER = "lan"
FORM = Form(
    unit="cong-an",
    unit_name="Công an xã",
    year=2026,
    period="nam",
    period_name="cả năm",
    due=date(2026, 11, 30),
    office="xã Hà Bắc",
    department="Phòng Văn hoá - Xã hội",
    made=datetime(2026, 11, 2, tzinfo=UTC),
)
ROW = {name: FIRST_ROW + n for n, name in enumerate((*FIGURES, *WORDS))}
"""The row of each figure and word in the form, as Excel counts."""


def arrive(office: Office) -> None:
    """Somebody who writes down what comes."""
    with office.database.write() as session:
        people.add(session, WRITER, "editor", office.clock.now())


def filled(cells: Mapping[str, Any], form: Form = FORM) -> bytes:
    """The form with values in column C by figure, or anywhere by address ("A7")."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(workbook(form)))
    sheet = book[SHEET]
    for where, value in cells.items():
        sheet[f"C{ROW[where]}" if where in ROW else where].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The same file with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part))
        for name, body in changes.items():
            new.writestr(name, body)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
