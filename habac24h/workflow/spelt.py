"""Whether the value of a fact stands in words that people wrote, and its exchange for another.

A phone number is compared by its digits: people write 0220 3123 456, 0220.3123.456 and
+84 220 3123 456 for one. Every other value is compared folded, as the checks of words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from habac24h.campaigns.facts import Sort, sort_of
from habac24h.content.checks.folding import fold

_NUMBER = re.compile(r"\+?\(?\d[\d .()-]*\d")
_GAP = r"[\s.()/-]{0,3}"
_ZERO = rf"(?:\+?84{_GAP}(?:\(0\))?|\((?=\d{{1,5}}\))0|0)"
"""How a number with a leading zero may begin; a bracket only where it closes again."""


def stands(name: str, value: str, words: str) -> bool:
    """Whether the value of this fact can be found in the words, however it is spelt."""
    found = _numbers(name, value)
    if any(_spans(_spelt(one), words) for one in found):
        return True
    return not found and bool(_spans(_folded(value), words))


def still_stands(name: str, old: str, new: str | None, words: str) -> bool:
    """Whether the old value stands in the words where the new one does not say the same."""
    gone = _gone(name, old, new)
    if any(_spans(_spelt(one), words) for one in gone):
        return True
    same_number = bool(_numbers(name, old)) and not gone
    return not same_number and bool(_spans(_folded(old), words))


def exchanged(name: str, old: str, new: str, words: str) -> str:
    """The words with the new value in every place of the old one, however that is spelt."""
    words = _put(_folded(old), new, words)
    gone, come = _numbers(name, old), _numbers(name, new)
    pairs = zip(gone, come, strict=True) if len(gone) == len(come) else ((one, new) for one in gone)
    for was, now in pairs:
        if _digits(was) not in {_digits(one) for one in come}:
            words = _put(_spelt(was), now, words)
    return words


def _gone(name: str, old: str, new: str | None) -> list[str]:
    """The phone numbers of the old value that the new one has no more."""
    kept = {_digits(one) for one in _numbers(name, new or "")}
    return [one for one in _numbers(name, old) if _digits(one) not in kept]


def _numbers(name: str, value: str) -> list[str]:
    """The phone numbers of a value, as they are written there; none where it is no phone."""
    return _NUMBER.findall(value) if sort_of(name) is Sort.PHONE else []


def _digits(number: str) -> str:
    """The digits as they are dialled inside the country."""
    digits = re.sub(r"\D", "", number)
    return f"0{digits[2:].removeprefix('0')}" if number.startswith(("+84", "(+84")) else digits


def _spelt(number: str) -> re.Pattern[str]:
    """Every spelling of a phone number in a folded text."""
    digits = _digits(number)
    first, rest = (_ZERO, digits[1:]) if digits[0] == "0" else (digits[0], digits[1:])
    return re.compile(rf"(?<![\d+]){first}" + "".join(_GAP + one for one in rest) + r"(?!\d)")


def _folded(value: str) -> re.Pattern[str]:
    """A value in a folded text, with any blanks; 12 is not found in 120 or in 12.500."""
    parts = (re.escape(one) for one in fold(value).text.split())
    return re.compile(r"(?<!\w)(?<!\d[.,])" + r"\s+".join(parts) + r"(?!\w|[.,]\d)")


def _spans(pattern: re.Pattern[str], words: str) -> list[tuple[int, int]]:
    """Where it stands in the words as they are given."""
    return list(_places(pattern, words))


def _places(pattern: re.Pattern[str], words: str) -> Iterator[tuple[int, int]]:
    folded = fold(words)
    for hit in pattern.finditer(folded.text):
        if hit.end() > hit.start():
            yield folded.span(*hit.span())


def _put(pattern: re.Pattern[str], new: str, words: str) -> str:
    for start, end in reversed(_spans(pattern, words)):
        words = words[:start] + new + words[end:]
    return words
