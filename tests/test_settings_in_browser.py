"""Definitions and settings of a planned year in a real browser: dates while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser_kit import PHONE, seen
from conftest import START
from planned_kit import MONTH, planned
from playwright.sync_api import Browser, Page, expect

from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.office import open_office

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
    "/cai-dat/thu",
    "/cai-dat/dia-diem",
    "/cai-dat/loi",
    "/cai-dat/loi/rules/ST01",
    "/cai-dat/fanpage",
    "/cai-dat/lich",
    "/cai-dat/sao-luu",
    "/nhat-ky",
)


@pytest.fixture(scope="module")
def phone(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An administrator's phone in an office with a planned year."""
    clock, home = VirtualClock(START), tmp_path_factory.mktemp("home")
    office = open_office(home, clock=clock, settings=Settings(cards=False), durable=False)
    planned(office)
    with seen(chromium, office, "quan-tri", wide=PHONE) as page:
        yield page
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
