"""Days in a text: those that do not exist, wrong weekdays, days over before the text goes out."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.content.checks import check
from habac24h.content.render import full_date, weekday
from habac24h.content.speech.numbers import cardinal

RULES = ("NGAY-KHONG-CO", "THU-SAI", "NGAY-DA-QUA", "NGAY-LECH")
DUE = date(2026, 6, 28)


def told(text: str, due: date | None = None) -> list[tuple[str, str, str]]:
    found = check(text, "portal", due=due)
    return [(f.rule, f.severity, f.found) for f in found if f.rule in RULES]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Họp ngày 31/11/2026.", "31/11/2026"),
        ("Hạn: 30/2", "30/2"),
        ("Ngày 29/2/2027 họp.", "29/2/2027"),
        ("Ngày 15/13/2026.", "15/13/2026"),
        ("ngày 32/1", "32/1"),
        ("31-06-2026", "31-06-2026"),
        ("31.9.2026", "31.9.2026"),
        ("2026-02-30", "2026-02-30"),
        ("ngày 31 tháng 11 năm 2026", "ngày 31 tháng 11 năm 2026"),
        ("Ngày ba mươi mốt tháng mười một", "Ngày ba mươi mốt tháng mười một"),
        ("từ 15 đến 31 tháng 6", "31 tháng 6"),
        ("Từ ngày 15/11 đến ngày 31/11/2026", "31/11/2026"),
        (unicodedata.normalize("NFD", "Ngày 30 tháng 2"), None),
    ],
)
def test_a_day_that_no_calendar_has_is_blocked(text: str, found: str | None) -> None:
    assert told(text) == [("NGAY-KHONG-CO", "block", found or text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 28/6/2026",
        "Ngày 29/2/2028",
        "29/2",
        "Trực 24/24 giờ, 24/7",
        "Đạt 45/100 điểm, 13/13 thôn",
        "Nghị định số 48/2009/NĐ-CP, Luật số 12/2021/QH15",
        "Kế hoạch số 178/KH-UBND ngày 15/5/2026",
        "ngày 30 tháng 2 âm lịch",
        "30/2 (âm lịch)",
        "(20/10/1930 - 20/10/2026)",
        "Từ 15/11 - 15/12",
        "1.900.000 đồng, 1/2 số hộ, 110,7",
        "ngày hai mươi tám tháng sáu",
        "https://habac.gov.vn/31/13/2026/tin",
    ],
)
def test_days_that_exist_and_other_figures_pass(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thứ Hai 28/6/2026", "thứ Hai 28/6/2026"),
        ("Thứ hai, ngày 28/6/2026", "Thứ hai, ngày 28/6/2026"),
        ("tối thứ Bảy (28/6/2026)", "thứ Bảy (28/6/2026"),
        ("28/6/2026 (thứ Hai)", "28/6/2026 (thứ Hai"),
        ("Ngày 28/6/2026 là thứ Hai", "28/6/2026 là thứ Hai"),
        ("Ngày 28/6/2026 rơi vào thứ Bảy", "28/6/2026 rơi vào thứ Bảy"),
        ("CN 29/6/2026", "CN 29/6/2026"),
        ("T2, 28/6/2026", "T2, 28/6/2026"),
        ("thứ 2 ngày 28-06-2026", "thứ 2 ngày 28-06-2026"),
        ("THỨ HAI NGÀY 28/6/2026", "THỨ HAI NGÀY 28/6/2026"),
        ("thứ Ba, 19 giờ 30, ngày 28/6/2026", "thứ Ba, 19 giờ 30, ngày 28/6/2026"),
        ("thứ Hai, ngày 28 tháng 6 năm 2026", "thứ Hai, ngày 28 tháng 6 năm 2026"),
        (
            "thứ Hai, ngày hai mươi tám tháng sáu năm hai nghìn không trăm hai mươi sáu",
            "thứ Hai, ngày hai mươi tám tháng sáu năm hai nghìn không trăm hai mươi sáu",
        ),
        ("thứ\nHai 28/6/2026", "thứ\nHai 28/6/2026"),
    ],
)
def test_a_wrong_weekday_is_blocked(text: str, found: str) -> None:
    assert told(text) == [("THU-SAI", "block", found)]


def test_a_wrong_weekday_names_the_right_one() -> None:
    (found,) = check("thứ Hai 28/6/2026", "portal")
    assert found.better == "Chủ nhật"
    assert found.why == (
        "Ngày 28/6/2026 là Chủ nhật, không phải thứ Hai; hãy sửa thứ hoặc sửa ngày."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Chủ nhật, 28/6/2026",
        "28/6/2026 (Chủ nhật), thứ Hai 29/6/2026",
        "Chủ nhật 28/6/2026, thứ Hai 29/6/2026",
        "từ thứ Hai 22/6/2026 đến Chủ nhật 28/6/2026",
        "lần thứ hai, ngày 28/6/2026",
        "Thứ nhất, họp thôn. Thứ hai, ngày 28/6/2026 phát loa.",
        "19:00, thứ Bảy, ngày 14/03/2026",
        "thứ Hai 28/6",
        "thứ Hai hằng tuần, từ ngày 28/6/2026",
    ],
)
def test_a_right_weekday_and_ordinals_pass(text: str) -> None:
    assert told(text) == []


def test_a_day_without_a_year_is_the_one_nearest_to_the_posting() -> None:
    assert told("thứ Hai 28/6", DUE - timedelta(days=3)) == [("THU-SAI", "block", "thứ Hai 28/6")]
    assert told("Chủ nhật 28/6", DUE - timedelta(days=3)) == []


@given(st.dates(date(2000, 1, 1), date(2059, 12, 31)), st.integers(0, 6))
def test_weekdays_agree_with_the_calendar(day: date, shift: int) -> None:
    said = weekday(day + timedelta(days=shift))
    written = f"{said}, ngày {full_date(day)}"
    spoken = (
        f"{said}, ngày {cardinal(day.day)} tháng {cardinal(day.month)} năm {cardinal(day.year)}"
    )
    for text in (written, spoken):
        assert told(text) == ([("THU-SAI", "block", text)] if shift else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mời bà con dự họp ngày 20/6/2026.", [("NGAY-DA-QUA", "warn", "20/6/2026")]),
        ("Sắp tới, ngày 27/6, xã sẽ treo băng rôn.", [("NGAY-DA-QUA", "warn", "27/6")]),
        ("Hội thi diễn ra ngày 20/6/2026.", [("NGAY-DA-QUA", "info", "20/6/2026")]),
        ("Mời bà con dự họp ngày 28/6/2026.", []),
        ("Mời dự đợt phát thanh từ ngày 20/6 đến ngày 30/6/2026.", []),
        ("Thực hiện Kế hoạch số 178/KH-UBND ngày 15/5/2026.", []),
        ("Hội thành lập ngày 20/10/1930.", []),
        ("Xã đã họp ngày 20/6/2026.", []),
        ("Ngày 28/6 hằng năm là Ngày Gia đình.", []),
    ],
)
def test_a_day_that_is_over_when_the_text_goes_out(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(text, DUE) == expected
    assert told(text) == []


def test_today_must_be_the_day_of_the_posting() -> None:
    text = "Hôm nay, ngày 28/6/2026, là Ngày Gia đình Việt Nam."
    assert told(text, DUE) == []
    assert told(text, DUE + timedelta(days=1))[0] == (
        "NGAY-LECH",
        "warn",
        "Hôm nay, ngày 28/6/2026",
    )
    assert told("Ngày mai 29/6, mời bà con.", DUE) == []
