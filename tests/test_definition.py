"""Definitions as people write them: what is read from each way of writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from habac24h.calendar.observances import MonthDay
from habac24h.campaigns.definition import parse
from habac24h.campaigns.places import AllPlaces, Named, OfKind
from habac24h.campaigns.when import (
    EveryDays,
    Monthly,
    Offset,
    OneDay,
    OnWeekdays,
    Recurring,
    Span,
)
from tests.definition_kit import (
    ACTION_MONTH,
    BANNER,
    FIRST,
    KNOWN,
    POST,
    SCRIPT,
    TALK,
    campaign,
    definition,
    where,
)


def test_the_head_of_a_definition_is_read_as_written() -> None:
    found = campaign(f'{POST}, day: start, at: "19:00"')
    assert (found.id, found.title, found.lead) == (
        "thang-hanh-dong",
        "Tháng hành động",
        "Phòng Văn hoá - Xã hội",
    )
    assert found.partners == ("Công an xã", "Hội Liên hiệp Phụ nữ xã")
    assert found.topics == ("bao-luc", "dinh-kien", "lanh-dao-nu", "gioi-tinh-khi-sinh")
    assert found.required == ("theme",)
    assert found.observance.full == "Tháng hành động"


def test_an_observance_may_be_named_by_its_id() -> None:
    head = ACTION_MONTH.replace(
        '{name: Tháng hành động, date: "11-15", end: "12-15"}', "thang-hanh-dong-bdg"
    )
    found = campaign(f'{POST}, day: start, at: "19:00"', head=head)
    assert found.observance == KNOWN.observances["thang-hanh-dong-bdg"]


def test_the_source_is_kept_as_it_was_given_a_byte_order_mark_aside() -> None:
    text = definition(f'{POST}, day: start, at: "19:00"').replace("\n", "\r\n")
    assert parse("\ufeff" + text, "thu.yaml", KNOWN).source == text


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("start", Offset("start", 0)),
        ("end", Offset("end", 0)),
        ("start - 7d", Offset("start", -7)),
        ("end + 1d", Offset("end", 1)),
        ("start+10d", Offset("start", 10)),
        ('"11-25"', MonthDay(11, 25)),
        ("12-15", MonthDay(12, 15)),
    ],
)
def test_a_day_may_be_written_in_these_ways(written: str, day: object) -> None:
    found = campaign(f'{POST}, day: {written}, at: "19:00"')
    assert found.activities[0].schedule == OneDay(day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "every"),
    [
        ("[fri, tue]", OnWeekdays((1, 4))),
        ("daily", EveryDays(1)),
        ("3d", EveryDays(3)),
        ("2w", EveryDays(14)),
        ("monthly", Monthly()),
    ],
)
def test_a_recurrence_may_be_written_in_these_ways(written: str, every: object) -> None:
    found = campaign(f"{SCRIPT}, from: start, until: end, every: {written}, at: 05:30")
    assert found.activities[0].schedule == Recurring(
        Offset("start"),
        Offset("end"),
        every,  # type: ignore[arg-type]
    )


def test_from_and_until_without_every_are_one_window() -> None:
    found = campaign(f"{BANNER}, from: start - 5d, until: end + 1d, at: 08:00")
    assert found.activities[0].schedule == Span(Offset("start", -5), Offset("end", 1))


def test_an_unquoted_time_stays_a_time() -> None:
    found = campaign(f"{POST}, day: start, at: 6:30")
    assert found.activities[0].at == (time(6, 30),)


def test_several_times_are_put_in_order() -> None:
    found = campaign(f'{SCRIPT}, day: start, at: ["17:00", "05:30"]')
    assert found.activities[0].at == (time(5, 30), time(17))


@pytest.mark.parametrize(
    ("written", "selector"),
    [
        ("all", AllPlaces()),
        ("kind:thon", OfKind("thon")),
        ("[thon-2, truong-thcs]", Named(("thon-2", "truong-thcs"))),
    ],
)
def test_places_may_be_written_in_these_ways(written: str, selector: object) -> None:
    found = campaign(f"{TALK}, day: start, at: 19:30, places: {written}, per_place: true")
    assert (found.activities[0].places, found.activities[0].per_place) == (selector, True)


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("30m", timedelta(minutes=30)),
        ("3h", timedelta(hours=3)),
        ("2d", timedelta(days=2)),
    ],
)
def test_a_late_limit_may_be_written_in_these_ways(written: str, limit: timedelta) -> None:
    found = campaign(f"{POST}, day: start, at: 19:00, late_limit: {written}")
    assert found.activities[0].late_limit == limit


def test_words_may_stand_in_the_definition_itself() -> None:
    line = 'id: chao, title: Chào, channel: fanpage, text: "Chào {{ year }}!", day: start, at: 7:00'
    found = campaign(line)
    assert (found.activities[0].text, found.activities[0].template) == ("Chào {{ year }}!", None)


def test_rotation_and_shift_are_read() -> None:
    line = f"{POST}, from: start, until: end, every: [tue], at: 19:00"
    found = campaign(f"{line}, rotate: topics, shift: workday-before")
    assert (found.activities[0].rotate, found.activities[0].shift) == (True, True)


def test_activities_must_be_a_list_with_something_in_it() -> None:
    assert where(ACTION_MONTH.rstrip() + " []\n") == (8, "activities")
    assert where(ACTION_MONTH.rstrip() + " daily\n") == (8, "activities")
    assert where(ACTION_MONTH + "  - phat-dong\n") == (9, "activities")


def test_a_day_inside_a_window_across_new_year_is_taken() -> None:
    head = ACTION_MONTH.replace('date: "11-15", end: "12-15"', 'date: "12-20", end: "01-10"')
    found = campaign(f'{POST}, day: "01-05", at: 19:00', head=head)
    assert found.activities[0].schedule == OneDay(MonthDay(1, 5))
    text = definition(f'{POST}, day: "12-19", at: 19:00', head=head)
    assert where(text) == (FIRST, "day")


def test_lists_of_the_head_may_be_empty_or_left_out() -> None:
    line = f"{POST}, day: start, at: 19:00"
    bare = 'campaign: a\ntitle: A\nobservance: {name: A, date: "11-15"}\n'
    for head in (bare, bare + "partners: []\ntopics: []\nrequired: []\n"):
        found = campaign(line, head=head + "activities:\n")
        assert (found.lead, found.partners, found.topics, found.required) == ("", (), (), ())


def test_a_school_year_is_a_window_across_new_year() -> None:
    head = ACTION_MONTH.replace('date: "11-15", end: "12-15"', 'date: "09-05", end: "05-31"')
    assert campaign(f'{POST}, day: "04-30", at: 19:00', head=head).activities[0].id == "phat-dong"


def test_titles_are_stored_composed() -> None:
    head = ACTION_MONTH.replace("title: Tháng hành động", "title: Tha\u0301ng")
    assert campaign(f"{POST}, day: start, at: 19:00", head=head).title == "Th\u00e1ng"


def test_a_stored_definition_may_name_a_place_that_was_removed() -> None:
    text = definition(f"{TALK}, day: start, at: 19:00, places: [thon-9]")
    found = parse(text, "thu.yaml", replace(KNOWN, places=None))
    assert found.activities[0].places == Named(("thon-9",))
