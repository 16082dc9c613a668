"""Writing and approving in a real browser: words that are never lost, a queue by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from browser_kit import PHONE, grave, seen
from picture_kit import photo
from playwright.sync_api import Browser, Page, expect
from signed_kit import item, staff
from sqlmodel import select
from web_kit import approve, submit, write

from habac24h.accounts import sessions
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.models import Account
from habac24h.office import Office, open_office
from habac24h.workflow.tables import EvidencePhoto

pytestmark = pytest.mark.browser

START = datetime(2026, 11, 16, 8, 0, tzinfo=Settings().zone)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
def office(tmp_path: Path, clock: VirtualClock) -> Iterator[Office]:
    found = open_office(tmp_path, clock=clock, settings=Settings(cards=False))
    staff(found)
    yield found
    found.close()


def opened(page: Page, title: str) -> None:
    """Wait until the queue shows this post and its script hears the keys."""
    expect(page.locator("h2.to")).to_have_text(title)
    expect(page.locator(".phim")).to_be_visible()


def test_words_are_checked_while_one_types_and_survive_reload_network_and_session(
    chromium: Browser,
    office: Office,
) -> None:
    key = write(office, "Bài")
    with seen(chromium, office, "soan", wide=PHONE) as page:
        page.goto(f"/soan/{key}")
        words, status = page.locator("#loi"), page.locator("#tinh-trang")
        words.fill("👉 Gọi [CHƯA ĐIỀN: phone_police] ngay.")
        page.locator("#cho-loi").get_by_text("Chưa có số điện thoại Công an xã").wait_for()
        page.get_by_role("button", name="Đến chỗ này").click()
        assert page.evaluate("getSelection().toString()") == "[CHƯA ĐIỀN: phone_police]"
        expect(page.locator("#cho-xem mark")).to_have_text("[CHƯA ĐIỀN: số điện thoại Công an xã]")
        status.get_by_text("Đã giữ lời gõ dở").wait_for()
        assert page.evaluate("localStorage.length") == 0
        page.reload()
        assert words.input_value() == "Lời bài."
        page.get_by_role("link", name="Lấy lại lời gõ dở").click()
        page.get_by_role("button", name="Đến chỗ này").wait_for()  # the script listens by now
        assert words.input_value() == "👉 Gọi [CHƯA ĐIỀN: phone_police] ngay."

        page.context.set_offline(True)
        words.fill("Gõ khi mất mạng.")
        status.get_by_text("Chưa nối được với chương trình").wait_for()
        page.context.set_offline(False)
        page.goto(f"/soan/{key}")
        page.get_by_text("Trên máy này còn lời bạn gõ").wait_for()
        page.get_by_role("button", name="Lấy lại lời ấy").click()
        assert (words.input_value(), grave(page)) == ("Gõ khi mất mạng.", [])
        page.keyboard.press("Control+s")
        page.get_by_text("Đã lưu lời mới").wait_for()
        assert item(office, key).text == "Gõ khi mất mạng."

        page.goto(f"/soan/{key}")
        with office.database.write() as session:
            sessions.end_all(session, "soan")
        words.fill("Gõ khi hết phiên.")
        status.get_by_text("Phiên đăng nhập đã hết").wait_for()
        assert "Gõ khi hết phiên." in page.evaluate("JSON.stringify({...localStorage})")


def test_the_queue_is_gone_through_by_keys_alone(
    chromium: Browser,
    office: Office,
) -> None:
    keys = [submit(office, write(office, f"Bài {n}", text=f"Lời {n}.", days=n)) for n in (1, 2, 3)]
    with seen(chromium, office, "duyet") as page:
        page.goto("/duyet")
        page.keyboard.press("j")
        opened(page, "Bài 2")
        page.keyboard.press("k")
        opened(page, "Bài 1")
        expect(page.locator(".vi-tri b")).to_have_text("1/3")
        assert grave(page) == []
        page.keyboard.press("d")
        assert page.locator("#hoi-duyet").is_visible()
        page.keyboard.press("Escape")
        assert (page.locator("#hoi-duyet").is_visible(), item(office, keys[0]).state) == (
            False,
            "pending",
        )
        page.keyboard.press("d")
        page.keyboard.press("Enter")
        page.get_by_text("Đã duyệt “Bài 1”.").wait_for()
        assert item(office, keys[0]).state == "approved"
        opened(page, "Bài 2")
        page.keyboard.press("t")
        page.keyboard.type("dò lại, djk")
        page.keyboard.press("Enter")
        page.get_by_text("Đã trả lại “Bài 2”").wait_for()
        assert (item(office, keys[1]).state, item(office, keys[1]).reason) == (
            "draft",
            "dò lại, djk",
        )
        expect(page.locator(".vi-tri b")).to_have_text("1/1")


def test_several_posts_are_ticked_read_in_full_and_approved_by_one_press(
    chromium: Browser,
    office: Office,
) -> None:
    keys = [submit(office, write(office, f"Bài {n}", text=f"Lời {n}.", days=n)) for n in (1, 2, 3)]
    with seen(chromium, office, "duyet", wide=PHONE) as page:
        page.goto("/duyet/nhieu")
        for title in ("Bài 1", "Bài 3"):
            page.get_by_label(title).check()
        page.get_by_role("button", name="Xem đủ lời").click()
        expect(page.locator(".nguyen-van")).to_have_text(["Lời 1.", "Lời 3."])
        page.get_by_role("button", name="Duyệt cả 2 bài").dblclick()
        page.get_by_text("Đã duyệt").first.wait_for()
    assert [item(office, key).state for key in keys] == ["approved", "pending", "approved"]


def test_a_talk_is_confirmed_with_its_photo_and_a_word_about_children(
    chromium: Browser,
    office: Office,
    clock: VirtualClock,
) -> None:
    key = approve(office, write(office, "Nói chuyện", channel="talk", days=0.1))
    clock.advance(timedelta(hours=4))
    taken = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo(1)}
    with seen(chromium, office, "soan", wide=PHONE) as page:
        page.goto(f"/noi-dung/{key}")
        page.get_by_text("Xác nhận đã làm").first.click()
        page.locator('form[action="/viec/xac-nhan"] input[type="file"]').first.set_input_files(
            taken
        )
        page.get_by_role("button", name="Ghi xác nhận").first.click()
        page.get_by_text("Hãy chọn: trong ảnh có trẻ em hay không.").wait_for()
        page.locator('form[action="/viec/xac-nhan"] input[type="file"]').first.set_input_files(
            taken
        )
        page.get_by_label("Không có trẻ em").first.check()
        page.get_by_role("button", name="Ghi xác nhận").first.click()
        shown = page.locator('img[src^="/minh-chung/"]').first
        shown.scroll_into_view_if_needed()
        assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    with office.database.read() as session:
        assert [one.children for one in session.exec(select(EvidencePhoto))] == [False]


def test_a_double_click_sends_once_and_the_link_is_seen(
    chromium: Browser,
    office: Office,
) -> None:
    with seen(chromium, office, "quan-tri") as page:
        page.goto("/tai-khoan")
        page.get_by_label("Tên người dùng").fill("moi")
        page.get_by_role("button", name="Thêm người").dblclick()
        page.get_by_role("heading", name="Đường dẫn đặt mật khẩu cho moi").wait_for()
        assert page.get_by_role("alert").count() == 0
    with office.database.read() as session:
        assert session.get(Account, "moi") is not None
