"""/lich/{token}.ics as subscribers' programs ask for it."""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import icalendar
import pytest
from calendar_kit import Calendar
from sqlmodel import col, delete, select
from web_kit import APPROVER, WRITER, Read, TestClient, approve, arrive, client, read, write

from habac24h import audit, workflow
from habac24h.calendar import feeds, finding, selection
from habac24h.calendar.selection import Selection
from habac24h.calendar.tables import EventRow, Feed
from habac24h.clock import VirtualClock
from habac24h.errors import NotFound, Refused
from habac24h.office import Office
from habac24h.web import shelf
from habac24h.web.masking import masked

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
NOBODY = "A" * 43


def token_for(office: Office, name: str = "lan", **wanted: Any) -> str:
    with office.database.write() as session:
        now = office.clock.now()
        return feeds.add(session, name, Selection(**wanted), by=audit.PROGRAM, now=now)


@pytest.fixture
def filled(office: Office) -> Office:
    arrive(office)
    approve(office, write(office, "Bài đăng", days=1))
    approve(office, write(office, "Bài đọc", channel="loudspeaker", days=2))
    write(office, "Bài nháp", channel="portal", days=3)
    return office


@pytest.fixture
def browser(filled: Office) -> Iterator[TestClient]:
    with client(filled) as opened:
        opened.headers["accept-encoding"] = "identity"
        yield opened


@pytest.fixture
def address(filled: Office) -> str:
    return f"/lich/{token_for(filled)}.ics"


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


@pytest.mark.parametrize("path", [NOBODY, "x", "A" * 44, "%00", "..%2f" + NOBODY])
def test_an_unknown_address_is_nobody_s(browser: TestClient, path: str) -> None:
    answer = browser.get(f"/lich/{path}.ics")
    assert answer.status_code == 404
    assert "etag" not in answer.headers


