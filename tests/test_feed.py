"""Events and calendars as bytes: what is written, in which order, and what never is."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import icalendar
import pytest
from feed_events import ALL_DAY, MODIFIED, TIMED, changed, feed, unfolded

import habac24h
from habac24h.calendar.feed import (
    Event,
    day_after,
    event_bytes,
    visible_hash,
    without_alarm,
)
from habac24h.errors import Refused

EVENT_LINES = [
    "BEGIN:VEVENT",
    "UID:thang-hanh-dong-2026-1@habac24h",
    "DTSTAMP:20261001T020304Z",
    "DTSTART:20261115T120000Z",
    "DTEND:20261115T123000Z",
    "SUMMARY:Bài phát động",
    "DESCRIPTION:Dòng một\\nDòng hai",
    "LOCATION:Nhà văn hóa thôn Đông",
    "CATEGORIES:fanpage,Tháng hành động",
    "COLOR:crimson",
    "STATUS:CONFIRMED",
    "TRANSP:TRANSPARENT",
    "SEQUENCE:2",
    "CREATED:20260901T000000Z",
    "LAST-MODIFIED:20261001T020304Z",
    "URL:https://lich.example/noi-dung/1",
    "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "DESCRIPTION:Sắp đăng bài phát động",
    "TRIGGER:-PT15H",
    "END:VALARM",
    "END:VEVENT",
]


def line_of(event: Event, name: str) -> list[str]:
    return [line for line in unfolded(event_bytes(event)) if line.startswith(name)]


def test_an_event_is_exactly_these_lines_in_this_order() -> None:
    assert unfolded(event_bytes(TIMED)) == EVENT_LINES


def test_the_calendar_s_properties_all_stand_before_the_first_component() -> None:
    body = feed(TIMED, url="https://lich.example/lich/abc.ics")
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//habac24h//Lich truyen thong//VI",
        "CALSCALE:GREGORIAN",
        "NAME:Lịch truyền thông",
        "X-WR-CALNAME:Lịch truyền thông",
        "DESCRIPTION:Lịch của xã",
        "X-WR-CALDESC:Lịch của xã",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#008080",
        "LAST-MODIFIED:20261001T020304Z",
        "SOURCE;VALUE=URI:https://lich.example/lich/abc.ics",
        "URL:https://lich.example/lich/abc.ics",
    ]
    assert unfolded(body) == [*head, *EVENT_LINES, "END:VCALENDAR"]


def test_a_calendar_without_an_address_has_neither_source_nor_url() -> None:
    head = [line.partition(":")[0] for line in unfolded(feed(ALL_DAY))][:14]
    assert head[-2:] == ["X-APPLE-CALENDAR-COLOR", "LAST-MODIFIED"]


def test_the_calendar_s_names_are_escaped_and_cleaned() -> None:
    lines = unfolded(feed(TIMED, name="A; B, C\nD\\N", description="x\x0by\ud800"))
    assert lines[4:8] == [
        "NAME:A\\; B\\, C D\\\\N",
        "X-WR-CALNAME:A\\; B\\, C D\\\\N",
        "DESCRIPTION:x\\ny",
        "X-WR-CALDESC:x\\ny",
    ]


def test_whole_days_have_an_exclusive_end() -> None:
    assert line_of(ALL_DAY, "DT")[1:] == [
        "DTSTART;VALUE=DATE:20261115",
        "DTEND;VALUE=DATE:20261216",
    ]
    assert day_after(date(2026, 12, 31)) == date(2027, 1, 1)


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=7)), ZoneInfo("Asia/Ho_Chi_Minh")])
def test_every_zone_is_written_as_utc_in_whole_seconds(zone: timezone | ZoneInfo) -> None:
    moment = datetime(2026, 11, 15, 19, 0, 0, 999_999, tzinfo=zone)
    event = changed(
        TIMED,
        start=moment,
        end=moment + timedelta(hours=1),
        created=moment,
        modified=moment,
    )
    assert [line for line in unfolded(event_bytes(event)) if ":20261115T1" in line] == [
        "DTSTAMP:20261115T120000Z",
        "DTSTART:20261115T120000Z",
        "DTEND:20261115T130000Z",
        "CREATED:20261115T120000Z",
        "LAST-MODIFIED:20261115T120000Z",
    ]


@pytest.mark.parametrize("field", ["start", "end", "created", "modified"])
def test_a_time_without_a_zone_is_refused(field: str) -> None:
    with pytest.raises(Refused) as caught:
        changed(TIMED, **{field: datetime(2026, 11, 15, 12, 10)})  # noqa: DTZ001
    assert caught.value.sentence == "Giờ 12:10:00 15/11/2026 trong lịch không có múi giờ."


def test_a_calendar_time_without_a_zone_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        feed(TIMED, modified=datetime(2026, 11, 15, 12, 10))  # noqa: DTZ001
    assert caught.value.sentence == "Giờ 12:10:00 15/11/2026 trong lịch không có múi giờ."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"uid": " \x00"}, "Sự kiện của lịch thiếu mã UID."),
        (
            {"color": "do-tham"},
            "Màu “do-tham” không có trong bảng màu CSS; hãy dùng tên như crimson, teal, orange.",
        ),
        (
            {"end": date(2026, 11, 16)},
            "Sự kiện thang-hanh-dong-2026-1@habac24h: bắt đầu và kết thúc phải cùng là ngày "
            "hoặc giờ.",
        ),
        (
            {"end": TIMED.start},
            "Sự kiện thang-hanh-dong-2026-1@habac24h: kết thúc phải sau bắt đầu.",
        ),
        (
            {"sequence": -1},
            "Sự kiện thang-hanh-dong-2026-1@habac24h: số lần sửa và thời gian nhắc không được âm.",
        ),
    ],
)
def test_what_no_consumer_could_read_is_refused(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        changed(TIMED, **fields)
    assert caught.value.sentence == sentence


def test_a_calendar_colour_that_css_lacks_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        feed(TIMED, color="#fff")
    assert caught.value.sentence == (
        "Màu “#fff” không có trong bảng màu CSS; hãy dùng tên như crimson, teal, orange."
    )


@pytest.mark.parametrize(
    ("cancelled", "tentative", "status"),
    [
        (False, False, "STATUS:CONFIRMED"),
        (False, True, "STATUS:TENTATIVE"),
        (True, False, "STATUS:CANCELLED"),
        (True, True, "STATUS:CANCELLED"),
    ],
)
def test_status(cancelled: bool, tentative: bool, status: str) -> None:
    event = changed(TIMED, cancelled=cancelled, tentative=tentative)
    assert line_of(event, "STATUS") == [status]


def test_a_cancelled_event_says_so_and_reminds_nobody() -> None:
    event = changed(TIMED, cancelled=True)
    assert line_of(event, "SUMMARY") == ["SUMMARY:[HỦY] Bài phát động"]
    assert line_of(event, "BEGIN") == ["BEGIN:VEVENT"]


def test_a_reminder_without_words_says_the_title() -> None:
    event = changed(TIMED, alarm="", description="", alarm_before=timedelta(minutes=30))
    assert unfolded(event_bytes(event))[-5:] == [
        "ACTION:DISPLAY",
        "DESCRIPTION:Bài phát động",
        "TRIGGER:-PT30M",
        "END:VALARM",
        "END:VEVENT",
    ]


def test_without_alarm_is_the_event_that_never_had_one() -> None:
    bare = changed(TIMED, alarm=None)
    assert without_alarm(event_bytes(TIMED)) == event_bytes(bare)
    assert without_alarm(event_bytes(bare)) == event_bytes(bare)
    tricky = changed(bare, description="a\nBEGIN:VALARM\r\nEND:VALARM\r\n" * 9)
    assert without_alarm(event_bytes(tricky)) == event_bytes(tricky)


def test_what_an_event_lacks_is_not_written() -> None:
    bare = changed(TIMED, description="", location="", categories=("",), url=None, alarm=None)
    names = [line.partition(":")[0] for line in unfolded(event_bytes(bare))]
    assert names == [
        *("BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "COLOR", "STATUS", "TRANSP"),
        *("SEQUENCE", "CREATED", "LAST-MODIFIED", "X-MICROSOFT-CDO-BUSYSTATUS", "END"),
    ]


def test_categories_and_addresses_cannot_break_their_line() -> None:
    event = changed(
        TIMED, categories=("Đài, loa;\\N", "b\x0bc"), url="https://x/a b\nđ?q=1,2&r=%20"
    )
    assert line_of(event, "CATEGORIES") == ["CATEGORIES:Đài\\, loa\\;\\\\N,b\\nc"]
    assert line_of(event, "URL") == ["URL:https://x/a%20b%0A%C4%91?q=1,2&r=%20"]


def test_each_property_stands_once_in_its_component() -> None:
    for component in icalendar.Calendar.from_ical(feed(TIMED, ALL_DAY, url="https://x/")).walk():
        names = [name for name, _ in component.property_items(recursive=False)]
        assert len(names) == len(set(names))


def test_an_empty_calendar_has_one_component_that_shows_nothing() -> None:
    lines = unfolded(feed())
    assert lines[lines.index("BEGIN:VTIMEZONE") :] == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "DTSTART:19750613T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
    ]
    icalendar.Calendar.from_ical(feed()).validate()  # type: ignore[no-untyped-call]


def test_events_stand_by_start_then_uid_whatever_their_order_and_form() -> None:
    long = "x" * 200
    events = [
        changed(TIMED, uid=long + "2"),
        changed(TIMED, uid=long + "1"),
        changed(TIMED, uid="a", start=datetime(2026, 11, 15, 11, tzinfo=UTC)),
        ALL_DAY,
        changed(ALL_DAY, uid="z", start=date(2026, 10, 1)),
    ]
    body = feed(*events)
    uids = [line[4:] for line in unfolded(body) if line.startswith("UID:")]
    assert uids == ["z", ALL_DAY.uid, "a", long + "1", long + "2"]
    for seed in range(5):
        Random(seed).shuffle(events)
        mixed = [event_bytes(one) if number % 2 else one for number, one in enumerate(events)]
        assert feed(*mixed) == body


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
def test_another_process_in_another_zone_gives_the_same_bytes(zone: str) -> None:
    code = "import sys, feed_events as f; sys.stdout.buffer.write(f.feed(f.TIMED, f.ALL_DAY))"
    paths = [str(Path(__file__).parent), str(Path(habac24h.__file__).parents[1])]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        timeout=60,
        check=True,
        env=os.environ | {"TZ": zone, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(paths)},
    )
    assert done.stdout == feed(TIMED, ALL_DAY)


def test_the_visible_hash_ignores_only_the_three_stamps() -> None:
    first = visible_hash(TIMED)
    later = changed(TIMED, sequence=9, modified=MODIFIED + timedelta(days=1))
    assert visible_hash(later) == first
    visible: list[dict[str, object]] = [
        {"summary": "Khác"},
        {"description": ""},
        {"location": "Khác"},
        {"categories": ("fanpage",)},
        {"color": "teal"},
        {"cancelled": True},
        {"tentative": True},
        {"url": None},
        {"alarm": None},
        {"alarm_before": timedelta(hours=1)},
        {"start": datetime(2026, 11, 15, 11, tzinfo=UTC)},
        {"end": datetime(2026, 11, 15, 13, tzinfo=UTC)},
    ]
    hashes = {visible_hash(changed(TIMED, **fields)) for fields in visible}
    assert len(hashes | {first}) == len(visible) + 1
