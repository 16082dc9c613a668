"""Fanpage: a token is looked at before it is trusted, waits in memory alone, and is never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from planned_kit import planned
from signed_kit import entered
from web_kit import TestClient, approve, write

from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock
from habac24h.models import Item
from habac24h.office import Office
from habac24h.web.fanpage import KEPT_FOR
from habac24h.workflow import pages
from habac24h.workflow.desk import Desk

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
ADDRESS = "/cai-dat/fanpage"
REAL, CANARY, PERSON = "555000111", "EAAG-canary-2b7e151628aed2a6", "EAAG-person-abf7158809cf"


@pytest.fixture
def real(office: Office, clock: VirtualClock) -> Iterator[PracticePage]:
    """A page that stands for the real one; its address is the office's GRAPH_URL."""
    with PracticePage(page_id=REAL, name="Hà Bắc 24h", token=CANARY, now=clock.now) as page:
        page.add_token(PERSON, kind="USER", profile_id="77")
        office.settings = office.settings.model_copy(update={"graph_url": page.url})
        office.home.mkdir(exist_ok=True)
        yield page


def check(browser: TestClient, token: str = CANARY, page: str = REAL) -> Any:
    return browser.post(f"{ADDRESS}/kiem-tra", data={"trang": page, "ma": token})


def connect(browser: TestClient, **more: str) -> Any:
    form = {"trang": REAL, **more}
    return browser.post(f"{ADDRESS}/ket-noi", data=form, follow_redirects=False)


def live(office: Office) -> str:
    with office.database.read() as session:
        page = pages.live(session)
        assert page is not None
        return page.page_id


def told(html: str) -> str:
    found = re.search(r'<p class="bao-loi" role="alert">(.*?)</p>', html)
    return found[1] if found else ""


def every_file(office: Office) -> list[bytes]:
    return [one.read_bytes() for one in office.home.parent.rglob("*") if one.is_file()]


def test_a_page_is_checked_then_connected_and_the_token_is_seen_nowhere(
    office: Office, real: PracticePage
) -> None:
    browser = entered(planned(office), "quan-tri")
    seen = check(browser).text
    assert re.findall(r'<li class="(\w+)"><b>(Được|Chưa được)', seen)[:2] == [("duoc", "Được")] * 2
    assert live(office) != REAL
    answer = connect(browser)
    assert (answer.status_code, live(office)) == (303, REAL)
    shown = [seen, browser.get(answer.headers["location"]).text, browser.get("/nhat-ky").text]
    assert [page for page in shown if CANARY in page] == []
    assert [file for file in every_file(office) if CANARY.encode() in file] == []


def test_a_person_s_token_is_exchanged_for_the_page_s_own(
    office: Office, real: PracticePage
) -> None:
    browser = entered(planned(office), "quan-tri")
    check(browser, PERSON)
    assert (connect(browser).status_code, live(office)) == (303, REAL)


def test_a_token_of_another_page_is_told_and_cannot_be_connected(
    office: Office, real: PracticePage
) -> None:
    real.add_token("EAAG-other", kind="PAGE", profile_id="999")
    browser = entered(planned(office), "quan-tri")
    html = check(browser, "EAAG-other").text
    assert re.findall(r'class="chua"><b>Chưa được. (.*?):', html)[-1] == "Cần làm"
    assert "Kết nối trang Hà Bắc" not in html
    assert (connect(browser).status_code, live(office) != REAL) == (400, True)


def test_turning_to_another_page_is_agreed_to_with_the_number_of_approvals(
    office: Office, real: PracticePage
) -> None:
    planned(office)
    key = approve(office, write(office, "Bài đã duyệt", text="Cùng chia sẻ việc nhà."))
    browser = entered(office, "quan-tri")
    assert "1 nội dung đã trình hoặc đã duyệt phải duyệt lại" in check(browser).text
    assert told(connect(browser).text).startswith("Đổi trang thì 1 nội dung phải duyệt lại")
    assert live(office) != REAL
    answer = connect(browser, **{"dong-y": "co"})
    assert answer.headers["location"] == f"{ADDRESS}?xong=1"
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        item: Item = desk.item(key)
        assert (item.state, item.page) == ("pending", REAL)


def test_a_check_is_good_for_ten_minutes_and_for_its_own_person(
    office: Office, real: PracticePage, clock: VirtualClock
) -> None:
    browser = entered(planned(office), "quan-tri")
    check(browser)
    clock.advance(KEPT_FOR + timedelta(seconds=1))
    assert told(connect(browser).text).startswith("Lần kiểm tra đã quá 10 phút")
    assert live(office) != REAL


@pytest.mark.parametrize(("page", "token"), [("12a", CANARY), (REAL, ""), (REAL, "mã tiếng Việt")])
def test_what_cannot_be_a_page_or_a_token_is_not_even_asked(
    office: Office, real: PracticePage, page: str, token: str
) -> None:
    answer = check(entered(planned(office), "quan-tri"), token, page)
    assert (answer.status_code, len(real.requests)) == (400, 0)


@pytest.mark.parametrize("name", ["xem", "soan", "duyet"])
def test_only_an_administrator_connects(office: Office, real: PracticePage, name: str) -> None:
    browser = entered(planned(office), name)
    answers = [check(browser).status_code, connect(browser).status_code]
    assert (answers, len(real.requests), live(office) != REAL) == ([400, 400], 0, True)
