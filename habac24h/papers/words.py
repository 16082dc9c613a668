"""Days, hours and lengths as papers write them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday(day: date) -> str:
    """thứ Hai … Chủ nhật."""
    return _WEEKDAYS[day.weekday()]


def day_words(day: date) -> str:
    """thứ Hai, ngày 16/11/2026."""
    return f"{weekday(day)}, ngày {day:%d/%m/%Y}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """05 giờ 30."""
    return f"{at.astimezone(zone):%H giờ %M}"


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """17 giờ 05, ngày 12/11/2026; nothing for no moment."""
    return f"{at.astimezone(zone):%H giờ %M, ngày %d/%m/%Y}" if at else ""


def length(seconds: float) -> str:
    """khoảng 3 phút 40 giây, to five seconds."""
    minutes, rest = divmod(max(5, 5 * round(seconds / 5)), 60)
    parts = [f"{minutes} phút"] * bool(minutes) + [f"{rest} giây"] * bool(rest)
    return f"khoảng {' '.join(parts)}"


def listed(words: list[str]) -> str:
    """a, b và c."""
    return " và ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
