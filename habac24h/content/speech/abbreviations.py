"""Abbreviations in words: the longest first, case-sensitive, whole words; doubtful ones asked."""

from __future__ import annotations

import re

from habac24h.content.speech.clean import SOFT
from habac24h.content.speech.questions import Notes
from habac24h.content.speech.words import Word, folded

_EDGE = "\ue001"
"""Stands around an expansion, so that a sign which joined two abbreviations parts two phrases."""
_FACEBOOK = re.compile(r"\b([Tt]rang) (Facebook)\b")
_JOIN = re.compile(rf"{_EDGE}\s*[-/]\s*(?=\w)|(?<=\w)\s*[-/]\s*{_EDGE}|{_EDGE}\s*[-/]\s*{_EDGE}")
_AND = re.compile(rf"{_EDGE}\s*&\s*|\s*&\s*{_EDGE}")
_PRONOUN = {"AI", "CA"}
"""Also ordinary words: in a line of capitals they are asked about."""


def read_abbreviations(text: str, notes: Notes) -> str:
    """Every abbreviation of the office's list; "trang Facebook" stays as the announcer says it."""
    known = notes.words
    shouted = _is_shouted(text)

    def expand(found: re.Match[str]) -> str:
        entries = known.by_abbr[folded(re.sub(r"\s+", " ", found[0]))]
        return _expanded(found, entries, notes, shouted=shouted)

    text = known.pattern.sub(expand, text)
    text = _FACEBOOK.sub(lambda found: f"{found[1]} {notes.keep(found[2])}", text)
    text = _AND.sub(" và ", text)
    text = re.sub(rf"(?<=\w){_EDGE}|{_EDGE}(?=\w)", " ", _JOIN.sub(SOFT, text))
    return text.replace(_EDGE, "")


def _expanded(
    found: re.Match[str], entries: tuple[Word, ...], notes: Notes, *, shouted: bool
) -> str:
    if shouted and found[0] in _PRONOUN:
        return notes.ask(found[0], "trong dòng chữ in hoa: chữ viết tắt hay một từ?")
    for word in entries:
        if _fits(found, word):
            if word.read:
                return f"{_EDGE}{_facebook(_once(word.read, found), found, notes)}{_EDGE}"
            return notes.ask(found[0], word.ask)
    return found[0]


def _once(read: str, found: re.Match[str]) -> str:
    """Without the words that the text itself has just said: Công ước CEDAW, Hội HPN."""
    before, said = found.string[: found.start()].split(" "), read.split(" ")
    for count in (2, 1):
        if said[0][:1].isupper() and [*said[:count], ""] == before[-count - 1 :]:
            return " ".join(said[count:])
    return read


def _facebook(read: str, found: re.Match[str], notes: Notes) -> str:
    """ "trang Facebook" is left as it is, in words of ours and in words of the text."""
    if read.endswith(" Facebook"):
        return f"{read.removesuffix('Facebook')}{notes.keep('Facebook')}"
    if found[0] == "Facebook" and re.search(r"[Tt]rang $", found.string[: found.start()]):
        return notes.keep("Facebook")
    return read


def _fits(found: re.Match[str], word: Word) -> bool:
    if word.next and not word.next.match(found.string, found.end()):
        return False
    return word.prev is None or word.prev.search(found.string[: found.start()]) is not None


def _is_shouted(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    return len(letters) > 12 and sum(one.isupper() for one in letters) > 0.9 * len(letters)
