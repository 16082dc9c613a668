"""Folds a text so that one pattern meets every spelling, and keeps the way back to its offsets.

Folded are: NFD and look-alike letters (NFKC), the place of the tone (hoà, hòa), i for y after a
consonant (hy sinh, hi sinh), kinds of blanks, dashes and quotation marks, invisible signs.
A run of blanks is one space; with one line end in it "\\n"; with an empty line "\\f".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

PARAGRAPH = "\f"
_MARKS = "\u0300-\u036f\ufe0e\ufe0f\u20e3"
_PLAIN = "[!-~\u00c0-\u024f\u1ea0-\u1ef9]"
# A run of composed letters with single spaces stays as it is: nearly the whole of most texts.
_CLUSTER = re.compile(
    rf"(?P<plain>(?:{_PLAIN}| (?={_PLAIN}))+(?![{_MARKS}]))|\s+|.[{_MARKS}]*", re.DOTALL
)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
_KEYCAP = "\u20e3"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
    }
)
_TONES = "\u0300\u0301\u0309\u0303\u0323"


def _shifts() -> dict[str, str]:
    """Both places of the tone in oa, oe, uy (and y for i) to the one that is compared."""
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            later = first + unicodedata.normalize("NFC", second + tone)
            sooner = unicodedata.normalize("NFC", first + tone) + second
            pairs[later] = sooner
            pairs[later.upper()] = sooner.upper()
            pairs[later.capitalize()] = sooner.capitalize()
    return pairs


_SHIFTS = _shifts()
_LATE_TONE = re.compile(r"(?<![qQ])(?:" + "|".join(_SHIFTS) + ")")
_Y_TO_I = str.maketrans("yỳýỷỹỵYỲÝỶỸỴ", "iìíỉĩịIÌÍỈĨỊ")
_FINAL_Y = re.compile(r"(?<=[bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX])[yỳýỷỹỵYỲÝỶỸỴ](?!\w)")
_FINAL_QUY = re.compile(r"(?<=[qQ][uU])[yỳýỷỹỵYỲÝỶỸỴ](?!\w)")


def spelling(text: str) -> str:
    """One spelling of the tone's place and of y after a consonant; the length stays."""
    text = _LATE_TONE.sub(lambda hit: _SHIFTS[hit[0]], text)
    for final in (_FINAL_Y, _FINAL_QUY):
        text = final.sub(lambda hit: hit[0].translate(_Y_TO_I), text)
    return text


@dataclass(frozen=True)
class Folded:
    """A folded text; `cased` keeps capitals, `starts` and `ends` lead back to the given text."""

    given: str
    cased: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def text(self) -> str:
        """The folded text in small letters, sign by sign as long as `cased`."""
        lower = self.cased.lower()
        if len(lower) == len(self.cased):
            return lower
        return "".join(low if len(low := one.lower()) == 1 else one for one in self.cased)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the given text for a span that is not empty."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text of any normal form."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        if cluster["plain"]:
            signs.append(cluster[0])
            starts.extend(range(cluster.start(), cluster.end()))
            ends.extend(range(cluster.start() + 1, cluster.end() + 1))
            continue
        for sign in _signs(cluster[0]):
            signs.append(sign)
            starts.append(cluster.start())
            ends.append(cluster.end())
    return Folded(text, spelling("".join(signs)), tuple(starts), tuple(ends))


def _signs(cluster: str) -> str:
    """What stands for one cluster: a blank, a bullet for a keycap, or its letters."""
    if cluster.isspace():
        return _blank(cluster)
    if _KEYCAP in cluster:
        return "•"
    if cluster in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", cluster.translate(_SIGNS))
    return "".join(sign for sign in plain.translate(_SIGNS) if sign not in _UNSEEN)


def _blank(run: str) -> str:
    lines = len(run.splitlines()) - 1 + run.endswith(("\n", "\r", "\u2028", "\u2029"))
    return " " if lines < 1 else "\n" if lines == 1 else PARAGRAPH
