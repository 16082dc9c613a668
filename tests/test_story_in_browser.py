"""A campaign from its facts to its report, as two officials live it in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from browser_kit import DESK, PHONE, cookie, served, signed_in
from playwright.sync_api import Browser, Page, expect
from signed_kit import TEAM, staff

from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.office import Office, open_office

pytestmark = pytest.mark.browser

ZONE = Settings().zone
START = datetime(2026, 11, 9, 8, 0, tzinfo=ZONE)
MONTH = "thang-hanh-dong/2026"
POST, SCRIPT = f"{MONTH}/phat-dong", f"{MONTH}/phat-thanh-phat-dong"


@dataclass
class Stage:
    """The office, its clock, and the windows of an editor and an approver."""

    office: Office
    clock: VirtualClock
    address: str
    editor: Page
    approver: Page
    admin: Page

    def until(self, month: int, day: int, hour: int) -> None:
        """Let time pass to this local moment of 2026; both sign in again after the days."""
        self._pass()
        self.clock.advance(datetime(2026, month, day, hour, tzinfo=ZONE) - self.clock.now())
        self._pass()
        cookie(self.editor.context, self.office, self.address, "soan")
        cookie(self.approver.context, self.office, self.address, "duyet")

    def _pass(self) -> None:
        with self.office.engine("truyen") as engine:
            run_pass(replace(engine, report=Report()))


@pytest.fixture
def stage(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Stage]:
    options = request.param
    clock = VirtualClock(START)
    opened = open_office(tmp_path, clock=clock, settings=Settings())
    with opened.practice_page() as practice:
        office = replace(opened, practice=practice)
        staff(office)
        with served(office, practice=practice) as address:
            people = [signed_in(chromium, office, address, name, **options) for name in TEAM]
            yield Stage(office, clock, address, *people)
            for page in people:
                page.context.close()
    opened.close()


WAYS: dict[str, dict[str, Any]] = {
    "phone": {"wide": PHONE},
    "without-scripts": {"wide": DESK, "java_script_enabled": False},
}


@pytest.mark.parametrize("stage", WAYS.values(), ids=list(WAYS), indirect=True)
def test_a_campaign_is_lived_from_its_plan_to_its_report(stage: Stage) -> None:
    plan(stage.editor)
    fill_in(stage.editor)
    for key in (POST, SCRIPT):
        write_and_submit(stage.editor, key)
    send_back(stage.approver, POST)
    find_it_returned(stage.editor)
    write_and_submit(stage.editor, POST, "Chiều nay xã phát động Tháng hành động.")
    for key in (POST, SCRIPT):
        approve(stage.approver, key)
    subscribe(stage.admin)
    print_it(stage.editor, SCRIPT)
    stage.until(11, 15, 19)
    see_it_public(stage.editor)
    confirm(stage.editor, SCRIPT)
    read_the_report(stage.approver)


def plan(page: Page) -> None:
    page.goto("/chien-dich/ke-hoach?nam=2026")
    page.get_by_role("button", name="Làm đúng danh sách này").click()
    expect(page.locator("#tom-tat")).to_have_text("Không có gì phải đổi")


def fill_in(page: Page) -> None:
    page.goto("/chien-dich/so-lieu?nam=2026")
    month = page.locator("section", has=page.locator("#dot-thang-hanh-dong"))
    month.get_by_label("Chủ đề của năm").fill("Chủ đề thử")
    month.get_by_role("button", name="Lưu số liệu").click()
    common = page.locator("section", has=page.locator("#dot-thang-hanh-dong"))
    common.get_by_label("Số điện thoại Công an xã").fill("0220 000 0001")
    common.get_by_label("Số điện thoại Hội Liên hiệp Phụ nữ xã").fill("0220 000 0002")
    common.get_by_role("button", name="Lưu số liệu").click()
    expect(page.get_by_role("status")).to_contain_text("ưu")


def write_and_submit(page: Page, key: str, more: str = "") -> None:
    page.goto(f"/soan/{key}")
    if more:
        words = page.get_by_role("textbox", name="Lời bài")
        words.fill(f"{more}\n\n" + words.input_value())
        page.get_by_role("button", name="Lưu lời mới").click()
    page.goto(f"/noi-dung/{key}")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator(".lon-hon .chip")).to_have_text("chờ duyệt")


def send_back(page: Page, key: str) -> None:
    page.goto(f"/noi-dung/{key}")
    page.get_by_text("Trả lại cho người soạn").click()
    page.get_by_label("Lý do, để người soạn biết phải sửa gì").fill("Thêm giờ phát động.")
    page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(page.locator(".lon-hon .chip")).to_have_text("nháp")


def find_it_returned(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_text("Thêm giờ phát động.").first).to_be_visible()


def approve(page: Page, key: str) -> None:
    page.goto(f"/noi-dung/{key}")
    page.get_by_role("button", name="Duyệt đúng bản này").click()
    expect(page.locator(".lon-hon .chip")).to_have_text(re.compile("đã duyệt|chờ đến giờ"))


def subscribe(page: Page) -> None:
    page.goto("/cai-dat/lich")
    page.get_by_label("Tên").fill("Thôn Đông")
    page.get_by_role("button", name="Tạo địa chỉ").click()
    address = page.get_by_label("Địa chỉ", exact=True).input_value()
    assert "Bài phát động" in page.request.get(address + ".ics").text().replace("\r\n ", "")


def print_it(page: Page, key: str) -> None:
    page.goto(f"/in?key={key}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="In bài phát thanh").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def see_it_public(page: Page) -> None:
    page.goto(f"/noi-dung/{POST}")
    expect(page.locator(".lon-hon .chip")).to_have_text("đã đăng")
    page.goto("/trang-chay-thu")
    assert "Chiều nay xã phát động" in page.frame_locator("iframe").locator("body").inner_text()


def confirm(page: Page, key: str) -> None:
    page.goto(f"/noi-dung/{key}")
    page.get_by_text("Xác nhận đã làm").first.click()
    page.get_by_role("button", name="Ghi xác nhận").first.click()
    expect(page.locator(".xac-nhan")).to_have_count(1)


def read_the_report(page: Page) -> None:
    page.goto("/bao-cao?thu=1")
    expect(page.locator("h1")).to_have_text(re.compile("năm 2026$"))
