"""Definitions and settings of a planned year in a real browser: dates while somebody types."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from conftest import START
from planned_kit import MONTH, planned
from playwright.sync_api import Page, expect, sync_playwright
from test_pages_in_browser import served

from habac24h.accounts import sessions
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.models import Account
from habac24h.office import open_office
from habac24h.web.visitor import COOKIE

pytestmark = pytest.mark.browser
ADDRESSES = (
    f"/chien-dich/{MONTH}?nam=2026",
    "/chien-dich/so-lieu?nam=2026",
    "/chien-dich/ke-hoach?nam=2027",
    f"/chien-dich/{MONTH}/dinh-nghia",
    "/chien-dich/dinh-nghia",
    "/chien-dich/nhap-tep",
    "/cai-dat",
    "/cai-dat/co-quan",
    "/cai-dat/dia-diem",
    "/cai-dat/loi",
    "/cai-dat/loi/rules/ST01",
    "/cai-dat/fanpage",
    "/cai-dat/lich",
    "/cai-dat/sao-luu",
    "/nhat-ky",
)


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An administrator's phone in an office with a planned year."""
    clock = VirtualClock(START)
    office = open_office(
        tmp_path_factory.mktemp("home"), clock=clock, settings=Settings(cards=False), durable=False
    )
    planned(office)
    with office.database.write() as session:
        token = sessions.begin(session, session.get_one(Account, "quan-tri"), clock.now())
    program = os.environ.get("HABAC24H_CHROMIUM") or shutil.which("chromium")
    with served(office) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(
            base_url=address, viewport={"width": 360, "height": 740}, locale="vi-VN"
        )
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        yield context.new_page()
        browser.close()
    office.close()


def test_on_a_phone_nothing_sticks_out_and_the_browser_is_content(phone: Page) -> None:
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    for path in ADDRESSES:
        phone.goto(path)
        assert (path, phone.evaluate("document.documentElement.scrollWidth")) == (path, 360)
    assert said == []


def test_the_dates_follow_while_somebody_types(phone: Page) -> None:
    phone.goto(f"/chien-dich/{MONTH}/dinh-nghia?nam=2026")
    shown = phone.locator("#xem-truoc")
    expect(shown).to_contain_text("Chủ nhật 08/11/2026")
    phone.locator("summary", has_text="Nhắc trước một tuần").click()
    phone.locator("#\\30 -tu-so").fill("10")
    expect(shown).to_contain_text("Thứ Năm 05/11/2026")
    assert re.search(r"day: start - 10d", shown.inner_text()) is None  # folded until asked for
    phone.locator("#\\30 -gio").fill("25:00")
    expect(shown).to_contain_text("còn 1 chỗ phải điền hoặc sửa")
