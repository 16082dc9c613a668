"""A calendar address: the very bytes of the export, asked for again and again."""

from __future__ import annotations

import gzip
import threading
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import icalendar
import pytest
from calendar_kit import Calendar
from feed_kit import address, browser, filled, token_for
from sqlmodel import col, delete
from web_kit import APPROVER, WRITER, TestClient, approve, write

from habac24h import workflow
from habac24h.calendar import selection
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import EventRow
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.web import shelf

__all__ = ["address", "browser", "filled"]
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


DAY = timedelta(days=1)


def titles(body: bytes) -> list[str]:
    """The titles of the items in a calendar."""
    labels = ("Fanpage: ", "Đài truyền thanh: ", "Cổng thông tin: ", "[HỦY] ")
    found = (str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(body).walk("VEVENT"))
    return [one for one in found if one.startswith(labels)]


def test_a_feed_is_the_export_s_own_bytes_with_these_headers(
    filled: Office, browser: TestClient, address: str
) -> None:
    answer = browser.get(address, headers={"accept": ""})
    assert answer.content == Calendar(filled).bytes()
    wanted = {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'inline; filename="lich-truyen-thong.ics"',
        "content-length": str(len(answer.content)),
        "cache-control": "private, no-cache",
        "x-robots-tag": "noindex",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "vary": "Accept-Encoding",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    assert answer.headers["etag"].startswith('W/"')


def test_a_feed_shows_what_it_was_made_for(filled: Office, browser: TestClient) -> None:
    wanted = {
        "tat-ca": ({}, ["Fanpage: Bài đăng", "Đài truyền thanh: Bài đọc"]),
        "loa": ({"channel": "loudspeaker"}, ["Đài truyền thanh: Bài đọc"]),
        "khac": ({"campaign": "ngay-phu-nu"}, []),
        "trong": (
            {"drafts": True, "campaign": "thuong-xuyen"},
            ["Fanpage: Bài đăng", "Đài truyền thanh: Bài đọc", "Cổng thông tin: Bài nháp"],
        ),
    }
    for name, (filters, found) in wanted.items():
        body = browser.get(f"/lich/{token_for(filled, name, **filters)}.ics").content
        assert titles(body) == found
        assert body == Calendar(filled).bytes(Selection(**filters))


def test_alarms_can_be_left_out(filled: Office, browser: TestClient, address: str) -> None:
    quiet = browser.get(f"/lich/{token_for(filled, 'im', alarms=False)}.ics").content
    assert b"VALARM" in browser.get(address).content
    assert b"VALARM" not in quiet


def test_head_says_what_get_says_without_a_body(browser: TestClient, address: str) -> None:
    whole, head = browser.get(address), browser.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


def test_gzip_is_sent_to_those_who_take_it(browser: TestClient, address: str) -> None:
    plain = browser.get(address)
    with browser.stream("GET", address, headers={"accept-encoding": "br, gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["content-length"] == str(len(raw))
        assert packed.headers["etag"] == plain.headers["etag"]
    assert gzip.decompress(raw) == plain.content
    refused = browser.get(address, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("TAG", 304),
        ('"x", TAG, W/"y"', 304),
        ("*", 304),
        ('W/"x"', 200),
        ("", 200),
    ],
)
def test_if_none_match(browser: TestClient, address: str, sent: str, status: int) -> None:
    first = browser.get(address)
    tags = sent.replace("TAG", first.headers["etag"])
    answer = browser.get(address, headers={"if-none-match": tags})
    assert answer.status_code == status
    if status == 304:
        assert answer.content == b""
        assert answer.headers["etag"] == first.headers["etag"]
        assert "content-length" not in answer.headers
    strong = first.headers["etag"].removeprefix("W/")
    assert browser.get(address, headers={"if-none-match": strong}).status_code == 304


def test_if_modified_since_counts_only_without_a_tag(browser: TestClient, address: str) -> None:
    told = browser.get(address).headers["last-modified"]
    earlier = format_datetime(parsedate_to_datetime(told) - timedelta(seconds=1), usegmt=True)
    sent = [
        {"if-modified-since": told},
        {"if-modified-since": earlier},
        {"if-modified-since": "hôm qua".encode()},
        {"if-modified-since": told, "if-none-match": 'W/"x"'},
    ]
    found = [browser.get(address, headers=headers).status_code for headers in sent]  # type: ignore[arg-type]
    assert found == [304, 200, 200, 200]


def test_a_subscriber_sees_each_change_once(
    filled: Office, browser: TestClient, clock: VirtualClock, address: str
) -> None:
    """Edit, move, cancel and a deletion: each time new bytes and a later time, then 304 again."""
    keys = [approve(filled, write(filled, title, text=title, days=5)) for title in ("Một", "Hai")]

    def edit() -> None:
        with filled.desk(WRITER) as desk:
            workflow.edit(desk, keys[0], title="Một mới")
        approve(filled, keys[0])

    def move() -> None:
        with filled.desk(APPROVER) as desk:
            workflow.move(desk, keys[0], to=clock.now() + 6 * DAY)

    def cancel() -> None:
        with filled.desk(APPROVER) as desk:
            workflow.cancel(desk, keys[0])

    def remove() -> None:
        with filled.database.write() as session:
            session.execute(delete(EventRow).where(col(EventRow.key) == f"{keys[1]}@1"))

    tag, seen, times = "", [], []
    for step in (lambda: None, edit, move, cancel, remove):
        step()
        answer = browser.get(address, headers={"if-none-match": tag})
        tag = answer.headers["etag"]
        seen.append(titles(answer.content)[2:])
        times.append(parsedate_to_datetime(answer.headers["last-modified"]))
        assert browser.get(address, headers={"if-none-match": tag}).status_code == 304
    assert [sorted(one) for one in seen] == [
        ["Fanpage: Hai", "Fanpage: Một"],
        ["Fanpage: Hai", "Fanpage: Một mới"],
        ["Fanpage: Hai", "Fanpage: Một mới"],
        ["Fanpage: Hai", "[HỦY] Fanpage: Một mới"],
        ["[HỦY] Fanpage: Một mới"],
    ]
    assert times == sorted(set(times))


def test_a_new_day_moves_the_window(browser: TestClient, clock: VirtualClock, address: str) -> None:
    first = browser.get(address).headers
    clock.advance(DAY)
    second = browser.get(address, headers={"if-none-match": first["etag"]})
    assert second.status_code == 200
    times = [parsedate_to_datetime(one["last-modified"]) for one in (first, second.headers)]
    assert times[0] < times[1] <= clock.now()


def test_one_request_builds_and_the_others_wait(
    filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, shelves = token_for(filled), shelf.Shelf(filled)
    let_go, begun = threading.Event(), threading.Event()
    asked: list[Selection] = []

    def slow(session: Any, wanted: Selection, *rest: Any) -> bytes:
        asked.append(wanted)
        begun.set()
        assert let_go.wait(20)
        return selection.export(session, wanted, *rest)

    monkeypatch.setattr(shelf, "export", slow)
    bodies: list[bytes] = []

    def get() -> None:
        look = shelves.look(token)
        assert look is not None
        bodies.append(shelves.body(look)[1].plain)

    threads = [threading.Thread(target=get) for _ in range(6)]
    for thread in threads:
        thread.start()
    assert begun.wait(20)
    let_go.set()
    for thread in threads:
        thread.join(20)
    assert (len(asked), len(bodies), len(set(bodies))) == (1, 6, 1)
