"""The next year: offered in November, planned as drafts from 15 December, once, if nobody did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select
from web_kit import client, read

from habac24h import audit, memory
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.next_year import DONE, Made, due_year, make, offer
from habac24h.campaigns.plan import plan
from habac24h.clock import VirtualClock
from habac24h.engine.context import Report
from habac24h.engine.next_year import plan_ahead
from habac24h.errors import Refused
from habac24h.models import Audit, Item, Words
from habac24h.office import Office

SLOTS = 118
"""Items of the shipped campaigns in one year; `plan YEAR` says the same."""


def at(month: int, day: int, year: int = 2026, hour: int = 3) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def planned(office: Office, year: int) -> None:
    with office.database.write() as session:
        now = office.clock.now()
        found = plan(session, year, now=now, settings=office.settings)
        apply(session, found, by=audit.PROGRAM, now=now)


def one_pass(office: Office, clock: VirtualClock, moment: datetime) -> Report:
    clock.set(moment)
    with office.engine("thu") as engine:
        worker = replace(engine, report=Report())
        plan_ahead(worker)
    return worker.report


def items(office: Office, year: int) -> list[Item]:
    with office.database.read() as session:
        return list(session.exec(select(Item).where(Item.year == year)))


def test_the_offer_begins_in_november_and_counts_what_planning_would_add(office: Office) -> None:
    planned(office, 2026)
    with office.database.read() as session:
        before = offer(session, at(10, 31), office.settings)
        found = offer(session, at(11, 1), office.settings)
    assert before is None
    assert found is not None
    assert (found.year, found.differences, found.planned) == (2027, SLOTS, False)
    assert found.by_itself_on == date(2026, 12, 15)
    assert [(one.campaign, one.names) for one in found.missing] == [("thang-hanh-dong", ("theme",))]


def test_an_office_that_never_planned_is_offered_its_present_year_only(office: Office) -> None:
    with office.database.read() as session:
        assert offer(session, at(11, 20), office.settings) is None


def test_what_people_planned_is_compared_and_a_whole_year_ends_the_offer(office: Office) -> None:
    planned(office, 2026)
    planned(office, 2027)
    with office.database.write() as session:
        found = offer(session, at(11, 20), office.settings)
        assert found is not None
        assert (found.differences, found.planned, found.by_itself_on) == (0, True, None)
        changed = library.export(session, "ngay-phu-nu").replace('at: "19:00"', 'at: "19:30"')
        library.import_definition(session, changed, "ngay-phu-nu.yaml", now=at(11, 20))
        again = offer(session, at(11, 20), office.settings)
    assert again is not None
    assert again.differences > 0


def test_from_15_december_a_pass_plans_drafts_once_and_says_so(
    office: Office, clock: VirtualClock
) -> None:
    planned(office, 2026)
    assert one_pass(office, clock, at(12, 14)).deeds == {}
    assert one_pass(office, clock, at(12, 15)).deeds == {"next-year": SLOTS}
    assert one_pass(office, clock, at(12, 15, hour=4)).deeds == {}
    assert {item.state for item in items(office, 2027)} == {Words.DRAFT}
    with office.database.read() as session:
        acts = select(Audit.by, Audit.details).where(Audit.act == "next-year")
        assert session.exec(acts).all() == [("habac24h", {"year": 2027, "items": SLOTS})]
        found = offer(session, at(12, 20), office.settings)
    assert found is not None
    assert found.made == Made(date(2026, 12, 15), SLOTS)


def test_the_day_begins_at_midnight_of_the_office(office: Office, clock: VirtualClock) -> None:
    planned(office, 2026)
    assert one_pass(office, clock, datetime(2026, 12, 14, 16, 59, tzinfo=UTC)).deeds == {}
    assert one_pass(office, clock, datetime(2026, 12, 14, 17, 0, tzinfo=UTC)).deeds != {}


def test_a_computer_that_was_off_over_new_year_catches_up_in_january(
    office: Office, clock: VirtualClock
) -> None:
    planned(office, 2026)
    assert one_pass(office, clock, at(2, 1, 2027)).deeds == {}
    assert one_pass(office, clock, at(1, 31, 2027)).deeds == {"next-year": SLOTS}


def test_what_a_person_planned_or_the_setting_forbids_is_left_alone(
    office: Office, clock: VirtualClock
) -> None:
    planned(office, 2026)
    off = replace(office, settings=office.settings.model_copy(update={"next_year_drafts": False}))
    assert one_pass(off, clock, at(12, 16)).deeds == {}
    planned(office, 2027)
    with office.database.write() as session:
        for item in session.exec(select(Item).where(Item.year == 2027)):
            item.state = Words.DROPPED
            session.add(item)
    assert one_pass(office, clock, at(12, 17)).deeds == {}
    with office.database.write() as session:
        assert make(session, 2027, at(12, 17), office.settings) is None


def test_a_plan_that_cannot_be_made_is_told_and_tried_again_hours_later(
    office: Office, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(office, 2026)

    def refuse(*_args: object) -> int:
        raise Refused("Kho bài hỏng.")

    with monkeypatch.context() as patch:
        patch.setattr("habac24h.campaigns.next_year.make", refuse)
        report = one_pass(office, clock, at(12, 15))
        assert report.troubles == ["Chưa tự lập được kế hoạch năm 2027: Kho bài hỏng."]
        assert one_pass(office, clock, at(12, 15, hour=8)).troubles == []
    assert report.troubles[0] in client(office).get("/").text
    assert one_pass(office, clock, at(12, 15, hour=9)).deeds == {"next-year": SLOTS}
    assert report.troubles[0] not in client(office).get("/").text


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 12, 14), None),
        (date(2026, 12, 15), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 31), 2027),
        (date(2027, 2, 1), None),
    ],
)
def test_the_program_plans_between_15_december_and_the_end_of_january(
    day: date, year: int | None
) -> None:
    assert due_year(day) == year


def test_the_first_page_offers_the_year_and_says_what_the_program_made(
    office: Office, clock: VirtualClock
) -> None:
    planned(office, 2026)
    clock.set(at(11, 20))
    browser = client(office)
    shown = read(browser.get("/"))
    assert shown.sections["nam-toi"][:3] == [
        "Kế hoạch năm 2027",
        "Chưa lập kế hoạch năm 2027: có 118 nội dung để thêm, đều là nháp.",
        "Nếu chưa ai lập thì Thứ Ba 15/12/2026 chương trình tự lập thành nháp, không tự duyệt gì.",
    ]
    assert shown.links["Xem và lập kế hoạch năm 2027"] == "/chien-dich/ke-hoach?nam=2027"
    one_pass(office, clock, at(12, 15))
    assert read(browser.get("/")).sections["nam-toi"][1] == (
        "Thứ Ba 15/12/2026, chương trình đã tự lập kế hoạch năm 2027 vì chưa ai lập: 118 nội dung, "
        "tất cả là nháp, chưa nội dung nào được trình hay duyệt."
    )


def test_todays_work_stands_before_the_next_year(office: Office, clock: VirtualClock) -> None:
    planned(office, 2026)
    clock.set(at(11, 20))
    order = list(read(client(office).get("/")).sections)
    work = ["can-xu-ly", "cho-duyet", "hom-nay", "ngay-mai", "chua-xac-nhan"]
    assert [one for one in order if one in (*work, "nam-toi")] == [*work, "nam-toi"]


def test_what_was_made_is_remembered_by_year(office: Office, clock: VirtualClock) -> None:
    planned(office, 2026)
    one_pass(office, clock, at(12, 15))
    one_pass(office, clock, at(12, 15, 2027))
    with office.database.read() as session:
        assert memory.recall(session, DONE) == {
            "2027": {"on": "2026-12-15", "items": SLOTS},
            "2028": {"on": "2027-12-15", "items": SLOTS},
        }
