"""Lunar days of 1968 to 2099: the Vietnamese reckoning, and no day that does not exist."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.calendar.lunar import LunarDay, lunar_of, lunar_to_solar, occurrences
from habac24h.errors import Refused

FIRST, LAST = date(1968, 1, 1), date(2099, 12, 31)


@pytest.mark.parametrize(
    ("lunar_year", "tet"),
    [
        (1968, date(1968, 1, 29)),  # 30 January by the Chinese reckoning
        (1985, date(1985, 1, 21)),  # 20 February
        (2007, date(2007, 2, 17)),  # 18 February
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
        (2030, date(2030, 2, 2)),  # 3 February
    ],
)
def test_tet_is_the_vietnamese_one(lunar_year: int, tet: date) -> None:
    assert lunar_to_solar(1, 1, lunar_year) == tet


@pytest.mark.parametrize(
    ("day", "month", "in_2026", "in_2027"),
    [
        (1, 1, date(2026, 2, 17), date(2027, 2, 6)),
        (15, 1, date(2026, 3, 3), date(2027, 2, 20)),
        (10, 3, date(2026, 4, 26), date(2027, 4, 16)),
        (15, 4, date(2026, 5, 31), date(2027, 5, 20)),
        (5, 5, date(2026, 6, 19), date(2027, 6, 9)),
        (15, 7, date(2026, 8, 27), date(2027, 8, 16)),
        (15, 8, date(2026, 9, 25), date(2027, 9, 15)),
        (23, 12, date(2027, 1, 30), date(2028, 1, 19)),
    ],
)
def test_feasts_of_two_lunar_years(day: int, month: int, in_2026: date, in_2027: date) -> None:
    found = (lunar_to_solar(day, month, 2026), lunar_to_solar(day, month, 2027))
    assert found == (in_2026, in_2027)


def test_every_day_of_the_range_comes_back() -> None:
    day = FIRST
    while day <= LAST:
        lunar = lunar_of(day)
        if day >= date(1969, 1, 1):
            assert lunar_to_solar(lunar.day, lunar.month, lunar.year, lunar.leap) == day
        day += timedelta(days=1)


def test_days_follow_one_another_through_the_whole_range() -> None:
    before, day = lunar_of(FIRST), FIRST + timedelta(days=1)
    while day <= LAST:
        lunar = lunar_of(day)
        assert lunar in followers(before)
        before, day = lunar, day + timedelta(days=1)


def followers(lunar: LunarDay) -> list[LunarDay]:
    """The lunar days that may come after one, by the shape of the calendar alone."""
    if lunar.day < 29:
        return [LunarDay(lunar.day + 1, lunar.month, lunar.year, lunar.leap)]
    next_year = lunar.year + (lunar.month == 12)
    found = [LunarDay(1, lunar.month % 12 + 1, next_year)]
    if not lunar.leap:
        found.append(LunarDay(1, lunar.month, lunar.year, leap=True))
    if lunar.day == 29:
        found.append(LunarDay(30, lunar.month, lunar.year, lunar.leap))
    return found


@given(
    day=st.integers(1, 30),
    month=st.integers(1, 12),
    year=st.integers(1968, 2098),
    leap=st.booleans(),
)
def test_a_lunar_day_is_its_own_or_refused(day: int, month: int, year: int, leap: bool) -> None:
    try:
        solar = lunar_to_solar(day, month, year, leap)
    except Refused as refused:
        day_exists = day < 30 and not leap
        assert not day_exists
        assert refused.sentence.startswith(f"Không có ngày {day}/{month}")
    else:
        assert lunar_of(solar) == LunarDay(day, month, year, leap)


@pytest.mark.parametrize("lunar_year", range(2025, 2031))
def test_the_years_without_30_thang_chap_refuse_it(lunar_year: int) -> None:
    with pytest.raises(Refused) as caught:
        lunar_to_solar(30, 12, lunar_year)
    assert caught.value.sentence == (
        f"Không có ngày 30/12/{lunar_year} âm lịch; hãy xem lại ngày, tháng và năm nhuận."
    )


def test_a_leap_month_is_only_where_it_is() -> None:
    assert lunar_to_solar(1, 6, 2025, leap=True) == date(2025, 7, 25)
    assert lunar_of(date(2025, 7, 25)) == LunarDay(1, 6, 2025, leap=True)
    assert lunar_to_solar(1, 11, 2033, leap=True) == date(2033, 12, 22)
    with pytest.raises(Refused) as caught:
        lunar_to_solar(1, 5, 2026, leap=True)
    assert caught.value.sentence == (
        "Không có ngày 1/5 nhuận/2026 âm lịch; hãy xem lại ngày, tháng và năm nhuận."
    )


def test_a_lunar_day_falls_once_twice_or_not_at_all_in_a_solar_year() -> None:
    by_year = {year: occurrences(1, 12, year) for year in range(1968, 2100)}
    assert {len(found) for found in by_year.values()} == {0, 1, 2}
    assert by_year[2030] == (date(2030, 1, 4), date(2030, 12, 25))
    for year, found in by_year.items():
        assert [one.year for one in found] == [year] * len(found)
        assert sorted(found) == list(found)


def test_occurrences_are_the_days_found_by_looking_at_every_day() -> None:
    seen: dict[tuple[int, int, int], list[date]] = {}
    day = date(2024, 1, 1)
    while day < date(2035, 1, 1):
        lunar = lunar_of(day)
        if not lunar.leap:
            seen.setdefault((lunar.day, lunar.month, day.year), []).append(day)
        day += timedelta(days=1)
    for year in range(2024, 2035):
        for month in range(1, 13):
            for number in range(1, 31):
                expected = tuple(seen.get((number, month, year), ()))
                assert occurrences(number, month, year) == expected


@pytest.mark.parametrize("year", [1967, 2100, 0, -5])
def test_years_outside_the_range_are_refused(year: int) -> None:
    sentence = f"Năm {year} nằm ngoài khoảng 1968–2099 của lịch."
    with pytest.raises(Refused) as caught:
        occurrences(1, 1, year)
    assert caught.value.sentence == sentence


def test_solar_days_outside_the_range_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        lunar_of(date(2100, 1, 1))
    assert caught.value.sentence == "Năm 2100 nằm ngoài khoảng 1968–2099 của lịch."
    with pytest.raises(Refused) as caught:
        lunar_to_solar(23, 12, 2099)
    assert caught.value.sentence == "Năm 2100 nằm ngoài khoảng 1968–2099 của lịch."
    with pytest.raises(Refused) as caught:
        lunar_to_solar(1, 1, 2100)
    assert caught.value.sentence == "Năm âm lịch 2100 nằm ngoài khoảng 1967–2099 của lịch."


@pytest.mark.parametrize(("day", "month"), [(31, 1), (0, 1), (1, 13), (1, 0)])
def test_impossible_lunar_numbers_are_refused(day: int, month: int) -> None:
    with pytest.raises(Refused) as caught:
        occurrences(day, month, 2026)
    assert caught.value.sentence == (
        f"Không có ngày {day} tháng {month} âm lịch; ngày từ 1 đến 30, tháng từ 1 đến 12."
    )
