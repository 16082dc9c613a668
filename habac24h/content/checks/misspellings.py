"""Slips of the fingers: no possible syllable, common words confused, a word typed twice.

Only words in small letters with a Vietnamese sign are looked at: names and foreign words are
written as their owners like, and what has no sign at all may be any language. Nothing here is
ever more than advice.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from itertools import product

from habac24h import strictyaml
from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import Folded, spelling
from habac24h.content.checks.syllables import LONGEST, is_syllable, retoned, words

SPELLING, TWICE = "CHINH-TA", "LAP-TU"
_WORD = re.compile(r"(?<![\w@#&/.'-])[^\W\d_]{2,}(?![\w@&/'-]|\.\w)")
_LOANS = frozenset(
    words(
        "ôtô môtô vắcxin xíchlô căngtin bêtông xêmina micrô lôgô lôgíc rôbốt axít prôtêin ápphích "
        "cátsê sôcôla tivi rađiô ghiđông"
    )
)
_VOWEL = re.compile(r"(?![bcdđghklmnpqrstvxzfwj])[^\W\d_]")
"""Without any it is an abbreviation (ngđ, lđ)."""
FILE = "misspellings.yaml"
_HORN = "\u031b"
_SWAPPED = {"\u0303": "\u0309", "\u0309": "\u0303"}
_NEVER_TWICE = "của|và|các|những|được|với|trong|tại|theo|đã|sẽ|bị|thì|nhưng|hoặc|nếu|trên|giữa"
_COUNTS = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|linh"
_DOUBLED = re.compile(
    rf"(?<![\w-])(?:(?P<one>{_NEVER_TWICE}) (?P=one)"
    rf"|(?P<pair>(?!(?:từng|{_COUNTS}) )(?P<first>[^\W\d_]+) (?!(?P=first) )[^\W\d_]+) (?P=pair))"
    r"(?![\w-])"
)
_IMPOSSIBLE = "Có thể viết sai: tiếng Việt không có tiếng nào viết như vậy; hãy xem lại."
_CONFUSED = "Có thể viết sai: từ này hay bị lẫn; hãy xem lại."
_AGAIN = "Có thể gõ thừa: cùng một từ đứng hai lần liền nhau."


def find(folded: Folded) -> Iterator[Finding]:
    """Each slip, as advice."""
    for hit in _PATTERN.finditer(folded.text):
        if right := _RIGHT[hit[0].replace("\n", " ")]:
            start, end = folded.span(*hit.span())
            given = folded.given[start:end]
            yield Finding(SPELLING, "info", start, end, given, right, _CONFUSED)
    for hit in _WORD.finditer(folded.cased):
        start, end = folded.span(*hit.span())
        given = folded.given[start:end]
        if _is_impossible(unicodedata.normalize("NFC", given)):
            yield Finding(SPELLING, "info", start, end, given, _better(given), _IMPOSSIBLE)
    for hit in _DOUBLED.finditer(folded.text):
        start, end = folded.span(*hit.span())
        once = slice(*folded.span(*hit.span("one" if hit["one"] else "pair")))
        given = folded.given[start:end]
        yield Finding(TWICE, "info", start, end, given, folded.given[once], _AGAIN)


def _is_impossible(word: str) -> bool:
    if word != word.lower() or word.isascii() or word in _LOANS or not _VOWEL.search(word):
        return False
    return len(word) > LONGEST or not is_syllable(word)


@lru_cache(maxsize=512)
def _better(given: str) -> str:
    """The nearest right writing, where there is exactly one kind of slip; else nothing."""
    word = unicodedata.normalize("NFC", given)
    if len(word) > 2 * LONGEST:
        return ""  # more than two words without their blanks: trying them all would take minutes
    for other in (*retoned(word), *_horned(word), *_other_onset(word)):
        if is_syllable(other):
            return other
    for place in range(2, len(word) - 1):
        first, second = word[:place], word[place:]
        if not _VOWEL.match(second) and is_syllable(first) and is_syllable(second):
            return f"{first} {second}"
    return ""


def _horned(word: str) -> Iterator[str]:
    """With the horn that one u or o lacks: nguời."""
    for place, letter in enumerate(word):
        apart = unicodedata.normalize("NFD", letter)
        if apart[0] in "uo" and _HORN not in apart:
            horned = unicodedata.normalize("NFC", apart[0] + _HORN + apart[1:])
            yield word[:place] + horned + word[place + 1 :]


def _other_onset(word: str) -> Iterator[str]:
    for wrong, right in (("ngh", "ng"), ("gh", "g"), ("ng", "ngh"), ("g", "gh"), ("k", "c"),
                         ("c", "k")):  # fmt: skip
        if word.startswith(wrong):
            yield right + word[len(wrong) :]


def _confusions() -> dict[str, str]:
    """What is right by what is confused, in the folded spelling; nothing for what is innocent."""
    path = resources.files("habac24h.content").joinpath("words", FILE)
    top = strictyaml.read(path.read_text(encoding="utf-8"), FILE)
    assert isinstance(top, strictyaml.Mapping)
    signs, wrong, innocent = (top.entries[name] for name in ("signs", "wrong", "right"))
    assert isinstance(wrong, strictyaml.Mapping)
    return {
        **{other: right for right in _cut(signs) for other in _resigned(right)},
        **{spelling(other): right for right, node in wrong.entries.items() for other in _cut(node)},
        **dict.fromkeys(map(spelling, _cut(innocent)), ""),
    }


def _cut(node: strictyaml.Node) -> list[str]:
    """The words of a list with bars between."""
    assert isinstance(node, strictyaml.Scalar)
    return re.split(r"\s*\|\s*", node.value.strip())


def _resigned(right: str) -> Iterator[str]:
    """Every way to confuse hỏi and ngã in a word, both in one word too (sữa chửa)."""
    ways = [_either(letter) for letter in spelling(right)]
    return ("".join(letters) for letters in product(*ways) if "".join(letters) != spelling(right))


def _either(letter: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFD", letter)
    swapped = "".join(_SWAPPED.get(sign, sign) for sign in apart)
    return (letter,) if swapped == apart else (letter, unicodedata.normalize("NFC", swapped))


def _one_of(phrases: Iterable[str]) -> str:
    """A pattern of these phrases, the longest first, that looks at each first word once."""
    by_first = defaultdict[str, list[str]](list)
    for phrase in sorted(phrases, key=len, reverse=True):
        first, blank, rest = phrase.partition(" ")
        by_first[first].append(blank + rest)
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items())


_RIGHT = _confusions()
_PATTERN = re.compile(rf"(?<![\w-])(?:{_one_of(_RIGHT)})(?![\w-])".replace(" ", "[ \\n]"))
