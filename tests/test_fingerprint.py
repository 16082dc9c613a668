"""The fingerprint: equal for what Facebook may do to a text, different for what a person does."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from habac24h.channels.fingerprint import counts, fingerprint

TEXT = st.text(
    st.one_of(
        st.sampled_from("aăâbcđeêơưĂÂĐ0123456789 \n\t.,!“”–🙂❤☎̣́̀̉̃"),
        st.characters(exclude_categories=["Cs"]),
    )
)
NOTHING = ["\ufe0f", "\ufe0e", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u00a0"]


def test_it_is_the_sha256_of_the_composed_letters_alone() -> None:
    assert (
        fingerprint(" Hà \r\nBắc ☎\ufe0f 24h\n") == hashlib.sha256("HàBắc☎24h".encode()).hexdigest()
    )


@given(TEXT)
def test_line_ends_do_not_count(text: str) -> None:
    assert fingerprint(text.replace("\n", "\r\n")) == fingerprint(text)


@given(TEXT, st.text(" \n\t\r\u00a0"), st.text(" \n\t\r\u00a0"))
def test_trimming_does_not_count(text: str, before: str, after: str) -> None:
    assert fingerprint(before + text + after) == fingerprint(text) == fingerprint(text.strip())


@given(TEXT)
def test_the_form_of_composition_does_not_count(text: str) -> None:
    # A selector between a letter and its accent would be a different text for Unicode itself.
    assume(all(counts(char) or char.isspace() for char in text))
    assert fingerprint(unicodedata.normalize("NFD", text)) == fingerprint(text)
    assert fingerprint(unicodedata.normalize("NFC", text)) == fingerprint(text)


@given(TEXT, st.sampled_from(NOTHING), st.integers(min_value=0))
def test_what_has_no_width_does_not_count_wherever_it_stands(
    text: str, nothing: str, place: int
) -> None:
    at = place % (len(text) + 1)
    assert fingerprint(text[:at] + nothing + text[at:]) == fingerprint(text)


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊ0123456789áàảãạấầẩẫậ"


@given(TEXT, TEXT, st.sampled_from(LETTERS), st.sampled_from(LETTERS))
def test_a_changed_letter_or_digit_counts(before: str, after: str, letter: str, other: str) -> None:
    assume(letter != other)
    assert fingerprint(before + letter + after) != fingerprint(before + other + after)


@given(TEXT, st.sampled_from(LETTERS))
def test_a_letter_more_counts(text: str, letter: str) -> None:
    assert fingerprint(text + letter) != fingerprint(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gọi 111", "Gọi 113"),
        ("hủy", "huỷ"),
        ("ngày 25/11", "ngày 25.11"),
        ("Hà Bắc", "hà Bắc"),
        ("1 2", "1,2"),
    ],
)
def test_what_a_person_may_change_counts(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_half_a_surrogate_pair_has_a_fingerprint_too() -> None:
    assert len(fingerprint("x\ud83d")) == 64
