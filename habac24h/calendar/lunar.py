"""Vietnamese lunar days (UTC+7), for the solar years 1968 to 2099.

Viet Nam reckons its lunar calendar at UTC+7 since 1968 (Quyết định 121/CP, 08/8/1967); libraries
for the Chinese calendar put Tết of 1985, 2007 and 2030 on another day. The reckoning is lunar-vn's.
It accepts days that do not exist and answers with a neighbour, so every answer is converted back
and compared here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import lunar_vn

from habac24h.errors import Refused

FIRST_YEAR = 1968
LAST_YEAR = 2099
_UTC_PLUS = 7.0


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; `leap` is a day of the month that is there twice (nhuận)."""

    day: int
    month: int
    year: int
    leap: bool = False

    def __str__(self) -> str:
        leap = " nhuận" if self.leap else ""
        return f"{self.day}/{self.month}{leap}/{self.year} âm lịch"


def lunar_of(day: date) -> LunarDay:
    """The lunar day of a solar day; refuses a year outside 1968–2099."""
    require_year(day.year)
    return _lunar_of(day)


def lunar_to_solar(day: int, month: int, lunar_year: int, leap: bool = False) -> date:
    """The solar day of a lunar one; refuses a day that does not exist or is outside 1968–2099."""
    _require_lunar(day, month)
    found = _convert(LunarDay(day, month, lunar_year, leap))
    if found is None:
        raise Refused(
            f"Không có ngày {LunarDay(day, month, lunar_year, leap)}; "
            "hãy xem lại ngày, tháng và năm nhuận."
        )
    require_year(found.year)
    return found


def occurrences(day: int, month: int, solar_year: int) -> tuple[date, ...]:
    """When a lunar day (never of a leap month) falls in a solar year: none, one or two days."""
    _require_lunar(day, month)
    require_year(solar_year)
    found = (_convert(LunarDay(day, month, year)) for year in (solar_year - 1, solar_year))
    return tuple(sorted(one for one in found if one is not None and one.year == solar_year))


def require_year(year: int) -> None:
    """Refuse a solar year for which no lunar calendar is kept here."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"Năm {year} nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR} của lịch.")


def _require_lunar(day: int, month: int) -> None:
    if not (1 <= day <= 30 and 1 <= month <= 12):
        raise Refused(
            f"Không có ngày {day} tháng {month} âm lịch; ngày từ 1 đến 30, tháng từ 1 đến 12."
        )


def _convert(lunar: LunarDay) -> date | None:
    """The solar day, or None when converting it back shows that the lunar one does not exist."""
    if not FIRST_YEAR - 1 <= lunar.year <= LAST_YEAR:
        raise Refused(
            f"Năm âm lịch {lunar.year} nằm ngoài khoảng {FIRST_YEAR - 1}–{LAST_YEAR} của lịch."
        )
    try:
        found: date = lunar_vn.convert_lunar_to_solar(
            lunar.day, lunar.month, lunar.year, int(lunar.leap), _UTC_PLUS
        )
    except ValueError:  # the month has no leap twin in that year
        return None
    return found if _lunar_of(found) == lunar else None


def _lunar_of(day: date) -> LunarDay:
    found = lunar_vn.convert_solar_to_lunar(day.day, day.month, day.year, _UTC_PLUS)
    return LunarDay(found.day, found.month, found.year, found.leap)
