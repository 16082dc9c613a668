"""What a campaign yields in one year."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.campaigns.expand import Expansion, Slot, expand
from tests.definition_kit import (
    ACTION_MONTH,
    BANNER,
    PLACES,
    POST,
    SCRIPT,
    TALK,
    TOPICS,
    ZONE,
    campaign,
)

ROOT = Path(__file__).parents[1]
ALL_TOPICS = tuple(TOPICS)
MONTH = '{name: Tháng hành động, date: "11-15", end: "12-15"}'


def expansion(line: str, year: int = 2026, observance: str = MONTH) -> Expansion:
    head = ACTION_MONTH.replace(MONTH, observance)
    return expand(campaign(line, head=head), year, PLACES, ZONE)


def slots(line: str, year: int = 2026, observance: str = MONTH) -> tuple[Slot, ...]:
    return expansion(line, year, observance).slots


def days(line: str, year: int = 2026, observance: str = MONTH) -> list[str]:
    """The local days of the first airings."""
    return [
        slot.airings[0].due.astimezone(ZONE).date().isoformat()
        for slot in slots(line, year, observance)
    ]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_single_post_has_one_airing_at_its_local_time() -> None:
    (slot,) = slots(f"{POST}, day: start, at: 19:00")
    assert (slot.key, slot.activity_id, slot.channel, slot.title, slot.template, slot.text) == (
        "thang-hanh-dong/2026/phat-dong",
        "phat-dong",
        "fanpage",
        "Bài phát động",
        "phat-dong",
        None,
    )
    assert [(a.key, a.n, a.due, a.until) for a in slot.airings] == [
        ("thang-hanh-dong/2026/phat-dong@1", 1, utc("2026-11-15 12:00"), None)
    ]
    assert (slot.unshifted, slot.topic_id, slot.turn, slot.places, slot.window) == (
        date(2026, 11, 15),
        None,
        2026,
        (),
        False,
    )


def test_an_offset_may_leave_the_window() -> None:
    assert days(f"{POST}, day: start - 7d, at: 19:00") == ["2026-11-08"]
    assert days(f"{POST}, day: end + 1d, at: 19:00") == ["2026-12-16"]


def test_a_recurrence_is_keyed_by_its_dates() -> None:
    found = slots(f"{POST}, from: start + 1d, until: end - 1d, every: [tue, fri], at: 19:00")
    assert [slot.key.rpartition("/")[2] for slot in found] == [
        "2026-11-17",
        "2026-11-20",
        "2026-11-24",
        "2026-11-27",
        "2026-12-01",
        "2026-12-04",
        "2026-12-08",
        "2026-12-11",
    ]


def test_from_and_until_both_belong_to_a_recurrence() -> None:
    assert days(f"{SCRIPT}, from: start, until: start + 2d, every: daily, at: 05:30") == [
        "2026-11-15",
        "2026-11-16",
        "2026-11-17",
    ]


def test_steps_count_from_the_first_day() -> None:
    line = f"{SCRIPT}, from: start, until: end"
    assert days(f"{line}, every: 2w, at: 05:30") == ["2026-11-15", "2026-11-29", "2026-12-13"]
    assert days(f"{line}, every: 10d, at: 05:30")[1:3] == ["2026-11-25", "2026-12-05"]


def test_a_month_without_that_day_has_its_last_one() -> None:
    line = f'{POST}, from: "01-31", until: end, every: monthly, at: 19:00'
    assert days(line, 2026, '{name: Năm, date: "01-01", end: "12-31"}')[:5] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
    ]


def test_several_times_are_airings_of_one_item() -> None:
    (slot,) = slots(f'{SCRIPT}, day: start, at: ["17:00", "05:30"]')
    assert [(a.key, a.due) for a in slot.airings] == [
        ("thang-hanh-dong/2026/phat-thanh@1", utc("2026-11-14 22:30")),
        ("thang-hanh-dong/2026/phat-thanh@2", utc("2026-11-15 10:00")),
    ]


def test_a_window_is_up_on_the_first_day_and_down_on_the_last() -> None:
    (slot,) = slots(f"{BANNER}, from: start - 5d, until: end + 1d, at: 08:00, places: all")
    (airing,) = slot.airings
    assert (slot.key, slot.window) == ("thang-hanh-dong/2026/bang-ron", True)
    assert (airing.due, airing.until) == (utc("2026-11-10 01:00"), utc("2026-12-16 01:00"))
    assert slot.places == ("thon-1", "truong-thcs", "thon-2")


def test_a_shifted_slot_keeps_the_key_of_its_own_date() -> None:
    line = f"{TALK}, from: start, until: start + 1d, every: daily, at: 07:30"
    found = slots(f"{line}, shift: workday-before")
    assert [
        (s.key.rpartition("/")[2], s.airings[0].due.astimezone(ZONE).date()) for s in found
    ] == [
        ("2026-11-15", date(2026, 11, 13)),
        ("2026-11-16", date(2026, 11, 16)),
    ]
    assert [slot.unshifted for slot in found] == [date(2026, 11, 15), date(2026, 11, 16)]


def test_a_shifted_window_goes_up_earlier_and_comes_down_as_planned() -> None:
    (slot,) = slots(f"{BANNER}, from: start, until: start + 6d, at: 08:00, shift: workday-before")
    assert (slot.airings[0].due, slot.airings[0].until) == (
        utc("2026-11-13 01:00"),
        utc("2026-11-21 01:00"),
    )


def test_each_place_has_its_own_item_with_the_same_topic() -> None:
    line = f"{TALK}, day: start + 10d, at: 19:30, places: kind:thon, per_place: true"
    found = slots(f"{line}, rotate: topics")
    assert [(slot.key, slot.places, slot.topic_id) for slot in found] == [
        ("thang-hanh-dong/2026/noi-chuyen/thon-1", ("thon-1",), ALL_TOPICS[2026 % 4]),
        ("thang-hanh-dong/2026/noi-chuyen/thon-2", ("thon-2",), ALL_TOPICS[2026 % 4]),
    ]


def test_a_recurrence_at_each_place_has_date_and_place_in_its_key() -> None:
    line = f"{TALK}, from: start, until: start, every: daily, at: 19:30"
    found = slots(f"{line}, places: [truong-thcs], per_place: true")
    assert [slot.key for slot in found] == [
        "thang-hanh-dong/2026/noi-chuyen/2026-11-15/truong-thcs"
    ]


def test_without_such_a_place_there_is_one_item_and_a_warning() -> None:
    line = f"{TALK}, day: start, at: 19:30, places: kind:tru-so, per_place: true"
    found = expansion(line)
    assert [(slot.key, slot.places) for slot in found.slots] == [
        ("thang-hanh-dong/2026/noi-chuyen", ())
    ]
    assert [(w.kind, w.key) for w in found.warnings] == [
        ("no-place", "thang-hanh-dong/2026/noi-chuyen")
    ]
    assert found.warnings[0].message == (
        "“Nói chuyện”: cơ quan chưa có địa điểm nào loại trụ sở, nên nội dung được lập mà không "
        "có địa điểm; hãy thêm bằng `habac24h places add`."
    )


def test_a_named_place_that_was_removed_is_left_out_with_a_warning() -> None:
    line = f"{TALK}, day: start, at: 19:30, places: [thon-1, thon-2]"
    found = expand(campaign(line), 2026, PLACES[:2], ZONE)
    assert [slot.places for slot in found.slots] == [("thon-1",)]
    assert [w.message for w in found.warnings] == ["“Nói chuyện”: không có địa điểm thon-2."]


def test_topics_go_round_by_days_and_start_one_later_each_year() -> None:
    line = f"{SCRIPT}, from: start, until: end, every: [mon], at: [05:30, 17:00], rotate: topics"
    for year in (2026, 2027):
        found = slots(line, year)
        assert [slot.topic_id for slot in found] == [
            ALL_TOPICS[(n + year) % 4] for n in range(len(found))
        ]


def test_each_topic_takes_its_own_variants_in_turn() -> None:
    line = f"{SCRIPT}, from: start, until: end, every: daily, at: 05:30, rotate: topics"
    found = slots(line)
    assert [slot.turn for slot in found] == [n // 4 + 2026 * 8 for n in range(31)]
    for topic in ALL_TOPICS:
        turns = [slot.turn for slot in found if slot.topic_id == topic]
        assert turns == list(range(turns[0], turns[0] + len(turns)))


def test_without_rotation_variants_go_round_by_days() -> None:
    line = f"{SCRIPT}, from: start, until: end, every: daily, at: 05:30"
    assert [slot.turn for slot in slots(line)] == [n + 2026 * 31 for n in range(31)]


def test_the_next_year_goes_on_with_other_texts() -> None:
    line = (
        f"{POST}, from: start + 2d, until: end - 1d, every: [tue, fri], at: 19:00, rotate: topics"
    )
    used = [{(slot.topic_id, slot.turn % 6) for slot in slots(line, year)} for year in (2026, 2027)]
    assert used[0] & used[1] == set()


def test_titles_tell_topic_and_place() -> None:
    line = f"{POST}, from: start, until: end, every: 4w, at: 19:00, rotate: topics"
    titles = [slot.title for slot in slots(line)]
    assert len(set(titles)) == len(titles) == 2


def test_a_day_across_new_year_is_in_the_next_year_with_the_editions_key() -> None:
    found = slots(
        f'{POST}, from: "01-05", until: end, every: daily, at: 19:00',
        2026,
        '{name: Cuối năm, date: "12-20", end: "01-06"}',
    )
    assert [slot.key for slot in found] == [
        "thang-hanh-dong/2026/phat-dong/2027-01-05",
        "thang-hanh-dong/2026/phat-dong/2027-01-06",
    ]


def test_29_february_has_an_edition_in_leap_years_alone() -> None:
    leap_day = '{name: Ngày nhuận, date: "02-29"}'
    line = f"{POST}, day: start, at: 19:00"
    assert days(line, 2028, leap_day) == ["2028-02-29"]
    found = expansion(line, 2027, leap_day)
    assert (found.slots, found.window) == ((), None)
    assert [(w.kind, w.key, w.message) for w in found.warnings] == [
        (
            "no-edition",
            "thang-hanh-dong/2027",
            "Năm 2027 không có đợt “Tháng hành động”: “Ngày nhuận” không có trong năm 2027, "
            "vì năm 2027 không có ngày 29/2.",
        )
    ]


def test_a_lunar_day_moves_from_year_to_year() -> None:
    full_moon = '{name: Hội làng, lunar: "01-15"}'
    line = f"{POST}, day: start - 1d, at: 19:00"
    assert days(line, 2026, full_moon) == ["2026-03-02"]
    assert days(line, 2027, full_moon) == ["2027-02-19"]


def test_a_lunar_day_falls_once_twice_or_never_in_a_solar_year() -> None:
    lunar = '{name: Lễ làng, lunar: "11-20"}'
    line = f"{POST}, day: start, at: 19:00"
    assert days(line, 2026, lunar) == ["2026-01-08"]  # and again on 28 December
    found = expansion(line, 2025, lunar)
    assert ([w.kind for w in found.warnings], found.slots) == (["no-edition"], ())


def test_a_day_that_one_years_window_lacks_is_a_warning() -> None:
    line = f'{POST}, day: "02-29", at: 19:00'
    observance = '{name: Tháng hai, date: "02-20", end: "03-05"}'
    assert days(line, 2028, observance) == ["2028-02-29"]
    found = expansion(line, 2027, observance)
    assert (found.slots, [(w.kind, w.key) for w in found.warnings]) == (
        (),
        [("no-day", "thang-hanh-dong/2027/phat-dong")],
    )


def test_a_recurrence_that_meets_no_such_weekday_is_a_warning() -> None:
    line = f"{POST}, from: start, until: start + 2d, every: [fri], at: 19:00"
    found = expansion(line)
    assert (found.slots, [w.message for w in found.warnings]) == (
        (),
        [
            "“Bài phát động”: mốc năm 2026 từ 15/11/2026 đến 15/12/2026 không có ngày nào hợp với "
            "from, until và every của hoạt động này."
        ],
    )


@pytest.mark.parametrize(
    ("line", "late"),
    [
        (f"{POST}, day: start, at: 19:00", "2026-11-15 14:00"),
        (f"{POST}, day: start, at: 19:00, late_limit: 30m", "2026-11-15 12:30"),
        (f"{SCRIPT}, day: start, at: 05:30", "2026-11-15 17:00"),
        (f"{TALK}, day: start, at: 19:30, late_limit: 2d", "2026-11-17 12:30"),
        (f"{BANNER}, from: start, until: end, at: 08:00", "2026-12-15 01:00"),
        (f"{BANNER}, from: start, until: end, at: 08:00, late_limit: 3d", "2026-11-18 01:00"),
    ],
)
def test_how_long_an_airing_is_wanted(line: str, late: str) -> None:
    (slot,) = slots(line)
    assert slot.airings[0].late_until == utc(late)


EVERYTHING = (
    f"{POST}, from: start + 1d, until: end - 1d, every: [tue, fri], at: 19:00, rotate: topics",
    f"{SCRIPT}, from: start, until: end, every: 3d, at: [05:30, 17:00], rotate: topics",
    f"{BANNER}, from: start - 5d, until: end + 1d, at: 08:00, places: all",
    f"{TALK}, day: start + 8d, at: 19:30, places: kind:thon, per_place: true",
)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_the_computers_own_zone_locale_and_hash_seed_change_nothing(zone: str) -> None:
    script = (
        "from tests.definition_kit import *\n"
        "from habac24h.campaigns.expand import expand\n"
        "from tests.test_expand import EVERYTHING\n"
        "print(ascii(expand(campaign(*EVERYTHING), 2026, PLACES, ZONE)))\n"
    )
    environ = {
        **os.environ,
        "TZ": zone,
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout == ascii(expand(campaign(*EVERYTHING), 2026, PLACES, ZONE)) + "\n"


@pytest.mark.parametrize("year", range(1968, 2100))
def test_every_year_yields_whole_editions_with_keys_of_their_own(year: int) -> None:
    found = expand(campaign(*EVERYTHING), year, PLACES, ZONE)
    keys = [slot.key for slot in found.slots]
    airings = [airing.key for slot in found.slots for airing in slot.airings]
    assert len(set(keys)) == len(keys)
    assert len(set(airings)) == len(airings)
    assert [slot.activity_id for slot in found.slots].count("phat-thanh") == 11
    assert found.warnings == ()


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
recurrences = st.one_of(
    st.sampled_from(["daily", "monthly", "1d", "5d", "2w"]),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(
        lambda names: f"[{', '.join(names)}]"
    ),
)


@given(
    year=st.integers(1968, 2099),
    first=st.integers(-40, 40),
    length=st.integers(0, 90),
    every=recurrences,
    at=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    zone=st.sampled_from([ZONE, ZoneInfo("UTC"), ZoneInfo("America/New_York")]),
)
def test_every_airing_falls_on_an_asked_day_at_the_asked_time(
    year: int, first: int, length: int, every: str, at: time, zone: ZoneInfo
) -> None:
    def written(offset: int) -> str:
        return f"start {'-' if offset < 0 else '+'} {abs(offset)}d"

    line = f"{SCRIPT}, from: {written(first)}, until: {written(first + length)}, every: {every}"
    parsed = campaign(f"{line}, at: {at:%H:%M}, rotate: topics")
    found = expand(parsed, year, PLACES, zone)
    assert found == expand(parsed, year, PLACES, zone)
    start = date(year, 11, 15) + timedelta(days=first)
    previous = date.min
    for n, slot in enumerate(found.slots):
        local = slot.airings[0].due.astimezone(zone)
        assert start <= slot.unshifted <= start + timedelta(days=length)
        assert slot.unshifted > previous
        assert slot.key == f"thang-hanh-dong/{year}/phat-thanh/{slot.unshifted.isoformat()}"
        assert local.date() == slot.unshifted
        rounds = -(-len(found.slots) // 4)
        assert slot.topic_id == ALL_TOPICS[(n + year) % 4]
        assert slot.turn == n // 4 + year * rounds
        previous = slot.unshifted
