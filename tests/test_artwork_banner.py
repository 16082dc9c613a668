"""Banners: true sizes, curves only, nothing outside the safe margin, nothing unreadable."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from habac24h.colors import LEAST, contrast
from habac24h.errors import PrintError
from habac24h.printing.artwork import banner as banners
from habac24h.printing.artwork.banner import Banner, draw
from habac24h.printing.artwork.fit import Box
from tests.artwork_kit import STACKED, gaps, inside, picture, read, words

ISSUER = "ỦY BAN NHÂN DÂN XÃ HÀ BẮC"
LONG = (
    "HƯỞNG ỨNG THÁNG HÀNH ĐỘNG VÌ BÌNH ĐẲNG GIỚI",
    "VÀ PHÒNG NGỪA, ỨNG PHÓ VỚI BẠO LỰC TRÊN CƠ SỞ GIỚI NĂM 2026",
)
BANNER = Banner("thu/2026/bang-ron", LONG, ISSUER, 6000, 800, "#C4161C", "#FFEB3B")
FORTY = " ".join(["BÌNH ĐẲNG GIỚI LÀ"] * 10)
UPRIGHT = replace(BANNER, width=800, height=2500)
DESIGNS = ("tron", "khung", "dai")


def test_a_banner_says_all_its_words_in_order() -> None:
    assert read(draw(BANNER).drawing) == [ISSUER, *LONG]


@settings(max_examples=40)
@given(words, st.sampled_from(DESIGNS), st.sampled_from([(6000, 800), (4000, 700), (900, 3000)]))
def test_everything_readable_stays_inside_the_safe_margin(
    text: list[str], design: str, size: tuple[int, int]
) -> None:
    shape = replace(BANNER, lines=(" ".join(text),), width=size[0], height=size[1], design=design)
    drawn = draw(shape)
    safe = Box(shape.edge, shape.edge, size[0] - 2 * shape.edge, size[1] - 2 * shape.edge)
    inks = [one.line.ink for one in drawn.drawing.letters]
    assert [ink for ink in inks if not inside(ink, safe)] == []
    assert [gap for gap in gaps(inks) if gap <= 0] == []
    assert " ".join(drawn.lines) == " ".join(text)


def test_pixels_between_two_lines_of_stacked_accents_are_bare() -> None:
    lines = replace(BANNER, lines=(STACKED, STACKED), issuer="")
    drawn = draw(lines)
    upper, lower = (one.line.ink for one in drawn.drawing.letters)
    image = picture(banners.preview(lines))
    scale = image.width / BANNER.width
    top, bottom = (upper.y + upper.height) * scale, lower.y * scale
    rows = range(round(top) + 1, round(bottom) - 1)
    assert len(rows) >= 3
    ground = image.getpixel((5, 5))
    assert {image.getpixel((x, y)) for x in range(image.width) for y in rows} == {ground}


@pytest.mark.parametrize("shape", [BANNER, UPRIGHT], ids=["wide", "upright"])
def test_the_pdf_is_a_tenth_to_the_hundredth_of_a_millimetre(shape: Banner) -> None:
    page = PdfReader(io.BytesIO(banners.pdf(shape))).pages[0]
    millimetres = [float(side) * 25.4 / 72 for side in (page.mediabox.width, page.mediabox.height)]
    assert millimetres == pytest.approx([shape.width / 10, shape.height / 10], abs=0.01)
    assert "/Font" not in page["/Resources"]  # type: ignore[operator]


def test_the_svg_is_full_size_and_only_curves() -> None:
    root = ET.fromstring(banners.full_size(BANNER))
    assert (root.get("width"), root.get("height")) == ("6000mm", "800mm")
    assert root.get("viewBox") == "0 0 6000 800"
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "rect", "path"}
    assert len(root.findall("{*}path")) == 3


def test_the_same_words_give_the_same_bytes() -> None:
    assert banners.full_size(BANNER) == banners.full_size(replace(BANNER))
    assert banners.pdf(BANNER) == banners.pdf(replace(BANNER))


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("colors", [("#C4161C", "#FFEB3B"), ("#FFF3C4", "#7A1F1F")])
def test_letters_stand_out_from_their_ground(design: str, colors: tuple[str, str]) -> None:
    shape = replace(BANNER, design=design, ground=colors[0], ink=colors[1])
    drawn = draw(shape).drawing.letters
    assert [one for one in drawn if contrast(one.color, one.ground) < LEAST] == []


def test_a_wide_banner_takes_three_lines_and_no_more() -> None:
    with pytest.raises(PrintError, match="có 4 dòng, khổ 6 m x 0,8 m chỉ in nhiều nhất 3 dòng"):
        draw(replace(BANNER, lines=("MỘT", "HAI", "BA", "BỐN")))


def test_an_upright_banner_takes_a_word_or_two_a_line() -> None:
    drawn = draw(replace(UPRIGHT, lines=("KHÔNG IM LẶNG TRƯỚC BẠO LỰC",)))
    assert drawn.lines == ("KHÔNG", "IM LẶNG", "TRƯỚC", "BẠO LỰC")


def test_forty_words_come_with_advice() -> None:
    assert draw(replace(BANNER, lines=(FORTY,))).advice == (
        "Lời dài 40 chữ, người đi đường đọc không kịp; nên rút còn nhiều nhất 25 chữ.",
    )


def test_small_letters_come_with_advice() -> None:
    (sentence,) = draw(replace(BANNER, width=3000, height=500)).advice
    assert sentence == (
        "Chữ cao 5,8 cm, người đi đường phải đến gần mới đọc được; nên rút ngắn lời hoặc chọn khổ "
        "lớn hơn."
    )


def test_words_that_nobody_could_read_are_refused() -> None:
    with pytest.raises(PrintError, match="ở khổ 1 m x 0,3 m chữ chỉ cao"):
        draw(replace(BANNER, lines=(FORTY,), width=1000, height=300))


def test_a_shipped_banner_needs_no_advice() -> None:
    assert draw(BANNER).advice == ()


def test_an_empty_banner_is_a_sentence() -> None:
    with pytest.raises(PrintError, match="lời băng rôn còn trống"):
        draw(replace(BANNER, lines=()))


def test_a_sign_without_a_letter_is_refused_not_left_out() -> None:
    with pytest.raises(PrintError, match="không có ký tự “☐” \\(U\\+2610\\)"):
        draw(replace(BANNER, lines=("BÌNH ĐẲNG ☐ GIỚI",)))


def test_no_issuer_leaves_its_room_to_the_words() -> None:
    assert (
        draw(
            replace(BANNER, lines=("VIỆC NHÀ CÙNG LÀM", "VIỆC THÔN CÙNG BÀN"), issuer="")
        ).cap_height
        > draw(replace(BANNER, lines=("VIỆC NHÀ CÙNG LÀM", "VIỆC THÔN CÙNG BÀN"))).cap_height
    )
