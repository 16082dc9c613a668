"""Days, hours and lengths as papers write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from habac24h.weekdays import WEEKDAYS

NO_BREAK = "\u00a0"


def weekday(day: date) -> str:
    """thứ Hai … Chủ nhật."""
    return WEEKDAYS[day.weekday()]


def day_words(day: date) -> str:
    """thứ Hai, ngày 16/11/2026."""
    return f"{weekday(day)}, ngày {day:%d/%m/%Y}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """05 giờ 30, never broken between lines."""
    return f"{at.astimezone(zone):%H\u00a0giờ\u00a0%M}"


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """17 giờ 05, ngày 12/11/2026; nothing for no moment."""
    return f"{at.astimezone(zone):%H giờ %M, ngày %d/%m/%Y}" if at else ""


def days_words(days: Iterable[date]) -> str:
    """17, 20 và 24/11; 01/12/2026: the year once, at the end."""
    ordered = sorted(set(days))
    months = [list(group) for _, group in groupby(ordered, key=lambda day: (day.year, day.month))]
    parts = [
        f"{', '.join(f'{day:%d}' for day in month)}/{month[0]:%m}"
        + (
            f"/{month[0]:%Y}"
            if place == len(months) - 1 or month[0].year != ordered[-1].year
            else ""
        )
        for place, month in enumerate(months)
    ]
    return "; ".join(parts)


def length(seconds: float) -> str:
    """khoảng 3 phút 40 giây, to five seconds."""
    return _about(_to_five(seconds))


def lengths(parts: Sequence[float], whole: float) -> list[str]:
    """The same of each part, so that they add up to `length(whole)`.

    By largest remainders, in steps of five seconds; of one second where a part would be nothing.
    """
    total = _to_five(whole)
    shares = _shares(parts, total // 5)
    if all(shares):
        return [_about(5 * share) for share in shares]
    return [_about(max(1, share)) for share in _shares(parts, total)]


def _to_five(seconds: float) -> int:
    return max(5, 5 * round(seconds / 5))


def _shares(parts: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to the parts, whose sum is the total."""
    exact = [total * part / (sum(parts) or 1) for part in parts]
    found = [int(share) for share in exact]
    most = sorted(range(len(parts)), key=lambda at: found[at] - exact[at])
    for at in most[: total - sum(found)]:
        found[at] += 1
    return found


def _about(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} phút"] * bool(minutes) + [f"{rest} giây"] * bool(rest)
    return f"khoảng {' '.join(parts)}".replace(" ", NO_BREAK)


def listed(words: list[str]) -> str:
    """a, b và c."""
    return " và ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
