"""Lịch as squares: weeks from Monday, bars of campaigns, folded days, clashes, today."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from signed_kit import entered, staff
from web_kit import Read, approve, arrive, client, read, write

from habac24h.calendar.fixed import EditionSpan
from habac24h.calendar.observances import Window
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.office import Office
from habac24h.web.month import weeks, windows
from habac24h.web.period import read_period

pytestmark = pytest.mark.sqlite

TODAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _people(office: Office) -> None:
    arrive(office)


def month(office: Office, query: str = "") -> Read:
    return read(client(office).get(f"/lich{query}"))


def days(page: Read) -> list[str]:
    return [text for level, text in page.headings if level == 2]


def test_a_month_begins_on_a_monday_and_ends_on_a_sunday(office: Office) -> None:
    shown = days(month(office))
    assert (shown[0], shown[-1], len(shown)) == (
        "29Thứ Hai 29/12/20251010/11 âm lịch",
        "1Chủ nhật 01/02/20261414/12 âm lịch",
        35,
    )


@pytest.mark.parametrize(
    ("query", "first", "last", "name"),
    [
        ({}, "2025-12-29", "2026-02-01", "Tháng 1 năm 2026"),
        ({"ngay": "2026-02-10"}, "2026-01-26", "2026-03-01", "Tháng 2 năm 2026"),
        ({"kieu": "tuan", "ngay": "18/11/2026"}, "2026-11-16", "2026-11-22",
         "Tuần 16/11 – 22/11/2026"),
        ({"kieu": "thang", "ngay": "2099-12-31"}, "2099-11-30", "2100-01-03",
         "Tháng 12 năm 2099"),
    ],
)  # fmt: skip
def test_an_address_names_its_days(query: dict[str, str], first: str, last: str, name: str) -> None:
    found = read_period(query, TODAY)
    assert (found.first.isoformat(), found.last.isoformat(), found.name) == (first, last, name)
    assert all(len(week) == 7 for week in found.weeks)


def test_filters_alone_ask_for_the_list_and_a_view_keeps_them() -> None:
    assert read_period({"state": "missed"}, TODAY).kind == "danh-sach"
    found = read_period({"kieu": "thang", "channel": "banner", "to": "2026-03-01"}, TODAY)
    assert found.as_kind("tuan") == "/lich?kieu=tuan&ngay=2026-01-01&channel=banner"
    assert found.after == "/lich?kieu=thang&ngay=2026-02-01&channel=banner"
    assert found.before == "/lich?kieu=thang&ngay=2025-12-01&channel=banner"
    assert found.day(date(2026, 1, 9)) == (
        "/lich?channel=banner&kieu=danh-sach&from=2026-01-09&to=2026-01-09"
    )


def test_nobody_chose_a_view_so_the_phone_may_show_a_list() -> None:
    found = read_period({}, TODAY)
    assert (found.chosen, found.after, found.at(None)) == (False, "/lich?ngay=2026-02-01", "/lich")


def test_the_calendar_ends_where_its_years_end() -> None:
    assert read_period({"ngay": "2099-12-05"}, TODAY).after is None
    assert read_period({"ngay": "1968-01-05"}, TODAY).before is None


def test_a_view_that_there_is_not_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="Không có cách xem lịch “nam”"):
        read_period({"kieu": "nam"}, TODAY)
    assert client(office).get("/lich?kieu=nam").status_code == 400


def test_a_chip_says_hour_channel_title_and_state_in_words(office: Office) -> None:
    approve(office, write(office, "Bài đăng", days=0.5))
    blocks = month(office).blocks
    assert [one for one in blocks if "Bài đăng" in one or "đã duyệt" in one] == [
        "19:00 Fanpage Bài đăng",
        "đã duyệt",
    ]


def test_today_is_marked_and_no_other_day(office: Office) -> None:
    html = client(office).get("/lich").text
    assert re.findall(r'data-ngay="([^"]+)"[^>]* aria-current="date"', html) == ["2026-01-01"]


def test_many_on_a_day_are_folded_and_none_is_lost(office: Office) -> None:
    for n in range(6):
        write(office, f"Bài {n}", text=f"Lời {n}.", days=1 + n / 100)
    page = month(office)
    chips = [one for one in page.blocks if " Fanpage Bài " in one]
    assert (page.blocks.count("+3 nữa"), len(chips)) == (1, 6)
    week = month(office, "?kieu=tuan&ngay=2026-01-02")
    assert [one for one in week.blocks if one.endswith(" nữa")] == []


def test_a_day_with_very_many_leads_to_its_list(office: Office) -> None:
    for n in range(14):
        write(office, f"Bài {n:02}", text=f"Lời {n}.", days=1 + n / 100)
    page = month(office)
    assert page.blocks.count("+11 nữa") == 1
    assert page.links["Xem cả ngày"] == "/lich?kieu=danh-sach&from=2026-01-02&to=2026-01-02"
    assert len([one for one in page.blocks if " Fanpage Bài " in one]) == 12


def test_a_banner_is_told_on_its_last_day_too(office: Office, clock: VirtualClock) -> None:
    write(office, "Băng rôn", channel="banner", days=1, until=clock.now() + timedelta(days=4))
    chips = [one for one in month(office).blocks if one.endswith(("Băng rôn", "05/01/2026"))]
    assert chips == ["07:00 Băng rôn Băng rôn", "nháp đến 05/01/2026",
                     "07:00 Băng rôn Tháo: Băng rôn"]  # fmt: skip


def test_a_campaign_is_a_bar_cut_at_the_weeks_ends() -> None:
    span = EditionSpan("thang", 2026, "Tháng", Window(date(2026, 11, 15), date(2026, 12, 15)))
    period = read_period({"ngay": "2026-11-01"}, TODAY)
    shown = weeks(period, [], [span], ZoneInfo("Asia/Ho_Chi_Minh"))
    bars = [[(b.begins, b.length, b.from_before, b.goes_on) for b in w.bars] for w in shown]
    assert bars == [
        [], [], [(7, 1, False, True)], [(1, 7, True, True)], [(1, 7, True, True)],
        [(1, 7, True, True)],
    ]  # fmt: skip


def test_neither_single_days_nor_the_whole_year_are_bars() -> None:
    day = EditionSpan("ngay", 2026, "Ngày", Window(date(2026, 1, 8), date(2026, 1, 8)))
    year = EditionSpan("nam", 2026, "Năm", Window(date(2026, 1, 1), date(2026, 12, 31)))
    assert windows(read_period({}, TODAY), [day, year], None) == []


def test_a_planned_year_shows_its_campaign_and_key_dates(office: Office) -> None:
    with office.desk("soan") as desk:
        found = plan(desk.session, 2026, now=desk.now, settings=desk.settings)
        apply(desk.session, found, by=desk.who, now=desk.now)
    page = month(office, "?ngay=2026-11-25")
    title = "Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới"
    assert page.links[title] == "/chien-dich/thang-hanh-dong?nam=2026"
    assert page.blocks.count(f"{title} 15/11 – 15/12/2026") == 1
    assert page.blocks.count("Ngày Quốc tế Nam giới") == 1


def test_posts_too_close_are_marked_and_explained_by_their_titles(office: Office) -> None:
    write(office, "Bài một", days=1)
    write(office, "Bài hai", text="Lời khác.", days=1 + 0.5 / 24)
    page = month(office)
    assert page.blocks.count("nháp vướng giờ") == 1
    assert page.sections["vuong"] == [
        "Vướng giờ 1",
        "Bài hai Bài lúc 07:30 ngày 2/1/2026 cách “Bài một” 30 phút, ít hơn 60 phút.",
    ]
    assert page.sections["vuong"][1][8:] in month(office, "?kieu=danh-sach").blocks


def test_an_empty_month_of_a_planned_office_says_where_to_look(office: Office) -> None:
    write(office, "Xa", days=90)
    assert "Không có nội dung nào trong tháng này. Xem cả lịch" in month(office).blocks


def test_who_does_not_sign_in_is_offered_no_move(office: Office) -> None:
    write(office, "Bài")
    assert "/lich/doi-ngay" not in client(office).get("/lich").text
    staff(office)
    assert entered(office, "soan").get("/lich").text.count('action="/lich/doi-ngay"') == 1
