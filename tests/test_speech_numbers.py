"""Numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.content.speech.numbers import cardinal, digits, number, ordinal

CASES = {
    0: "không",
    4: "bốn",
    10: "mười",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    31: "ba mươi mốt",
    34: "ba mươi tư",
    45: "bốn mươi lăm",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    124: "một trăm hai mươi tư",
    500: "năm trăm",
    1004: "một nghìn không trăm linh bốn",
    1015: "một nghìn không trăm mười lăm",
    1930: "một nghìn chín trăm ba mươi",
    2026: "hai nghìn không trăm hai mươi sáu",
    10_001: "mười nghìn không trăm linh một",
    21_000: "hai mươi mốt nghìn",
    1_000_100: "một triệu một trăm",
    10**9: "một tỷ",
    10**9 + 5: "một tỷ không trăm linh năm",
    1_005_000_000: "một tỷ không trăm linh năm triệu",
    10**12: "một nghìn tỷ",
    1_005 * 10**9: "một nghìn không trăm linh năm tỷ",
    10**15: "một triệu tỷ",
    -5: "âm năm",
}


@pytest.mark.parametrize(("value", "words"), CASES.items())
def test_a_whole_number_in_words(value: int, words: str) -> None:
    assert cardinal(value) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("98,2", "chín mươi tám phẩy hai"),
        ("98,25", "chín mươi tám phẩy hai năm"),
        ("1.234,5", "một nghìn hai trăm ba mươi tư phẩy năm"),
        ("05", "năm"),
        ("007", "không không bảy"),
        ("9" * 20, " ".join(["chín"] * 20)),
    ],
)
def test_a_written_number_in_words(written: str, words: str) -> None:
    assert number(written) == words


def test_digits_one_by_one() -> None:
    assert digits("1900") == "một chín không không"


@pytest.mark.parametrize(("place", "word"), [(1, "nhất"), (2, "hai"), (4, "tư"), (14, "mười bốn")])
def test_an_ordinal(place: int, word: str) -> None:
    assert ordinal(place) == word


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=10**15))
def test_different_numbers_have_different_words(one: int, other: int) -> None:
    assert (cardinal(one) == cardinal(other)) == (one == other)


@given(st.integers(min_value=0, max_value=10**15))
def test_the_words_can_be_counted_back(value: int) -> None:
    assert _count(cardinal(value).split()) == value


def _count(words: list[str]) -> int:
    """An independent way back: what each word adds or multiplies."""
    for name, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3)):
        if name in words:
            at = len(words) - 1 - words[::-1].index(name)
            return _count(words[:at]) * size + (_count(words[at + 1 :]) if words[at + 1 :] else 0)
    ones = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    values = {word: n for n, word in enumerate(ones)} | {"mốt": 1, "tư": 4, "lăm": 5}
    total = last = 0
    for word in words:
        if word == "linh":
            continue
        if word == "trăm":
            total, last = total + last * 100, 0
        elif word == "mươi":
            total, last = total + last * 10, 0
        elif word == "mười":
            total, last = total + 10, 0
        else:
            last = values[word]
    return total + last
