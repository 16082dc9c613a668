"""The pages in a real browser: long titles on a phone, the keyboard, the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from browser_kit import served
from playwright.sync_api import Browser, Page, expect
from web_kit import WRITER, approve, arrive, submit, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.office import Office, open_office

pytestmark = pytest.mark.browser

START = datetime(2026, 11, 15, 8, 0, tzinfo=Settings().zone)
ADDRESSES = (
    "/",
    "/lich",
    "/chien-dich?nam=2026",
    "/noi-dung/thuong-xuyen/2026/rieng-001",
    "/noi-dung/thuong-xuyen/2026/rieng-003",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An office with something in every list of its first page."""
    home = tmp_path_factory.mktemp("home")
    clock = VirtualClock(START)
    office = open_office(home, clock=clock, settings=Settings())
    with office.practice_page() as practice:
        fill(replace(office, practice=practice), clock)
        with served(office, practice=practice) as found:
            yield found
    office.close()


def fill(office: Office, clock: VirtualClock) -> None:
    arrive(office)
    long = "Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực"
    approve(office, write(office, f"Bài đăng {long}", text=f"{long}\n#{'HaBac24h' * 8}", days=0.4))
    key = write(office, "Bài đọc", channel="loudspeaker", text="GIỌNG NAM: Một.\nNHẠC", days=0.1)
    approve(office, key)
    until = clock.now() + timedelta(days=9)
    write(office, "Băng rôn [CHƯA ĐIỀN]", channel="banner", text="HAI\nBA", days=3, until=until)
    with office.desk(WRITER) as desk:
        workflow.edit(desk, "thuong-xuyen/2026/rieng-003", text="HAI\n[CHƯA ĐIỀN: theme]")
    submit(office, write(office, "Chờ duyệt", text="Lời chờ.", days=1))
    write(office, "Sẽ lỡ", text="Lời lỡ.", days=0.05)
    with office.engine("thu") as engine:
        run_pass(replace(engine, report=Report()))
        clock.advance(timedelta(hours=6))
        run_pass(replace(engine, report=Report()))


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=True, locale="vi-VN"
    )
    page = context.new_page()
    yield page
    context.close()


def test_long_titles_never_push_a_page_sideways(phone: Page, address: str) -> None:
    for path in ADDRESSES:
        phone.goto(address + path)
        assert phone.evaluate("document.documentElement.scrollWidth") == 360, path


def test_the_text_is_17_px(phone: Page, address: str) -> None:
    phone.goto(address)
    assert phone.evaluate("getComputedStyle(document.body).fontSize") == "17px"


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.keyboard.press("Tab")
    focused = "document.activeElement"
    assert phone.evaluate(f"{focused}.textContent") == "Đến nội dung chính"
    assert phone.evaluate(f"{focused}.getBoundingClientRect().left >= 0") is True
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate(f"{focused}.textContent") == "Xem tường trang"
    assert phone.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    assert phone.url.endswith("/#can-xu-ly")


def test_the_list_is_filtered_by_keyboard_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/lich?kieu=danh-sach")
    page.get_by_text("Lọc theo chiến dịch, kênh").press("Enter")
    page.get_by_label("Kênh").select_option(label="Băng rôn")
    page.get_by_role("button", name="Lọc").press("Enter")
    expect(page.locator("h3")).to_have_text(["Băng rôn [CHƯA ĐIỀN]"])
    assert page.url == f"{address}/lich?kieu=danh-sach&campaign=&channel=banner&state=&from=&to="
    context.close()


def test_the_wall_is_seen_inside_its_frame(phone: Page, address: str) -> None:
    phone.goto(f"{address}/trang-chay-thu")
    frame = phone.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "Hà Bắc 24h"