def test_unknown_and_known_take_the_same_way(
    filled: Office, browser: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One SELECT and one comparison each, whatever is asked for."""
    asked: list[str] = []
    tag = browser.get(address).headers["etag"]
    compare, row = finding.hmac.compare_digest, finding.Finder._row

    def compared(*given: str) -> bool:
        asked.append("compared")
        return compare(*given)

    def selected(self: finding.Finder, wanted: str) -> Any:
        asked.append("selected")
        return row(self, wanted)

    monkeypatch.setattr(finding.hmac, "compare_digest", compared)
    monkeypatch.setattr(finding.Finder, "_row", selected)
    assert browser.get(address, headers={"if-none-match": tag}).status_code == 304
    assert browser.get(f"/lich/{NOBODY}.ics").status_code == 404
    assert asked == ["selected", "compared"] * 2


def test_a_revoked_address_is_closed(filled: Office, browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 200
    with filled.database.write() as session:
        feeds.revoke(session, "lan", by=audit.PROGRAM, now=filled.clock.now())
    assert browser.get(address).status_code == 404


def test_sixty_an_hour_then_a_pause(
    browser: TestClient, clock: VirtualClock, filled: Office, address: str
) -> None:
    other = f"/lich/{token_for(filled, 'minh')}.ics"
    assert {browser.head(address).status_code for _ in range(60)} == {200}
    clock.advance(timedelta(minutes=20))
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2400")
    assert browser.get(other).status_code == 200
    clock.advance(timedelta(minutes=40))
    assert browser.get(address).status_code == 200


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


def test_the_token_is_kept_as_a_hash_alone(filled: Office) -> None:
    token = token_for(filled)
    with filled.database.read() as session:
        kept = session.get(Feed, "lan")
        assert kept is not None
        said = str(kept.model_dump()) + str(
            [row.details for row in session.exec(select(audit.Audit))]
        )
    assert kept.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in said
    assert len(f"https://lich.example/lich/{token}.ics") <= 256


def test_no_log_holds_a_token(browser: TestClient, address: str) -> None:
    heard: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = heard.append  # type: ignore[method-assign]
    logger = logging.getLogger("uvicorn.access")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    line = '%s - "%s %s HTTP/%s" %d'
    logger.info(line, "127.0.0.1:5", "GET", address, "1.1", 200)
    logger.warning(f"slow: {address}?x=1")
    logger.removeHandler(handler)
    logger.setLevel(level)
    assert [one.getMessage() for one in heard] == [
        '127.0.0.1:5 - "GET /lich/***.ics HTTP/1.1" 200',
        "slow: /lich/***.ics?x=1",
    ]
    assert masked("/lich/dang-ky /lich?from=2026-01-01") == "/lich/dang-ky /lich?from=2026-01-01"


def test_a_name_is_used_once_and_filters_must_exist(filled: Office) -> None:
    token_for(filled)
    with pytest.raises(Refused) as caught:
        token_for(filled, " lan ")
    assert caught.value.sentence == (
        "Đã có lịch “lan”; chọn tên khác, hoặc thu hồi bằng `habac24h feeds revoke`."
    )
    with pytest.raises(Refused):
        token_for(filled, "\u202e")
    for wanted in ({"channel": "tivi"}, {"campaign": "x"}, {"place": "x"}):
        with pytest.raises(NotFound):
            token_for(filled, "minh", **wanted)


@pytest.fixture
def public(filled: Office) -> Iterator[TestClient]:
    """The same office behind its public name."""
    settings = filled.settings.model_copy(update={"public_url": "https://lich.example"})
    opened = client(replace(filled, settings=settings))
    opened.base_url = "https://lich.example"  # type: ignore[assignment]
    with opened:
        yield opened


def test_under_the_public_name_only_calendars_are_open(public: TestClient, address: str) -> None:
    open_ = [address, address.removesuffix(".ics"), "/lich/dang-ky", "/static/pages.css"]
    assert [public.get(one).status_code for one in open_] == [200] * 4
    closed = ["/", "/lich", "/lich.ics", "/healthz", "/noi-dung/a/2026/b", "/trang-chay-thu"]
    assert [public.get(one).status_code for one in closed] == [404] * 6
    assert public.get("/").text == "Trang này chỉ mở được trên máy tính của cơ quan.\n"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "Via"])
def test_a_proxy_that_hides_the_name_opens_no_other_page(
    browser: TestClient, address: str, name: str
) -> None:
    assert browser.get(address, headers={name: "1.2.3.4"}).status_code == 200
    assert browser.get("/lich", headers={name: "1.2.3.4"}).status_code == 404


def test_an_unknown_name_is_refused(public: TestClient, address: str) -> None:
    assert public.get(address, headers={"host": "evil.example"}).status_code == 400


def test_the_page_of_an_address_has_its_buttons(public: TestClient, address: str) -> None:
    answer = public.get(address.removesuffix(".ics"))
    page = read(answer)
    whole = f"https://lich.example{address}"
    assert page.links["Mở bằng ứng dụng lịch"] == whole.replace("https:", "webcal:")
    assert page.links["Tải tệp .ics"] == whole
    assert f'value="{whole}"' in answer.text
    assert ("svg" in page.tags, "script" in page.tags) == (True, True)
    assert "viewBox=" in answer.text  # without it the code is cropped, and no camera reads it
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert [text for level, text in page.headings if level == 3] == [
        *("Google Lịch", "Outlook", "iPhone, iPad, máy Mac", "Thunderbird")
    ]
    assert "Việc hôm nay" not in page.links


def test_the_page_says_that_this_computer_is_no_address_for_google(
    browser: TestClient, address: str
) -> None:
    page = read(browser.get(address.removesuffix(".ics")))
    assert (2, "Chỉ mở được trên máy này") in page.headings
    assert "svg" not in page.tags
    assert read(browser.get("/lich/dang-ky")).headings[1] == (2, "Lấy địa chỉ")


def test_a_narrowed_feed_says_to_what(filled: Office, browser: TestClient) -> None:
    token = token_for(filled, "loa", channel="loudspeaker", place="thon-1", drafts=True)
    blocks = read(browser.get(f"/lich/{token}")).blocks
    assert [one.partition(" (")[0] for one in blocks if one.startswith("Lịch này chỉ")] == [
        "Lịch này chỉ gồm: kênh Đài truyền thanh; địa điểm Nhà văn hóa thôn 1"
    ]
    assert "Có cả nội dung chưa duyệt: chỉ dùng trong cơ quan." in blocks


def test_the_page_of_nobody_s_address(browser: TestClient) -> None:
    assert browser.get(f"/lich/{NOBODY}").status_code == 404


def test_a_broken_path_is_a_page_too(browser: TestClient) -> None:
    assert Read(browser.get("/lich/a/b.ics").text).headings == [(1, "Không có trang này")]
