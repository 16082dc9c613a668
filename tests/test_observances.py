"""The office's key dates: what the file says, and where each falls in a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.calendar.lunar import lunar_to_solar
from habac24h.calendar.observances import (
    LunarMonthDay,
    MonthDay,
    Observance,
    Window,
    explain,
    inline,
    load,
    observances,
    shown_on,
    window,
)
from habac24h.errors import DefinitionError, Refused
from habac24h.web.days import key_dates

YEARS = st.integers(1968, 2099)


def lunar(day: int, month: int) -> Observance:
    return Observance("thu", "lunar", "Thử", "Thử", lunar=LunarMonthDay(month=month, day=day))


def one_day(year: int, month: int, day: int) -> Window:
    return Window(date(year, month, day), date(year, month, day))


def test_the_plan_s_key_dates_of_2026() -> None:
    found = {name: window(observances()[name], 2026) for name in PLAN_2026}
    assert found == PLAN_2026


PLAN_2026 = {
    "ca-nam": Window(date(2026, 1, 1), date(2026, 12, 31)),
    "gia-dinh-viet-nam": one_day(2026, 6, 28),
    "phu-nu-viet-nam": one_day(2026, 10, 20),
    "thang-hanh-dong-bdg": Window(date(2026, 11, 15), date(2026, 12, 15)),
    "xoa-bo-bao-luc-phu-nu": one_day(2026, 11, 25),
    "han-bao-cao-2026": one_day(2026, 12, 1),
    "giao-thua": one_day(2026, 2, 16),
    "tet": one_day(2026, 2, 17),
    "gio-to": one_day(2026, 4, 26),
    "trung-thu": one_day(2026, 9, 25),
    "ong-cong-ong-tao": one_day(2026, 2, 10),  # 23/12 of the lunar year 2025
}


def test_names_are_the_official_ones() -> None:
    month = observances()["thang-hanh-dong-bdg"]
    assert (month.full, month.short) == (
        "Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới",
        "Tháng hành động vì bình đẳng giới",
    )
    day = observances()["xoa-bo-bao-luc-phu-nu"]
    assert day.full == "Ngày Thế giới xoá bỏ bạo lực đối với phụ nữ và trẻ em gái"
    assert day.short == day.full
    assert day.alt == (
        "Ngày Quốc tế xóa bỏ bạo lực đối với phụ nữ",
        "Ngày quốc tế Loại bỏ bạo lực đối với phụ nữ",
    )
    assert observances()["ca-nam"].full == "Tuyên truyền thường xuyên trong năm"


def test_every_key_date_has_a_window_or_a_sentence_in_every_year() -> None:
    for one in observances().values():
        for year in range(1968, 2100):
            found, why = window(one, year), explain(one, year)
            assert (found is None) == (why is not None)
            if found is not None:
                assert found.start.year == year
                assert timedelta(0) <= found.end - found.start < timedelta(days=366)


def test_the_mapping_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        observances()["x"] = lunar(1, 1)  # type: ignore[index]


def test_a_range_over_new_year_ends_in_the_next_year() -> None:
    one = inline("Đợt cuối năm", "12-20", "01-10")
    assert window(one, 2026) == Window(date(2026, 12, 20), date(2027, 1, 10))
    assert window(one, 2099) == Window(date(2099, 12, 20), date(2100, 1, 10))


def test_29_february_is_only_in_leap_years_and_a_sentence_says_so() -> None:
    one = inline("Ngày nhuận", "02-29")
    assert window(one, 2028) == one_day(2028, 2, 29)
    assert explain(one, 2028) is None
    assert window(one, 2026) is None
    assert explain(one, 2026) == (
        "“Ngày nhuận” không có trong năm 2026, vì năm 2026 không có ngày 29/2."
    )


def test_a_range_to_29_february_ends_with_the_month() -> None:
    one = inline("Tháng hai", "02-01", "02-29")
    assert window(one, 2026) == Window(date(2026, 2, 1), date(2026, 2, 28))
    assert window(one, 2028) == Window(date(2028, 2, 1), date(2028, 2, 29))


def test_a_lunar_day_that_falls_twice_has_its_first() -> None:
    assert window(lunar(1, 12), 2030) == one_day(2030, 1, 4)


def test_a_lunar_day_that_does_not_fall_has_a_sentence() -> None:
    assert window(lunar(30, 12), 2027) is None
    assert explain(lunar(30, 12), 2027) == (
        "“Thử” (ngày 30 tháng 12 âm lịch) không rơi vào ngày nào của năm dương lịch 2027."
    )


def test_a_key_date_of_one_year_is_in_no_other() -> None:
    one = observances()["han-bao-cao-2026"]
    assert window(one, 2027) is None
    assert explain(one, 2027) == (
        "“Hạn báo cáo kết quả công tác bình đẳng giới năm 2026 (“trước ngày 01/12/2026”)” "
        "chỉ có trong năm 2026, không có trong năm 2027."
    )


def test_what_must_be_done_before_a_day_stands_on_the_last_day() -> None:
    one = observances()["han-bao-cao-2026"]
    assert (window(one, 2026), shown_on(one, 2026)) == (one_day(2026, 12, 1), one_day(2026, 11, 30))
    assert (shown_on(one, 2027), shown_on(observances()["quoc-te-phu-nu"], 2026)) == (
        None,
        one_day(2026, 3, 8),
    )
    assert any(name == one.full for name in key_dates(date(2026, 11, 30)))
    assert not any(name == one.full for name in key_dates(date(2026, 12, 1)))


@given(YEARS)
def test_giao_thua_is_the_day_before_tet(year: int) -> None:
    tet = lunar_to_solar(1, 1, year)
    found = window(observances()["giao-thua"], year)
    assert found == Window(tet - timedelta(days=1), tet - timedelta(days=1))


@given(YEARS, st.dates(), st.dates())
def test_a_range_starts_in_its_year_and_never_ends_before(
    year: int, first: date, last: date
) -> None:
    one = inline("Thử", f"{first:%m-%d}", f"{last:%m-%d}")
    found = window(one, year)
    if found is None:
        assert (first.month, first.day) == (2, 29)
    else:
        assert found.start.year == year
        assert timedelta(0) <= found.end - found.start <= timedelta(days=365)


@pytest.mark.parametrize("year", [1967, 2100])
@pytest.mark.parametrize("ask", [window, explain])
def test_a_year_outside_the_calendar_is_refused(ask: object, year: int) -> None:
    assert callable(ask)
    with pytest.raises(Refused) as caught:
        ask(observances()["gia-dinh-viet-nam"], year)
    assert caught.value.sentence == f"Năm {year} nằm ngoài khoảng 1968–2099 của lịch."


def test_inline_makes_a_day_or_a_range() -> None:
    assert inline(" Ngày hội ", "11-15") == Observance(
        "", "solar", "Ngày hội", "Ngày hội", start=MonthDay(11, 15)
    )
    assert inline("Tuần lễ", "11-15", "12-15") == Observance(
        "", "range", "Tuần lễ", "Tuần lễ", start=MonthDay(11, 15), end=MonthDay(12, 15)
    )


@pytest.mark.parametrize("written", ["02-31", "2-3", "13-01", "00-10", "31/12", "2026-11-15", ""])
def test_inline_refuses_a_day_that_is_none(written: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        inline("Thử", written, file="chien-dich.yaml", line=4)
    assert caught.value.sentence == (
        f"chien-dich.yaml, dòng 4, mục “date”: thấy “{written}”; "
        'viết tháng-ngày có thật trong ngoặc kép, như "11-15".'
    )


GOOD = "version: 1\nitems:\n"


@pytest.mark.parametrize(
    ("text", "line", "field", "found", "allowed"),
    [
        (
            GOOD + "- {id: a, kind: solar, full: A, date: 02-30}",
            3,
            "date",
            "“02-30”",
            'viết tháng-ngày có thật trong ngoặc kép, như "11-15"',
        ),
        (
            GOOD + "- {id: a, kind: ngay, full: A}",
            3,
            "kind",
            "“ngay”",
            "chọn solar, range, lunar, rule",
        ),
        (GOOD + "- {id: a, kind: solar, full: A}", 3, "date", "thiếu mục này", "mục này bắt buộc"),
        (
            GOOD + "- {id: a, kind: lunar, full: A, d: 31, m: 1}",
            3,
            "d",
            "“31”",
            "viết một số từ 1 đến 30",
        ),
        (
            GOOD + "- {id: a, kind: lunar, full: A, d: 1, m: 13}",
            3,
            "m",
            "“13”",
            "viết một số từ 1 đến 12",
        ),
        (
            GOOD + "- id: a\n  kind: rule\n  full: A\n  rule: tet-2d",
            6,
            "rule",
            "“tet-2d”",
            "chọn tet-1d",
        ),
        (
            GOOD + "- {id: a, kind: rule, rule: tet-1d, full: A, y2026: x}",
            3,
            "y2026",
            "mục lạ",
            "chỉ dùng id, kind, full, short, alt, note, year, public_holiday, rule",
        ),
        (
            GOOD + "- {id: A b, kind: rule, rule: tet-1d, full: A}",
            3,
            "id",
            "“A b”",
            "chỉ dùng a-z, 0-9 và dấu gạch nối",
        ),
        (
            GOOD + "- {id: a, kind: rule, rule: tet-1d, full: A}\n" * 2,
            4,
            "id",
            "“a” lần thứ hai",
            "mỗi id dùng một lần",
        ),
        (
            GOOD + "- {id: a, kind: rule, rule: tet-1d, full: A, year: 1900}",
            3,
            "year",
            "“1900”",
            "viết một số từ 1968 đến 2099",
        ),
        (
            GOOD + "- {id: a, kind: rule, rule: tet-1d, full: A, public_holiday: yes}",
            3,
            "public_holiday",
            "“yes”",
            "chọn true, false",
        ),
        (
            GOOD + "- {id: a, kind: rule, rule: tet-1d, full: A, alt: B}",
            3,
            "alt",
            "không phải danh sách",
            'viết ["…", "…"]',
        ),
        (
            GOOD + '- {id: a, kind: rule, rule: tet-1d, full: ""}',
            3,
            "full",
            "giá trị trống",
            "viết một giá trị",
        ),
        (
            GOOD + "- {id: a, kind: [rule], rule: tet-1d, full: A}",
            3,
            "kind",
            "một nhóm mục",
            "viết một giá trị",
        ),
        (GOOD + "- a", 3, "items", "một mốc không có tên mục", "viết {id: …, kind: …}"),
        ("version: 1\nitems: a", 2, "items", "không phải danh sách", "mỗi mốc là một dòng “- ”"),
        ("version: 2\nitems: []", 1, "version", "một số khác 1", "chỉ có bản 1"),
        ("- a", 1, "items", "danh sách ở ngoài cùng", "viết “items:” trước nó"),
    ],
)
def test_a_wrong_file_is_refused_with_all_five_parts(
    text: str, line: int, field: str, found: str, allowed: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(text, "moc.yaml")
    error = caught.value
    assert (error.file, error.line, error.field, error.found, error.allowed) == (
        "moc.yaml",
        line,
        field,
        found,
        allowed,
    )
