"""The calendar file over the web: the same bytes as the command's, with its filters."""

from __future__ import annotations

import icalendar
import pytest
from web_kit import Read, approve, arrive, client, write

from habac24h.calendar.selection import Selection, export
from habac24h.office import Office

pytestmark = pytest.mark.sqlite


@pytest.fixture
def filled(office: Office) -> Office:
    arrive(office)
    approve(office, write(office, "Bài đăng", days=1))
    approve(office, write(office, "Bài đọc", channel="loudspeaker", days=2))
    write(office, "Bài nháp", channel="portal", days=3)
    return office


def names(office: Office, query: str) -> list[str]:
    body = client(office).get(f"/lich.ics{query}").content
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    # Key dates and deadlines have tests of their own.
    return [
        str(event["SUMMARY"]) for event in events if "Trạng thái" in event.get("DESCRIPTION", "")
    ]


def test_the_file_is_the_exports_own_bytes(filled: Office) -> None:
    answer = client(filled).get("/lich.ics")
    with filled.database.read() as session:
        expected = export(session, Selection(), filled.clock.now(), filled.settings)
    assert answer.content == expected
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="lich-truyen-thong.ics"'


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Fanpage: Bài đăng", "Đài truyền thanh: Bài đọc"]),
        ("?channel=fanpage", ["Fanpage: Bài đăng"]),
        ("?campaign=ngay-phu-nu", []),
        (
            "?drafts=1&campaign=thuong-xuyen",
            ["Fanpage: Bài đăng", "Đài truyền thanh: Bài đọc", "Cổng thông tin: Bài nháp"],
        ),
    ],
)
def test_filters_choose_the_events(filled: Office, query: str, found: list[str]) -> None:
    assert names(filled, query) == found


def test_alarms_can_be_left_out(filled: Office) -> None:
    browser = client(filled)
    assert "Chuẩn bị đọc".encode() in browser.get("/lich.ics").content
    assert browser.get("/lich.ics?alarms=0").content.count(b"BEGIN:VALARM") == 0


def test_an_unknown_channel_is_refused(filled: Office) -> None:
    answer = client(filled).get("/lich.ics?channel=tivi")
    assert answer.status_code == 400
    assert Read(answer.text).headings == [(1, "Chưa đúng")]
