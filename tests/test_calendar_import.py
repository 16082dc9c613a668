"""The office's own calendar: read in, unrolled, warned about, never published."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from calendar_kit import Calendar
from dateutil.rrule import rrulestr
from sqlmodel import Session

from habac24h import audit
from habac24h.calendar import busy
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import OfficeEvent
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.errors import NotFound, Refused
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HANOI = """BEGIN:VTIMEZONE
TZID:SE Asia Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
"""
MEETING = """UID:hop
SUMMARY:Họp giao ban
DTSTART;TZID=SE Asia Standard Time:20260105T080000
DTEND;TZID=SE Asia Standard Time:20260105T100000
RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260202T010000Z
EXDATE;TZID=SE Asia Standard Time:20260119T080000
"""
MOVED = """UID:hop
SUMMARY:Họp giao ban (dời)
RECURRENCE-ID;TZID=SE Asia Standard Time:20260126T080000
DTSTART;TZID=SE Asia Standard Time:20260127T140000
DTEND;TZID=SE Asia Standard Time:20260127T160000
"""
NO_CALENDAR = "x.ics không phải tệp lịch iCalendar (.ics); hãy xuất lại từ lịch của bạn."
EXAM = "UID:thi\nSUMMARY:Thi học kỳ\nDTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20261118\n"


def file(*events: str, head: str = "", zones: str = HANOI) -> bytes:
    bodies = "".join(f"BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n{one}END:VEVENT\n" for one in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//VI\n{head}{zones}{bodies}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def take_in(office: Office, data: bytes) -> busy.Imported:
    now = office.clock.now()
    looked = busy.look_through(data, "x.ics", today=now.date(), zone=ZONE)
    with office.database.write() as session:
        return busy.take_in(session, looked, by=audit.PROGRAM, now=now)


def seen(
    office: Office, first: date = date(2026, 1, 1), last: date = date(2026, 12, 31)
) -> list[str]:
    with office.database.read() as session:
        days = first or date(2026, 1, 1), last or date(2026, 12, 31)
        return [_told(one) for one in busy.within(session, *days, ZONE)]


def _told(one: busy.Busy) -> str:
    start, end = one.span.start.astimezone(ZONE), one.span.end.astimezone(ZONE)
    hours = "" if one.span.whole_days else f" {start:%H:%M}-{end:%H:%M}"
    return f"{start:%d/%m}{hours} {one.summary}"


def test_a_weekly_meeting_with_an_exception_and_a_moved_one(office: Office) -> None:
    assert take_in(office, file(MEETING, MOVED)) == busy.Imported(1, 0, 0)
    assert seen(office) == [
        "05/01 08:00-10:00 Họp giao ban",
        "12/01 08:00-10:00 Họp giao ban",
        "27/01 14:00-16:00 Họp giao ban",
        "02/02 08:00-10:00 Họp giao ban",
    ]


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (EXAM, ["16/11 Thi học kỳ"]),
        ("UID:a\nSUMMARY:Chợ\nDTSTART;VALUE=DATE:20260110\n", ["10/01 Chợ"]),
        (
            "UID:a\nSUMMARY:Chợ\nDTSTART;VALUE=DATE:20260110\nRRULE:FREQ=MONTHLY;COUNT=2\n",
            ["10/01 Chợ", "10/02 Chợ"],
        ),
        (
            "UID:a\nSUMMARY:Giỗ\nDTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY\n",
            [],
        ),
        (
            "UID:a\nSUMMARY:Họp\nDTSTART:20260110T013000Z\nDURATION:PT45M\n",
            ["10/01 08:30-09:15 Họp"],
        ),
        ("UID:a\nSUMMARY:Họp\nDTSTART:20260110T083000\n", ["10/01 08:30-08:31 Họp"]),
        (
            "UID:a\nSUMMARY:Họp\nDTSTART:20260110T083000\nRDATE:20260301T090000,20260302T090000\n",
            ["10/01 08:30-08:31 Họp", "01/03 09:00-09:01 Họp", "02/03 09:00-09:01 Họp"],
        ),
        ("UID:a\nDTSTART;VALUE=DATE:20260110\n", ["10/01 (không tên)"]),
    ],
)
def test_every_kind_of_event_falls_on_its_days(
    office: Office, event: str, found: list[str]
) -> None:
    take_in(office, file(event))
    assert seen(office) == found


def test_only_the_asked_days_are_unrolled(office: Office) -> None:
    take_in(office, file("UID:a\nSUMMARY:Chợ\nDTSTART;VALUE=DATE:20000101\nRRULE:FREQ=DAILY\n"))
    assert seen(office, date(2026, 3, 1), date(2026, 3, 2)) == ["01/03 Chợ", "02/03 Chợ"]


def test_a_file_again_replaces_by_uid_and_cancels(office: Office) -> None:
    take_in(office, file(EXAM, MEETING))
    take_in(office, file(EXAM.replace("20261116", "20261117"), MEETING + "STATUS:CANCELLED\n"))
    assert seen(office) == ["17/11 Thi học kỳ"]
    assert take_in(office, file(EXAM, head="METHOD:CANCEL\n")) == busy.Imported(0, 1, 0)
    assert seen(office) == []


def test_our_own_calendar_is_left_out(office: Office) -> None:
    with office.database.write() as session:
        _plan(session, office, apply_it=True)
    ours = Calendar(office).bytes(Selection(drafts=True))
    found = take_in(office, ours)
    assert (found.kept, found.ours) == (0, ours.count(b"BEGIN:VEVENT"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NO_CALENDAR),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", NO_CALENDAR),
        (b"\xff\xfe", "x.ics không phải chữ UTF-8; hãy xuất lại lịch thành tệp .ics."),
        (b"x" * 2_000_001, "x.ics quá lớn (2000 kB); nhiều nhất là 2.000 kB."),
        (file(), "x.ics: không có sự kiện nào để nhập."),
        (
            file("UID:a\nSUMMARY:Chuông\nDTSTART:20260110T083000\nRRULE:FREQ=SECONDLY\n"),
            "x.ics: không đọc được giờ hoặc cách lặp của “Chuông”; "
            "hãy sửa sự kiện ấy rồi xuất lại.",
        ),
    ],
)
def test_what_is_no_calendar_is_refused(office: Office, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        take_in(office, data)
    assert caught.value.sentence == sentence
    assert seen(office) == []


def test_what_an_older_program_took_in_and_cannot_be_unrolled_is_left_out(office: Office) -> None:
    take_in(office, file(EXAM))
    whole = seen(office)
    bomb = file("UID:b\nSUMMARY:Bom\nDTSTART:20260110T083000\nRRULE:FREQ=DAILY;INTERVAL=0\n")
    with office.database.write() as session:
        session.add(
            OfficeEvent(
                uid="b", summary="Bom", source=bomb.decode(), imported_at=office.clock.now()
            )
        )
    assert seen(office) == whole != []


EVERY_SECOND = ";".join(
    f"{part}={','.join(map(str, range(count)))}"
    for part, count in (("BYHOUR", 24), ("BYMINUTE", 60), ("BYSECOND", 60))
)


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("20260110T083000", "FREQ=DAILY;INTERVAL=0"),
        ("20260110T083000", f"FREQ=DAILY;{EVERY_SECOND}"),
        ("20260110T083000", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        ("20260110T083000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        ("00010101T083000", "FREQ=DAILY"),
    ],
    ids=["no step", "each second", "no such day", "no such day of a year", "from the year 1"],
)
def test_a_rule_made_to_keep_a_computer_busy_is_refused(
    office: Office, start: str, rule: str
) -> None:
    with pytest.raises(Refused) as caught:
        take_in(office, file(f"UID:a\nSUMMARY:Bom\nDTSTART:{start}\nRRULE:{rule}\n"))
    assert caught.value.sentence == (
        "x.ics: không đọc được giờ hoặc cách lặp của “Bom”; hãy sửa sự kiện ấy rồi xuất lại."
    )


def test_a_file_that_fills_every_day_many_times_over_is_refused(office: Office) -> None:
    hours = f"BYHOUR={','.join(map(str, range(24)))}"
    many = (
        f"UID:{n}\nSUMMARY:Họp\nDTSTART:20260101T080000\nRRULE:FREQ=DAILY;{hours}\n"
        for n in range(4)
    )
    with pytest.raises(Refused) as caught:
        take_in(office, file(*many))
    assert caught.value.sentence == (
        "x.ics có hơn 20000 lượt trong một năm; hãy xuất lại lịch với ít sự kiện lặp hơn."
    )


LONG_AGO = [
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYDAY=1SU",
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8",
    "FREQ=DAILY;COUNT=9200",
    "FREQ=DAILY;UNTIL=20260303T235959",
]


@pytest.mark.parametrize("rule", LONG_AGO)
def test_a_rule_of_long_ago_keeps_its_days(office: Office, rule: str) -> None:
    """As dateutil itself gives them when it walks from the beginning."""
    start, first, last = (
        datetime.combine(on, time(8))
        for on in (date(2001, 1, 4), date(2026, 2, 27), date(2026, 3, 14))
    )
    take_in(office, file(f"UID:a\nSUMMARY:Họp\nDTSTART:{start:%Y%m%dT%H%M%S}\nRRULE:{rule}\n"))
    with office.database.read() as session:
        found = busy.within(session, first.date(), last.date(), ZONE)
    wanted = rrulestr(rule, dtstart=start).between(first, last, inc=True)
    shown = [one.span.start.astimezone(ZONE).date() for one in found]
    assert shown == [one.date() for one in wanted] != []


def _plan(session: Session, office: Office, *, apply_it: bool = False) -> list[tuple[str, str]]:
    found = plan(
        session,
        2026,
        now=office.clock.now(),
        settings=office.settings,
        campaign_id="thang-hanh-dong",
    )
    if apply_it:
        apply(session, found, by=audit.PROGRAM, now=office.clock.now())
    return [(one.key, one.message) for one in found.warnings if one.kind == "busy-day"]


def test_planning_warns_where_a_whole_day_is_taken(office: Office) -> None:
    take_in(office, file("UID:a\nSUMMARY:Họp HĐND\nDTSTART;VALUE=DATE:20261117\n"))
    with office.database.read() as session:
        found = _plan(session, office)
    assert found == [
        (
            "thang-hanh-dong/2026/chuyen-de/2026-11-17",
            "Ngày 17/11/2026 cơ quan có “Họp HĐND” (cả ngày), còn lượt này lúc 19:00; "
            "hãy xem có cần dời không.",
        )
    ]


def test_planning_warns_where_hours_meet_and_of_talks_that_day(office: Office) -> None:
    """The talks of 25/11 are in the evening; the post of that day goes out at 07:00."""
    hours = "DTSTART:20261125T010000Z\nDTEND:20261125T030000Z\n"
    take_in(office, file(f"UID:a\nSUMMARY:Họp\n{hours}"))
    with office.database.read() as session:
        found = _plan(session, office)
    assert {key.split("/")[2] for key, _message in found} == {"noi-chuyen"}
    assert "(08:00 đến 10:00)" in found[0][1]


def test_nothing_of_it_is_published(office: Office) -> None:
    take_in(office, file(EXAM, MEETING))
    everything = Selection(drafts=True, practice=True)
    assert b"Thi h" not in Calendar(office).bytes(everything)
    assert Calendar(office).bytes(everything).count(b"BEGIN:VEVENT") == 0


def test_one_event_can_be_forgotten(office: Office) -> None:
    take_in(office, file(EXAM))
    with pytest.raises(NotFound), office.database.write() as session:
        busy.forget(session, "x", by=audit.PROGRAM, now=office.clock.now())
    with office.database.write() as session:
        busy.forget(session, "thi", by=audit.PROGRAM, now=office.clock.now())
    assert seen(office) == []
