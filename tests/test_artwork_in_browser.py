"""The artwork in a program that nobody here wrote: Chromium paints what the press paints."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from habac24h.printing.artwork import banner as banners
from habac24h.printing.artwork.banner import Banner
from tests.artwork_kit import STACKED, picture

pytestmark = pytest.mark.browser
WIDTH, HEIGHT = 1800, 240
SHAPE = Banner(
    key="thu/2026/bang-ron",
    lines=(STACKED, "ẬP Ở ẲNG ĐỢI ỄNH, GIỮ NƯỚC NGHIÊNG"),
    issuer="ỦY BAN NHÂN DÂN XÃ HÀ BẮC",
    width=6000,
    height=800,
    ground="#C4161C",
    ink="#FFEB3B",
    design="khung",
)


def test_chromium_and_the_press_paint_the_same_banner(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    drawn = banners.full_size(SHAPE).decode()
    page.set_content(f"<style>*{{margin:0}} svg{{width:100%;height:100%}}</style>{drawn}")
    seen = picture(page.screenshot())
    page.close()
    made = picture(banners.preview(SHAPE))
    assert seen.size == made.size == (WIDTH, HEIGHT)
    assert len(seen.getcolors(maxcolors=100_000) or ()) > 50  # letters are there, smoothed
    difference = ImageChops.difference(seen, made)
    assert max(ImageStat.Stat(difference).mean) < 1.5
    blank = Image.new("RGB", seen.size, SHAPE.ground)
    assert max(ImageStat.Stat(ImageChops.difference(seen, blank)).mean) > 15
