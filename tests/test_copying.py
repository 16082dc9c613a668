"""A year's hand-made items for the next: days moved sensibly, drafts, old years marked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signed_kit import entered, staff
from web_kit import APPROVER, WRITER, approve, arrive, read, write

from habac24h import workflow
from habac24h.calendar.observances import inline, observances, window
from habac24h.campaigns.shifting import Keep, keep_of, shifted
from habac24h.clock import VirtualClock
from habac24h.content.checks.old_year import old_years
from habac24h.errors import NotFound, Refused
from habac24h.models import Airing, Item, Words
from habac24h.office import Office
from habac24h.workflow.copying import copy, listed
from habac24h.workflow.findings import findings

FIXED = inline("Tháng thử", "11-15", "12-15")
TET = next(one for one in observances().values() if one.lunar is not None)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
YEARS = st.integers(1, 10)


@given(DAYS, YEARS)
def test_the_date_stays_and_only_a_leap_day_gives_way(day: date, years: int) -> None:
    moved = shifted(day, years, "date", FIXED, day.year)
    assert moved.year == day.year + years
    leap = (day.month, day.day) == (2, 29)
    assert (moved.month, moved.day) == (day.month, day.day) or (leap and moved.day == 28)


@given(DAYS, YEARS)
def test_the_weekday_stays_within_three_days_of_the_date(day: date, years: int) -> None:
    moved = shifted(day, years, "weekday", FIXED, day.year)
    assert moved.weekday() == day.weekday()
    assert abs(moved - shifted(day, years, "date", FIXED, day.year)) <= timedelta(days=3)


@given(st.integers(2020, 2050), st.integers(-20, 20), YEARS)
def test_a_lunar_campaign_takes_its_days_along(year: int, apart: int, years: int) -> None:
    before, after = window(TET, year), window(TET, year + years)
    if before is None or after is None:
        return
    day = before.start + timedelta(days=apart)
    assert shifted(day, years, "date", TET, year) - after.start == timedelta(days=apart)


@given(st.text("2026 /ab7", max_size=30))
def test_every_old_year_that_stands_alone_is_marked(text: str) -> None:
    found = list(old_years(text, "", 2026, 2027))
    assert [text[one.start : one.end] for one in found] == ["2026"] * len(found)
    assert len(found) == len(re.findall(r"(?<![0-9])2026(?![0-9])", text))
    assert {(one.severity, one.better) for one in found} <= {("warn", "2027")}


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Office:
    """On 2 November 2026, with a hand-made post for the 20th at 19:00 in Hà Bắc."""
    clock.set(datetime(2026, 11, 2, 12, tzinfo=UTC))
    arrive(office)
    return office


def post(here: Office, text: str = "Chào 20/11/2026.") -> str:
    return write(here, "Tri ân thầy cô năm 2026", text=text, days=18)


def copied(here: Office, keep: Keep = "date", to: int = 2027) -> list[Item]:
    with here.desk(WRITER) as desk:
        return list(copy(desk, 2026, to, keep))


def airings(here: Office, item: Item) -> list[Airing]:
    with here.database.read() as session:
        return workflow.Desk.reader(session, here.settings, here.clock.now()).airings(item)


@pytest.mark.parametrize(
    ("keep", "due"),
    [
        ("date", datetime(2027, 11, 20, 12, tzinfo=UTC)),
        ("weekday", datetime(2027, 11, 19, 12, tzinfo=UTC)),
    ],
)
def test_an_approved_item_comes_as_a_draft_at_its_hour(
    here: Office, keep: Keep, due: datetime
) -> None:
    key = approve(here, post(here))
    (item,) = copied(here, keep)
    assert (item.key, item.state, item.text) == (
        "thuong-xuyen/2027/rieng-001",
        Words.DRAFT,
        "Chào 20/11/2026.",
    )
    assert item.authors == [WRITER]
    assert (item.approver, item.approved_sha256, item.images) == (None, None, [])
    assert item.reason == (
        f"Chép từ “{key}” của năm 2026: đọc lại lời, ngày và năm trước khi trình."
    )
    assert [one.due for one in airings(here, item)] == [due]


def test_years_of_the_old_edition_are_findings_until_they_are_mended(here: Office) -> None:
    post(here)
    (item,) = copied(here)

    def told() -> list[tuple[str, str]]:
        with here.database.read() as session:
            row = workflow.Desk.reader(session, here.settings, here.clock.now()).item(item.key)
            found = findings(session, row, None, here.settings)
        return [(one.found, one.better) for one in found if one.rule == "NAM-CU"]

    assert told() == [
        ("2026", "2027"),
        ("Tri ân thầy cô năm 2026", "Tri ân thầy cô năm 2027"),
    ]
    with here.desk(WRITER) as desk:
        workflow.edit(desk, item.key, text="Chào 20/11/2027.", title="Tri ân thầy cô")
    assert told() == []


def test_copying_twice_copies_nothing_twice_and_keeps_years_of_copies_apart(here: Office) -> None:
    post(here)
    assert len(copied(here)) == 1
    assert copied(here) == []
    with here.desk(WRITER) as desk:
        (again,) = copy(desk, 2027, 2028, "date")
    assert again.planned == {"copied_from": "thuong-xuyen/2027/rieng-001", "words_of": 2026}


def test_a_window_keeps_its_length_and_places_that_are_still_in_use(here: Office) -> None:
    until = datetime(2026, 12, 16, 1, tzinfo=UTC)
    key = write(here, "Băng rôn riêng", channel="banner", days=13, until=until)
    with here.database.write() as session:
        desk = workflow.Desk.reader(session, here.settings, here.clock.now())
        airing = desk.airings(desk.item(key))[0]
        airing.places = ["thon-1", "khong-con"]
        session.add(airing)
    (item,) = copied(here, "weekday")
    (airing,) = airings(here, item)
    assert airing.until is not None
    assert airing.until - airing.due == until - datetime(2026, 11, 15, 12, tzinfo=UTC)
    assert airing.places == ["thon-1"]


def test_every_airing_comes_along_but_cancelled_ones(here: Office) -> None:
    key = post(here)
    with here.database.write() as session:
        item = workflow.Desk.reader(session, here.settings, here.clock.now()).item(key)
        for n, state in ((2, "waiting"), (3, "cancelled")):
            due = datetime(2026, 11, 20 + n, 5, tzinfo=UTC)
            session.add(
                Airing(
                    key=f"{key}@{n}",
                    item_id=item.id or 0,
                    n=n,
                    uid=f"x{n}",
                    due=due,
                    late_until=due + timedelta(hours=2),
                    state=state,
                    created_at=due,
                )
            )
    (made,) = copied(here)
    found = airings(here, made)
    assert [(one.key[-2:], one.due.day, one.late_until > one.due) for one in found] == [
        ("@1", 20, True),
        ("@2", 22, True),
    ]
    assert len({one.uid for one in found}) == 2


def test_what_was_dropped_or_is_over_in_the_other_year_is_left_and_said(here: Office) -> None:
    dropped, late = post(here), write(here, "Muộn", days=1)
    with here.desk(APPROVER) as desk:
        workflow.cancel(desk, dropped, reason="thôi")
    here.clock.set(datetime(2027, 11, 10, tzinfo=UTC))  # type: ignore[attr-defined]
    with here.desk(WRITER) as desk:
        found = listed(desk, 2026, 2027, "date")
        assert [(one.item.key, one.why_not) for one in found] == [(late, "giờ mới đã qua")]
        assert copy(desk, 2026, 2027, "date") == ()
        with pytest.raises(Refused):
            listed(desk, 2026, 2026, "date")
        with pytest.raises(NotFound):
            listed(desk, 2026, 2027, "date", "khong-co")
        with pytest.raises(Refused):
            keep_of("luna")


def test_the_page_lists_and_one_press_copies(here: Office) -> None:
    post(here)
    staff(here)
    browser = entered(here, "soan")
    shown = read(browser.get("/chien-dich/chep?tu=2026&den=2027&giu=weekday"))
    assert "19:00, Thứ Sáu 20/11/2026 → 19:00, Thứ Sáu 19/11/2027" in " ".join(
        shown.sections["danh-sach"]
    )
    form = {"tu": "2026", "den": "2027", "giu": "weekday"}
    done = browser.post("/chien-dich/chep", data=form)
    assert "Đã chép 1 nội dung, tất cả là nháp." in done.text
    assert "Đã chép từ trước." in done.text
    same = browser.post("/chien-dich/chep", data={**form, "den": "2026"})
    assert same.status_code == 400
