"""Years side by side: windows, numbers of items, weekdays, lunar days, Fridays before weekends."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_kit import client, read

from habac24h.calendar.lunar import lunar_to_solar
from habac24h.calendar.observances import observances
from habac24h.campaigns.five_years import FiveYears, KeyDay, read_years, side_by_side
from habac24h.campaigns.library import load, places, stored
from habac24h.campaigns.plan import plan
from habac24h.campaigns.stored_years import stored_years
from habac24h.config import Settings
from habac24h.errors import Refused
from habac24h.office import Office

ZONE = Settings().zone


def test_each_number_is_what_planning_that_year_would_add(office: Office) -> None:
    with office.database.read() as session:
        found = stored_years(session, (2026, 2029), ZONE)
        for year, total in zip((2026, 2029), found.totals(), strict=True):
            added = plan(session, year, now=office.clock.now(), settings=office.settings).to_do
            assert total == len(added)


def test_the_weekend_anchors_of_2026_are_the_two_sundays_of_the_plan(office: Office) -> None:
    with office.database.read() as session:
        campaigns = [load(session, row.id) for row in stored(session)]
        found = side_by_side(campaigns, (), (2026,), places(session), ZONE)
    anchors = {line.id: _first(line.years[0].first) for line in found.campaigns}
    assert anchors == {
        "ngay-gia-dinh": (date(2026, 6, 28), date(2026, 6, 26)),
        "ngay-phu-nu": (date(2026, 10, 20), None),
        "thang-hanh-dong": (date(2026, 11, 15), date(2026, 11, 13)),
        "thuong-xuyen": (date(2026, 1, 1), None),
    }


def _first(found: KeyDay | None) -> tuple[date, date | None]:
    assert found is not None
    return found.on, found.approve_by


@given(st.integers(1968, 2099))
def test_every_key_day_s_lunar_date_leads_back_and_its_friday_is_the_last_before(year: int) -> None:
    found = _dates(year)
    days = [line.years[0].first for line in found.dates]
    assert days
    for day in days:
        assert day is not None
        lunar = day.lunar
        if lunar.year > 1968:
            assert lunar_to_solar(lunar.day, lunar.month, lunar.year, lunar.leap) == day.on
        late = day.on.weekday() > 4
        assert (day.approve_by is not None) == late
        if day.approve_by is not None:
            assert day.approve_by.weekday() == 4
            assert day.on - day.approve_by <= timedelta(days=2)


def _dates(year: int) -> FiveYears:
    return side_by_side((), tuple(observances().values()), (year,), (), ZONE)


def test_a_year_that_lacks_a_date_says_so() -> None:
    one = observances()["han-bao-cao-2026"]
    found = side_by_side((), (one,), (2026, 2027), (), ZONE)
    assert [held.first is None for held in found.dates[0].years] == [False, True]
    assert side_by_side((), (one,), (2027,), (), ZONE).dates == ()


def test_the_json_form_is_whole(office: Office) -> None:
    with office.database.read() as session:
        found = stored_years(session, read_years("2026-2030"), ZONE)
    told = json.loads(json.dumps(found.as_dict(), ensure_ascii=False))
    campaign = next(one for one in told["campaigns"] if one["id"] == "thang-hanh-dong")
    assert campaign["years"]["2026"] == {
        "first": "2026-11-15",
        "last": "2026-12-15",
        "lunar": "7/10/2026 âm lịch",
        "approve_by": "2026-11-13",
        "by_channel": {"fanpage": 13, "loudspeaker": 11, "banner": 3, "portal": 3, "talk": 5},
    }


@pytest.mark.parametrize("written", ["2026", "2030-2026", "2026-2036", "1900-1905", "năm-nay"])
def test_a_span_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        read_years(written)


def test_the_page_shows_five_years_and_stays_within_the_calendar(office: Office) -> None:
    browser = client(office)
    shown = read(browser.get("/chien-dich/nam-nam?tu=2026"))
    assert shown.headings[0] == (1, "Năm 2026–2030 cạnh nhau")
    assert shown.links["2031–2035"] == "/chien-dich/nam-nam?tu=2031"
    last = read(browser.get("/chien-dich/nam-nam?tu=2099"))
    assert last.headings[0] == (1, "Năm 2095–2099 cạnh nhau")
    assert browser.get("/chien-dich/nam-nam?tu=1900").status_code == 400
