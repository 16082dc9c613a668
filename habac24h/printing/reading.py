"""A script as the announcer reads it: who speaks, sentence by sentence, spoken beside written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from habac24h.content.own import SHIPPED, Own
from habac24h.content.speech import spoken
from habac24h.content.speech.labels import split_label
from habac24h.content.speech.questions import MARK
from habac24h.content.speech.reader import NOTHING

_STOP = re.compile(r"([.!?…]+[”’\")\]]*)\s+(?=([\[“‘\"(]*)(\S))")
_NO_STOP = re.compile(r"(?:(?:^|[\s(“])(?:[^\W\d_]|TP|TS|PGS|GS|Số)|^\d{1,2})\.$")
"""Where a dot ends no sentence: "Nguyễn V. An", "TP. Hải Phòng", and "1. Vì sao"."""


@dataclass(frozen=True)
class Sentence:
    """What is read in one go. `written` is empty where it is the same."""

    spoken: str
    written: str = ""


@dataclass(frozen=True)
class Turn:
    """One line of the script: a voice with its sentences, or a cue (music) without any."""

    voice: str
    sentences: tuple[Sentence, ...]
    cue: str = ""


def turns(text: str, own: Own = SHIPPED) -> tuple[Turn, ...]:
    """The script line by line, with the office's own abbreviations.

    Empty lines, and those of which nothing is read, are left out.
    """
    found = (_turn(line, own) for line in text.splitlines() if line.strip())
    return tuple(turn for turn in found if turn.cue or turn.sentences)


def spoken_text(read: tuple[Turn, ...]) -> str:
    """Everything that is read aloud, a line for each sentence."""
    return "\n".join(sentence.spoken for turn in read for sentence in turn.sentences)


def open_questions(read: tuple[Turn, ...]) -> int:
    """How many [HỎI] and [CHƯA ĐIỀN] still stand in it."""
    return len(MARK.findall(spoken_text(read)))


def _turn(line: str, own: Own) -> Turn:
    label, rest, stage = split_label(line)
    if stage:
        return Turn("", (), cue=spoken(line, own).text)
    voice = label.strip().rstrip(":")
    return Turn(voice, tuple(_sentences(rest.strip(), own)))


def _sentences(written: str, own: Own) -> list[Sentence]:
    """Cut as it is written and read piece by piece, where that gives what the whole line gives.

    What a number means may hang on an earlier sentence of its line: then the whole line's reading
    counts, and the written line stands under its end.
    """
    whole = spoken(written, own).text
    if whole == written:  # most lines: half the time of a script
        return [Sentence(_capital(one)) for one in _cut(whole)]
    pieces = [(spoken(one, own).text, one) for one in _cut(written)]
    if _alike("".join(aloud for aloud, _ in pieces)) == _alike(whole):
        return [_pair(aloud, one) for aloud, one in pieces if aloud != NOTHING]
    *first, last = _cut(whole)
    return [*(Sentence(_capital(one)) for one in first), _pair(last, written)]


def _pair(aloud: str, written: str) -> Sentence:
    return Sentence(_capital(aloud), "" if _alike(aloud) == _alike(written) else written)


def _cut(text: str) -> list[str]:
    """The sentences: a mark, a space, and a capital, a digit or a bracket after it."""
    pieces, start = [], 0
    for stop in _STOP.finditer(text):
        after, until = stop[3], stop.end(1)
        if (after.isupper() or after.isdigit() or stop[2]) and not _NO_STOP.search(
            text[start:until]
        ):
            pieces.append(text[start:until])
            start = stop.end()
    return [*pieces, text[start:]] if text[start:] else pieces


def _capital(text: str) -> str:
    """A number at the beginning of a sentence is read in small letters."""
    return text[:1].upper() + text[1:]


def _alike(text: str) -> str:
    """Letters and digits alone: a stop or a dash read as a pause is no difference to show."""
    return "".join(sign for sign in text.casefold() if sign.isalnum() or sign in "[]")
