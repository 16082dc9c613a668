"""Fitting: text stays in its box by its own ink, no line touches another, no word is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habac24h.printing.artwork.fit import GAP, Box, Style, fit
from habac24h.printing.artwork.font import missing, outline, shape
from habac24h.printing.fonts import ALPHABET
from tests.artwork_kit import STACKED, gaps, inside, words

BOX = Box(120, 80, 900, 400)


@settings(max_examples=50)
@given(
    words,
    st.sampled_from(("left", "center")),
    st.booleans(),
    st.integers(1, 6),
    st.floats(60, 3000),
    st.floats(30, 900),
)
def test_ink_stays_inside_and_no_word_is_lost(
    text: list[str], align: str, middle: bool, most: int, width: float, height: float
) -> None:
    box = Box(40, 20, width, height)
    style = Style("Bold", 90, most, 1.25, align, middle)  # type: ignore[arg-type]
    block = fit((" ".join(text),), box, style)
    assert " ".join(block.text) == " ".join(text)
    assert (1 <= len(block.lines) <= most, block.size <= 90) == (True, True)
    assert [line.shaped.text for line in block.lines if not inside(line.ink, box)] == []


@settings(max_examples=30)
@given(st.lists(words, min_size=2, max_size=4))
def test_lines_of_an_author_keep_their_ends_and_their_air(lines: list[list[str]]) -> None:
    given_lines = tuple(" ".join(line) for line in lines)
    block = fit(given_lines, BOX, Style("Bold", 200, len(lines), 1.1, "center"))
    assert block.text == given_lines
    air = gaps([line.ink for line in block.lines])
    assert [gap for gap in air if gap < GAP * block.size - 0.001] == []


def test_stacked_accents_never_reach_the_line_above() -> None:
    block = fit((STACKED, STACKED), BOX, Style("Bold", 400, 2, 0.8))
    (gap,) = gaps([line.ink for line in block.lines])
    assert gap == pytest.approx(GAP * block.size)


def test_the_ink_box_of_a_stacked_capital_is_the_fonts_own() -> None:
    ink = shape("Ẳ", "Bold")
    assert (ink.top, ink.bottom) == (1.223, 0.0)


def test_letters_put_together_from_parts_are_the_same_letters() -> None:
    apart = unicodedata.normalize("NFD", STACKED)
    assert shape(apart, "Bold").glyphs == shape(STACKED, "Bold").glyphs


def test_kerning_is_the_fonts_own() -> None:
    assert shape("AV", "Bold").advance < shape("A", "Bold").advance + shape("V", "Bold").advance


def test_every_letter_of_vietnamese_has_an_outline_in_every_weight() -> None:
    for weight in ("Medium", "SemiBold", "Bold", "ExtraBold"):
        assert missing(ALPHABET, weight) == ""
        empty = [sign for sign in ALPHABET if not outline(shape(sign, weight), 0, 0, 10)]
        assert empty == []


def test_a_sign_without_a_letter_is_named_once() -> None:
    assert missing("Nghị định № 1, № 2 ☐ ổn") == "№☐"


def test_a_short_text_grows_to_the_largest_size_and_no_further() -> None:
    assert fit(("Ở nhà",), BOX, Style("Bold", 60, 3)).size == 60


def test_the_middle_is_where_the_eye_sees_it() -> None:
    """Between the capitals' top and the baseline, whatever accents do."""
    block = fit(("NHÀ",), BOX, Style("Bold", 100))
    baseline = block.lines[0].baseline
    assert baseline - block.cap_height / 2 == pytest.approx(BOX.y + BOX.height / 2)


def test_moving_a_block_moves_every_line() -> None:
    block = fit(("Một bữa cơm có bao nhiêu việc?",), BOX, Style("Bold", 100, 3))
    moved = block.moved(12)
    assert [line.baseline for line in moved.lines] == [line.baseline + 12 for line in block.lines]
