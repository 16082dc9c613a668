"""Years that are counted in a text must fit the dates beside them and the day it goes out."""

from __future__ import annotations

from datetime import date

import pytest

from habac24h.content.checks import check

UNION = "Kỷ niệm {} năm Ngày thành lập Hội LHPN Việt Nam"


def told(text: str, due: date | None = None) -> list[tuple[str, str, str]]:
    rule = "SO-NAM-SAI"
    found = check(text, "fanpage", due=due)
    return [(one.found, one.better, one.severity) for one in found if one.rule == rule]


@pytest.mark.parametrize(
    "text",
    [
        f"{UNION.format(95)} (20/10/1930 - 20/10/2026).",
        f"{UNION.format(95)} (20/10/1930-20/10/2026)!",
        "95 NĂM NGÀY THÀNH LẬP\nHỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM (20/10/1930 - 20/10/2026)",
    ],
)
def test_a_count_that_its_own_dates_deny_blocks(text: str) -> None:
    assert told(text) == [("95", "96", "block")]


@pytest.mark.parametrize(
    "text",
    [
        f"{UNION.format(96)} (20/10/1930 - 20/10/2026).",
        "25 năm Ngày Gia đình Việt Nam (28/6/2001 - 28/6/2026).",
        "Sau 10 năm thực hiện, xã họp tổng kết. Hội thảo (20/10/1930 - 20/10/2026).",
        "Trong 5 năm 2021-2026, xã có nhiều đổi mới (từ ngày 1/1/2021).",
    ],
)
def test_a_count_that_fits_or_counts_something_else_passes(text: str) -> None:
    assert told(text) == []


def test_without_an_end_the_day_it_goes_out_counts() -> None:
    text = f"{UNION.format(96)} (20/10/1930)."
    assert told(text, date(2026, 10, 20)) == []
    assert told(text, date(2027, 10, 20)) == [("96", "97", "block")]


def test_last_years_count_of_the_union_is_found_without_dates() -> None:
    text = f"{UNION.format(96)}."
    assert told(text, date(2026, 10, 13)) == []
    assert told(text, date(2027, 10, 13)) == [("96", "97", "block")]
    assert told(text) == []
    assert told("5 năm thành lập Hội Liên hiệp Phụ nữ xã Hà Bắc.", date(2027, 10, 13)) == []
