"""The page of a calendar address, for the person who subscribes."""

from __future__ import annotations

import pytest
from feed_kit import NOBODY, address, browser, filled, public, token_for
from web_kit import Read, TestClient, read

from habac24h.office import Office

__all__ = ["address", "browser", "filled", "public"]
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


def test_the_page_of_an_address_has_its_buttons(public: TestClient, address: str) -> None:
    answer = public.get(address.removesuffix(".ics"))
    page = read(answer)
    whole = f"https://lich.example{address}"
    assert page.links["Mở bằng ứng dụng lịch"] == whole.replace("https:", "webcal:")
    assert page.links["Tải tệp .ics"] == whole
    assert f'value="{whole}"' in answer.text
    assert ("svg" in page.tags, "script" in page.tags) == (True, True)
    assert "viewBox=" in answer.text  # without it the code is cropped, and no camera reads it
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert [text for level, text in page.headings if level == 3] == [
        *("Google Lịch", "Outlook", "iPhone, iPad, máy Mac", "Thunderbird")
    ]
    assert "Việc hôm nay" not in page.links


def test_the_page_says_that_this_computer_is_no_address_for_google(
    browser: TestClient, address: str
) -> None:
    page = read(browser.get(address.removesuffix(".ics")))
    assert (2, "Chỉ mở được trên máy này") in page.headings
    assert "svg" not in page.tags
    assert read(browser.get("/lich/dang-ky")).headings[1] == (2, "Lấy địa chỉ")


def test_a_narrowed_feed_says_to_what(filled: Office, browser: TestClient) -> None:
    token = token_for(filled, "loa", channel="loudspeaker", place="thon-1", drafts=True)
    blocks = read(browser.get(f"/lich/{token}")).blocks
    assert [one.partition(" (")[0] for one in blocks if one.startswith("Lịch này chỉ")] == [
        "Lịch này chỉ gồm: kênh Đài truyền thanh; địa điểm Nhà văn hóa thôn 1"
    ]
    assert "Có cả nội dung chưa duyệt: chỉ dùng trong cơ quan." in blocks


def test_the_page_of_nobody_s_address(browser: TestClient) -> None:
    assert browser.get(f"/lich/{NOBODY}").status_code == 404


def test_a_broken_path_is_a_page_too(browser: TestClient) -> None:
    assert Read(browser.get("/lich/a/b.ics").text).headings == [(1, "Không có trang này")]
