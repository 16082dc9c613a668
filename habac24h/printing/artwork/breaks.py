"""Where a Vietnamese line may end: what it costs to break between two words.

Vietnamese writes each syllable apart, so a space is no sign that a word ends: "bình | đẳng" torn
over two lines reads like a stumble. Compounds are a list of the field's own words (breaks.txt);
what it lacks is covered by preferring punctuation and small words as places to break.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

FORBIDDEN, BAD, CRUMB, WEAK, NEUTRAL, GOOD, BEST = 2.0, 0.4, 0.35, 0.3, 0.12, 0.0, -0.15
"""Costs on the scale of `fit`, where one line half as wide again as the others costs 1."""

_PAUSES = ".,:;?!…–—-"
_BARE = re.compile(r"^\W+|\W+$")
_NUMBER = re.compile(r"[\d/.,]*\d[\d/.,]*")


def costs(words: tuple[str, ...]) -> tuple[float, ...]:
    """What it costs to end a line before each word; the first stands for no break at all."""
    return (0.0, *(_cost(words, at) + _crumbs(words, at) for at in range(1, len(words))))


def _crumbs(words: tuple[str, ...], at: int) -> float:
    """One word left behind a comma, or one carried over before it, reads like a slip."""
    behind = at >= 2 and words[at - 2][-1] in _PAUSES and words[at - 1][-1] not in _PAUSES
    over = words[at][-1] in _PAUSES and words[at - 1][-1] not in _PAUSES
    return CRUMB * (behind + over)


def _cost(words: tuple[str, ...], at: int) -> float:
    before, after = words[at - 1], words[at]
    if _is_torn(words, at):
        return FORBIDDEN
    if _is_inside(words, at):
        return WEAK
    if before[-1] in ".?!…":
        return BEST * 1.5
    if before[-1] in ",;:–—-":
        return BEST
    if after[0] in "–—-":
        return BEST * 0.6
    left, right = bare(before), bare(after)
    if _NUMBER.fullmatch(left) or _NUMBER.fullmatch(right):
        return WEAK + (BAD if left in ("năm", "ngày", "tháng", "gọi", "số") else 0)
    if left in listed("hanging"):
        return BAD
    return GOOD if right in listed("opening") else NEUTRAL


def bare(word: str) -> str:
    """A word in small letters without the signs around it."""
    return _BARE.sub("", word).lower()


def _is_torn(words: tuple[str, ...], at: int) -> bool:
    """Whether a break here goes through a compound of two to four syllables."""
    known = listed("compounds")
    pieces = (
        words[first : first + length]
        for length in (2, 3, 4)
        for first in range(max(0, at - length + 1), min(at, len(words) - length + 1))
    )
    return any(
        " ".join(bare(word) for word in piece) in known
        for piece in pieces
        if all(_is_joined(piece, inner) for inner in range(1, len(piece)))
    )


def _is_joined(piece: tuple[str, ...], inner: int) -> bool:
    """No sign stands between two syllables of a compound."""
    return piece[inner - 1][-1].isalnum() and piece[inner][0].isalnum()


def _is_inside(words: tuple[str, ...], at: int) -> bool:
    """Whether a break here would part what brackets or quotation marks hold together."""
    before = " ".join(words[:at])
    return any(
        before.count(opening) > before.count(closing) for opening, closing in ("()", "“”", "«»")
    )


@cache
def listed(section: str) -> frozenset[str]:
    """The words of one section of breaks.txt: hanging, opening or compounds."""
    text = (files("habac24h.printing.artwork") / "breaks.txt").read_text(encoding="utf-8")
    body = text.partition(f"== {section}\n")[2].partition("\n==")[0]
    lines = (line.split("#")[0] for line in body.splitlines())
    return frozenset(word.strip() for line in lines for word in line.split(",") if word.strip())
