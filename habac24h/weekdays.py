"""The days of the week in Vietnamese, Monday first: in a sentence, and at the start of a line."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
CAPITAL_WEEKDAYS = tuple(f"{name[0].upper()}{name[1:]}" for name in WEEKDAYS)


def day(on: date) -> str:
    """Thứ Ba 17/11/2026."""
    return f"{CAPITAL_WEEKDAYS[on.weekday()]} {on:%d/%m/%Y}"
