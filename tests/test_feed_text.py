"""Texts of the feed: cleaned for every consumer, escaped without loss."""

from __future__ import annotations

import unicodedata

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.calendar.text import clean
from habac24h.calendar.value import Text


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("một\r\nhai\rba\x0bbốn\x0cnăm\x85sáu\u2028bảy\u2029tám", "\n".join(
            ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"]
        )),
        ("a\tb", "a b"),
        ("a\x00\x07\x1b\x7f\x80\x9fb", "ab"),
        ("a\ud800b\udfffc", "abc"),
        ("a\ufffeb\uffffc\U0001fffed\U0010ffffe\ufdd0f", "abcdef"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("\ufeffa", "a"),
        ("Hòa bình", "Hòa bình"),
        ("gia đình 👨\u200d👩\u200d👧 \u200e1", "gia đình 👨\u200d👩\u200d👧 \u200e1"),
    ],
)  # fmt: skip
def test_clean(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_decomposed_letters_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "bình đẳng giới")
    assert decomposed != "bình đẳng giới"
    assert clean(decomposed) == "bình đẳng giới"
    assert clean("a\x00\u0301") == "á"


@given(st.text(alphabet=st.characters()))
def test_cleaning_twice_changes_nothing_and_what_remains_can_be_written(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    controls = [one for one in once if unicodedata.category(one) in ("Cc", "Cs") and one != "\n"]
    assert controls == []


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        (r"C:\New\names", rb"C:\\New\\names"),  # icalendar: a line end after C:
        (r"\N \n", rb"\\N \\n"),
        ("a,b;c\nd", rb"a\,b\;c\nd"),
        ("\\\n", rb"\\\n"),
    ],
)
def test_text_is_escaped_in_one_pass(text: str, escaped: bytes) -> None:
    assert Text(text).to_ical() == escaped


def test_icalendar_itself_still_loses_a_backslash_before_n() -> None:
    assert icalendar.vText(r"C:\New").to_ical() == rb"C:\new"
