"""Chiến dịch: the editions of a year, their facts, and the matrix of topics, channels and weeks."""

from __future__ import annotations

import pytest
from web_kit import arrive, client, read, write

from habac24h import audit
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.office import Office
from habac24h.workflow import Desk
from habac24h.workflow.facts import set_facts

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ACTION_MONTH = "/chien-dich/thang-hanh-dong"


@pytest.fixture
def planned(office: Office) -> Office:
    arrive(office)
    now = office.clock.now()
    with office.database.write() as session:
        changes = plan(session, 2026, now=now, settings=office.settings)
        apply(session, changes, by=audit.PROGRAM, now=now)
    return office


def test_every_campaign_of_the_year_is_listed_with_its_days_and_states(planned: Office) -> None:
    page = read(client(planned).get("/chien-dich?nam=2026"))
    assert page.headings[0] == (1, "Chiến dịch năm 2026")
    assert len([level for level, _title in page.headings if level == 2]) == 4
    assert page.blocks.count("Chủ nhật 15/11/2026 đến Thứ Ba 15/12/2026") == 1
    lacking = [block for block in page.blocks if block.startswith("Còn thiếu ")]
    assert (len(lacking), lacking.count("Còn thiếu 0 số liệu")) == (4, 0)


def test_a_year_without_a_plan_says_the_next_step(office: Office) -> None:
    browser = client(office)
    assert (
        read(browser.get("/chien-dich?nam=2027")).blocks.count("Chưa lập kế hoạch cho năm này.")
        == 4
    )
    assert read(browser.get(f"{ACTION_MONTH}?nam=2027")).sections["do-phu"][1:] == [
        "Chưa lập kế hoạch cho năm 2027. Xem và lập kế hoạch",
    ]


def test_an_edition_shows_its_matrix_by_weeks(planned: Office) -> None:
    html = client(planned).get(f"{ACTION_MONTH}?nam=2026").text
    assert html.count('<th scope="row">') == 5  # four topics, and what has none
    assert html.count('<th scope="col">') == 8  # the topics' column and seven weeks
    assert html.count("Không có chủ đề nào bị bỏ trống") == 1


def test_a_gap_is_told_on_the_page_as_planning_tells_it(office: Office) -> None:
    arrive(office)
    write(office, "Bài riêng")
    page = read(client(office).get("/chien-dich/thuong-xuyen?nam=2026"))
    told = [block for block in page.sections["do-phu"] if "không có" in block]
    assert any("không có nội dung nào trong" in block for block in told)


def test_facts_stand_with_what_is_behind_them_and_gaps_are_named(planned: Office) -> None:
    with planned.database.write() as session:
        desk = Desk.of(session, planned.settings, planned.clock.now(), "soan")
        set_facts(desk, 2026, "thang-hanh-dong", {"theme": "Chủ đề thử"})
    page = read(client(planned).get(f"{ACTION_MONTH}?nam=2026"))
    told = page.sections["so-lieu"]
    assert told[told.index("chủ đề của năm") + 1] == "Chủ đề thử"
    assert told[told.index("số điện thoại Công an xã") + 1] == "chưa điền"


@pytest.mark.parametrize("address", ["/chien-dich/khong-co", "/chien-dich?nam=99999"])
def test_what_does_not_exist_has_a_vietnamese_page(office: Office, address: str) -> None:
    assert client(office).get(address).status_code in (400, 404)
