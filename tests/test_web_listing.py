"""Lịch: days, key dates, lunar days, filters, empty states."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from web_kit import Read, approve, arrive, client, read, submit, write

from habac24h import audit
from habac24h.calendar import busy
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.web.days import key_dates, lunar_words

LIST = "?kieu=danh-sach"


@pytest.fixture
def filled(office: Office) -> Office:
    """Three items: a post today, a script tomorrow, a banner from tomorrow for three days."""
    arrive(office)
    approve(office, write(office, "Bài đăng", days=0.5))
    submit(office, write(office, "Bài đọc", channel="loudspeaker", days=1))
    until = office.clock.now() + timedelta(days=4)
    write(office, "Băng rôn", channel="banner", days=1, until=until)
    return office


def titles(office: Office, query: str = LIST) -> list[str]:
    return [text for level, text in listing(office, query).headings if level == 3]


def listing(office: Office, query: str = LIST) -> Read:
    return read(client(office).get(f"/lich{query}"))


def test_items_stand_under_their_local_day_with_channel_hour_and_state(filled: Office) -> None:
    blocks = listing(filled).blocks
    assert blocks[blocks.index("Thứ Năm 01/01/2026 hôm nay 13/11 âm lịch") :][:7] == [
        "Thứ Năm 01/01/2026 hôm nay 13/11 âm lịch",
        "Bài đăng",
        "19:00 Fanpage đã duyệt",
        "Thứ Sáu 02/01/2026 14/11 âm lịch",
        "Bài đọc",
        "07:00 Đài truyền thanh chờ duyệt",
        "Băng rôn",
    ]


def test_a_window_says_until_when(filled: Office) -> None:
    blocks = listing(filled).blocks
    assert blocks[blocks.index("Băng rôn") + 1] == (
        "07:00 đến hết Thứ Hai 05/01/2026 Băng rôn nháp"
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?channel=loudspeaker", ["Bài đọc"]),
        ("?state=draft", ["Băng rôn"]),
        ("?state=pending&channel=fanpage", []),
        ("?campaign=thuong-xuyen&channel=fanpage", ["Bài đăng"]),
        ("?campaign=ngay-phu-nu", []),
        ("?to=2026-01-01", ["Bài đăng"]),
        ("?from=2026-01-02", ["Bài đọc", "Băng rôn"]),
        ("?from=03/01/2026", ["Băng rôn"]),
        ("?from=2026-01-06", []),
        (f"{LIST}&campaign=&channel=&state=&from=&to=", ["Bài đăng", "Bài đọc", "Băng rôn"]),
    ],
)
def test_filters_of_the_address_narrow_the_list(
    filled: Office, query: str, found: list[str]
) -> None:
    assert titles(filled, query) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?channel=tivi", "Không có kênh “tivi”; hãy chọn lại trong danh sách."),
        ("?state=xong", "Không có trạng thái “xong”; hãy chọn lại trong danh sách."),
        ("?campaign=khac", "Không có chiến dịch “khac”; hãy chọn lại trong danh sách."),
        ("?from=32/01/2026", "Không hiểu ngày “32/01/2026”; hãy viết như 20/11/2026."),
        ("?to=9999-12-31", "Năm 9999 nằm ngoài khoảng 1968–2099 của lịch."),
    ],
)
def test_a_filter_that_cannot_be_is_refused_with_a_sentence(
    filled: Office, query: str, sentence: str
) -> None:
    answer = client(filled).get(f"/lich{query}")
    blocks = Read(answer.text).blocks
    assert (answer.status_code, blocks[blocks.index("Chưa đúng") + 1]) == (400, sentence)


def test_the_form_keeps_what_was_chosen(filled: Office) -> None:
    html = client(filled).get("/lich?channel=banner&from=2026-01-02").text
    assert html.count('<option value="banner" selected>Băng rôn</option>') == 1
    assert html.count('type="date" value="2026-01-02"') == 1
    assert Read(html).blocks.count("Đang lọc: Băng rôn; từ 02/01/2026") == 1


def test_nothing_planned_says_the_next_step(office: Office) -> None:
    assert listing(office).blocks[-3:-1] == [
        "Chưa có nội dung nào. Bước tiếp theo: lập kế hoạch cho cả năm.",
        "Đăng nhập để lập kế hoạch",
    ]


def test_nothing_found_says_how_to_see_more(filled: Office) -> None:
    assert listing(filled, "?state=failed").blocks[-2] == (
        "Không có nội dung nào khớp. Hãy bỏ bớt điều kiện lọc, hoặc xem tất cả."
    )


def test_the_list_leads_to_today_and_to_each_month(filled: Office, clock: VirtualClock) -> None:
    write(filled, "Tháng sau", days=40)
    clock.advance(timedelta(days=2))
    links = listing(filled).links
    assert links["Từ hôm nay"] == "#ngay-2026-02-10"
    assert (links["Tháng 1"], links["Tháng 2"]) == ("#ngay-2026-01-01", "#ngay-2026-02-10")


@pytest.mark.parametrize("view", ["", "?kieu=thang", "?kieu=tuan"])
def test_the_menu_opens_squares_at_today(filled: Office, view: str) -> None:
    page = listing(filled, view)
    assert page.links["Lịch"] == "/lich#hom-nay"
    assert page.html.count('data-ngay="2026-01-01" id="hom-nay"') == 1


def test_the_list_opens_at_the_next_day_with_something(filled: Office, clock: VirtualClock) -> None:
    write(filled, "Tháng sau", days=40)
    clock.advance(timedelta(days=9))
    page = listing(filled, "?kieu=danh-sach")
    assert page.links["Danh sách"].endswith("#hom-nay")
    assert page.html.count('id="hom-nay" data-ngay="2026-02-10"') == 1


def test_what_nobody_confirmed_is_marked(filled: Office, clock: VirtualClock) -> None:
    approve(filled, write(filled, "Đọc sớm", channel="loudspeaker", days=0.1))
    clock.advance(timedelta(days=0.2))
    blocks = listing(filled).blocks
    assert blocks[blocks.index("Đọc sớm") + 1] == (
        "09:24 Đài truyền thanh đã duyệt quá giờ, chưa xác nhận"
    )


def test_the_file_of_the_same_selection_is_offered(filled: Office) -> None:
    links = listing(filled, "?campaign=thuong-xuyen&channel=banner").links
    assert links["Tải tệp lịch (.ics)"] == (
        "/lich.ics?campaign=thuong-xuyen&channel=banner&drafts=1"
    )


def test_key_dates_are_named_on_their_days() -> None:
    assert key_dates(date(2026, 10, 20)) == ("Ngày Phụ nữ Việt Nam",)
    assert key_dates(date(2026, 11, 25)) == (
        "Ngày Thế giới xoá bỏ bạo lực đối với phụ nữ và trẻ em gái",
        "Bắt đầu Chiến dịch 16 ngày hành động chấm dứt bạo lực trên cơ sở giới",
    )
    assert key_dates(date(2026, 1, 2)) == ()
    assert key_dates(date(2026, 2, 17)) == ("Tết Nguyên đán",)


def test_the_last_day_of_a_range_is_named() -> None:
    ends = [name for name in key_dates(date(2026, 12, 15)) if name.startswith("Kết thúc")]
    assert ends == [
        "Kết thúc Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên "
        "cơ sở giới"
    ]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 2, 17), "1/1 âm lịch"),
        (date(2025, 7, 25), "1/6 nhuận âm lịch"),
        (date(1900, 1, 1), ""),
        (date(2100, 1, 1), ""),
    ],
)
def test_the_lunar_day_is_said_where_it_is_known(on: date, words: str) -> None:
    assert lunar_words(on) == words


def test_the_office_s_own_events_stand_on_their_days(filled: Office) -> None:
    event = (
        "BEGIN:VEVENT\nUID:a\nSUMMARY:Họp\nDTSTART:20260102T010000Z\nDURATION:PT1H\nEND:VEVENT\n"
    )
    data = f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode()
    now, zone = filled.clock.now(), filled.settings.zone
    looked = busy.look_through(data, "x.ics", today=now.date(), zone=zone)
    with filled.database.write() as session:
        busy.take_in(session, looked, by=audit.PROGRAM, now=now)
    blocks = listing(filled).blocks
    place = blocks.index("Thứ Sáu 02/01/2026 14/11 âm lịch")
    assert blocks[place + 1] == "Lịch cơ quan 08:00–09:00: Họp"
