"""Folding keeps the way back: whatever is found stands where its offsets say."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.content.checks import check
from habac24h.content.checks.folding import fold
from habac24h.content.checks.needles import flat, may_match, needles_of
from habac24h.content.checks.wordbook import wordbook

LETTERS = "aăâeêioôơuưyđAĐ hoáòàhỷý\u0301\u0300\u0323\u0302 \n\t\u00a0\u200b🧡1️⃣…“”–ﬁ½İß"


@pytest.mark.parametrize(
    ("given", "folded"),
    [
        ("hoà bình, thuỷ chung, khoẻ", "hòa bình, thủy chung, khỏe"),
        ("quý, quà, thuế", "quí, quà, thuế"),
        ("hy sinh, kỹ sư, Mỹ", "hi sinh, kĩ sư, mĩ"),
        ("huỷ huyện hoàn hòan", "hủy huyện hòan hòan"),
        ("a \u00a0 b\nc \n\n d", "a b\nc\fd"),
        ("“A”–‘b’", "\"a\"-'b'"),
        ("1️⃣ một\u200b", "• một"),
    ],
)
def test_spellings_meet(given: str, folded: str) -> None:
    assert fold(given).text == folded


@given(st.text(alphabet=LETTERS, max_size=60))
def test_every_stretch_leads_back_to_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.cased) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet=LETTERS, max_size=60))
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(unicodedata.normalize("NFD", composed)).text == fold(composed).text


@given(st.text(max_size=40), st.text(max_size=40))
def test_offsets_hold_in_any_surroundings(before: str, after: str) -> None:
    text = f"{before}. Chúc phái yếu. {after}"
    for finding in check(text, "portal"):
        assert text[finding.start : finding.end] == finding.found
    assert "phái yếu" in {finding.found for finding in check(text, "portal")}


def test_needles_are_words_without_which_a_pattern_cannot_match() -> None:
    assert needles_of("(?<!a)(?:phái[ \\n](?:yếu|đẹp)|liễu yếu)(?!b)") == {"phái ", "liễu yếu"}
    assert needles_of("[abc]+") == frozenset()
    assert may_match(frozenset({"phái "}), flat("phái\nyếu"))
    assert not may_match(frozenset({"phái "}), "môn")


def test_no_pattern_matches_a_text_that_lacks_its_needles() -> None:
    for rule in wordbook().rules:
        text = fold(rule.example).cased if rule.cased else fold(rule.example).text
        for part in rule.parts:
            if part.pattern.search(text):
                assert may_match(part.needles, flat(text))
