"""What a text may know about its occasion, in Vietnamese words, and facts that come in clean."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.content.render import (
    Occasion,
    clean_fact,
    clock_time,
    day_month,
    full_date,
    render_item,
    values_for,
    weekday,
)
from habac24h.content.sandbox import Rendered, Sandbox
from habac24h.errors import Refused

OCCASION = Occasion(
    year=2026,
    campaign="Tháng hành động",
    observance="Tháng hành động vì bình đẳng giới",
    start=date(2026, 11, 15),
    end=date(2026, 12, 15),
    due=datetime(2026, 11, 17, 19, 0),  # noqa: DTZ001 - local time, as the office reads it
    until=date(2026, 12, 5),
    topic_id="bao-luc",
    topic="Phòng, chống bạo lực",
    place="Thôn Đông",
    places=("Thôn Đông", "Thôn Đoài"),
    lead="Phòng Văn hoá - Xã hội",
    partners=("Hội LHPN xã",),
    office="xã Hà Bắc",
    fanpage="Hà Bắc 24h",
    facts={"theme": "Không im lặng"},
)


def test_the_always_there_names_and_the_facts() -> None:
    assert values_for(OCCASION) == {
        "year": 2026,
        "campaign": "Tháng hành động",
        "observance": "Tháng hành động vì bình đẳng giới",
        "start": "15/11",
        "end": "15/12",
        "start_date": "15/11/2026",
        "end_date": "15/12/2026",
        "day": "17/11",
        "date": "17/11/2026",
        "weekday": "thứ Ba",
        "time": "19:00",
        "until_day": "5/12",
        "until_date": "5/12/2026",
        "topic": "Phòng, chống bạo lực",
        "topic_id": "bao-luc",
        "place": "Thôn Đông",
        "places": ("Thôn Đông", "Thôn Đoài"),
        "office": "xã Hà Bắc",
        "fanpage": "Hà Bắc 24h",
        "lead": "Phòng Văn hoá - Xã hội",
        "partners": ("Hội LHPN xã",),
        "theme": "Không im lặng",
    }


def test_without_a_window_the_last_day_is_empty() -> None:
    values = values_for(replace(OCCASION, until=None))
    assert (values["until_day"], values["until_date"]) == ("", "")


def test_an_item_is_rendered_with_its_blanks_named() -> None:
    source = "{{ weekday|capitalize }}, {{ day }}, {{ time }}: {{ theme }}; gọi {{ phone_police }}."
    assert render_item(Sandbox(lambda piece: None), source, "t", OCCASION) == Rendered(
        "Thứ Ba, 17/11, 19:00: Không im lặng; gọi [CHƯA ĐIỀN: phone_police].",
        ("phone_police",),
        ("weekday", "day", "time", "theme", "phone_police"),
    )


def test_the_days_of_a_week_by_their_vietnamese_names() -> None:
    monday = date(2026, 11, 16)
    assert [weekday(monday + timedelta(days=n)) for n in range(7)] == [
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]


def test_dates_have_no_leading_zeros_and_times_do() -> None:
    day = date(2026, 3, 8)
    moment = datetime(2026, 3, 8, 5, 30)  # noqa: DTZ001 - local time
    assert (day_month(day), full_date(day), clock_time(moment)) == ("8/3", "8/3/2026", "05:30")


@pytest.mark.parametrize("name", ["year", "places", "weekday", "until_day"])
def test_a_fact_never_hides_an_always_there_name(name: str) -> None:
    with pytest.raises(Refused) as caught:
        values_for(replace(OCCASION, facts={name: "x"}))
    assert caught.value.sentence == (
        f"Số liệu “{name}” trùng tên có sẵn của mẫu; hãy đặt tên khác."
    )


@pytest.mark.parametrize("name", ["", "Theme", "chủ_đề", "_x", "a-b", "a b", "a" * 61])
def test_a_fact_name_is_lower_case_ascii(name: str) -> None:
    with pytest.raises(Refused) as caught:
        values_for(replace(OCCASION, facts={name: "x"}))
    assert caught.value.sentence == (
        f"Tên số liệu “{name[:60]}” không dùng được; chỉ viết chữ thường không dấu, "
        "chữ số và dấu _, ví dụ phone_police."
    )


@pytest.mark.parametrize("value", ["", "  ", "\x00\n", "\u200b"])
def test_an_empty_fact_counts_as_not_given(value: str) -> None:
    occasion = replace(OCCASION, facts={"theme": value})
    assert render_item(Sandbox(lambda piece: None), "{{ theme }}", "t", occasion) == Rendered(
        "[CHƯA ĐIỀN: theme]", ("theme",), ("theme",)
    )


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        (" 0220\t3 123\r\n456 ", "0220 3 123 456"),
        ("a\x00b\x1b[2Jc", "a b [2Jc"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("a\ud800b", "ab"),
        (unicodedata.normalize("NFD", "Bình đẳng"), "Bình đẳng"),
        ("👩\u200d👧 “x”", "👩\u200d👧 “x”"),
        ("{{ year }}", "{{ year }}"),
    ],
)
def test_a_fact_comes_in_clean(value: str, cleaned: str) -> None:
    assert clean_fact("theme", value) == cleaned


@given(st.text(max_size=100))
def test_a_clean_fact_stays_as_it_is(value: str) -> None:
    cleaned = clean_fact("theme", value)
    assert clean_fact("theme", cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_a_fact_of_500_characters_passes_and_one_more_is_refused() -> None:
    assert clean_fact("theme", "ế" * 500) == "ế" * 500
    with pytest.raises(Refused) as caught:
        clean_fact("theme", "ế" * 501)
    assert caught.value.sentence == (
        "Số liệu “theme” dài 501 ký tự; rút xuống còn nhiều nhất 500 ký tự."
    )
