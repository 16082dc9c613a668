"""What the units themselves reported, as sheets of the report's workbook."""

from __future__ import annotations

from collections.abc import Iterator

from habac24h.printing.workbook import Cell, Column, Sheet
from habac24h.units.figures import FIGURES
from habac24h.units.summary import Entry, Summary

_SUMS = (
    Column("Số liệu", 52),
    Column("Đơn vị tính", 14),
    Column("Tổng các đơn vị", 20),
    Column("Số đơn vị có số liệu", 16),
)
_UNITS = (
    Column("Đơn vị", 40),
    Column("Ngày nhận báo cáo", 14),
    *(Column(one.short.capitalize(), 12) for one in FIGURES.values()),
)


def units_sheets(found: Summary) -> Iterator[Sheet]:
    """The sums, and each unit's own figures; neither is part of the office's own count."""
    when = f"{found.period_name} {found.year}"
    sums = tuple(
        (one.label, one.unit, one.value if one.given_by else None, one.given_by)
        for one in found.totals
    )
    yield Sheet(
        "Đơn vị báo cáo",
        f"Số liệu do các đơn vị tự báo cáo, {when} (có thể trùng, không cộng vào kết quả của xã)",
        _SUMS,
        sums,
    )
    rows = tuple(_row(one) for one in found.entries)
    yield Sheet("Từng đơn vị", f"Số liệu của từng đơn vị, {when}", _UNITS, rows)


def _row(one: Entry) -> tuple[Cell, ...]:
    came = one.received_on or "chưa gửi"
    return (one.name, came, *(one.figures.get(name) for name in FIGURES))
