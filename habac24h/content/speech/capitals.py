"""Capitals: headings are written small, and an abbreviation that nobody listed is asked about."""

from __future__ import annotations

import re
import unicodedata

from habac24h.content.speech.questions import Notes
from habac24h.content.speech.shapes import UPPER
from habac24h.content.speech.words import words

_TOKEN = re.compile(r"[^\W\d_]+")
_RUN = re.compile(rf"(?<!\w)[{UPPER}]+(?:[\s,;:-]+[{UPPER}]+(?!\w))*(?!\w)")
_LETTER = r"[^\W\d_]"
_CODE = re.compile(
    rf"(?<!{_LETTER}){_LETTER}{{2,}}\d*(?:[-&/.](?:{_LETTER}{{2,}}\d*|\d+(?!{_LETTER})))*(?!{_LETTER})"
)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:[aeiouyăâêôơư]{1,3})(?:ch?|m|ng?|nh|p|t)?"
)
_WHY = "chữ viết tắt chưa có trong danh mục"


def read_capitals(text: str, notes: Notes) -> str:
    """Write runs of capital words small; ask about every other token of capitals."""
    small = _RUN.sub(_small, text)
    text = text if small == text else _named(small)
    return _CODE.sub(lambda found: _asked(found, notes), text)


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable ("NAM" can, "UBND" cannot)."""
    parts = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", "".join(one for one in parts if one not in _TONES))
    return _SYLLABLE.fullmatch(bare) is not None


def _small(found: re.Match[str]) -> str:
    """A run of syllables in small letters; one without marks alone may be an abbreviation."""
    tokens = _TOKEN.findall(found[0])
    if not any(len(token) > 1 for token in tokens):
        return found[0]
    if len(tokens) == 1 and tokens[0].isascii():
        return found[0]
    marked = any(not token.isascii() for token in tokens)
    if not marked and not all(is_syllable(token) for token in tokens):
        return found[0]
    lowered = _TOKEN.sub(lambda one: one[0].lower() if is_syllable(one[0]) else one[0], found[0])
    return lowered if _goes_on(found) else lowered[:1].upper() + lowered[1:]


def _goes_on(found: re.Match[str]) -> bool:
    """Whether the run stands inside a sentence that began before it in small letters."""
    before = found.string[: found.start()].rstrip()
    return bool(before) and (
        before[-1].isalnum() or before[-1] in ",;" or ord(before[-1]) >= 0xF0000
    )


def _named(lowered: str) -> str:
    """Give names their capitals back."""
    canonical = {name.casefold(): name for name in words().name_list}
    return words().names.sub(lambda one: canonical.get(one[0].casefold(), one[0]), lowered)


def _asked(found: re.Match[str], notes: Notes) -> str:
    tokens = _TOKEN.findall(found[0])
    if not any(len(token) > 1 and token.isupper() for token in tokens):
        return found[0]
    return notes.ask(found[0], _WHY)
