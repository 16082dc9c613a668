"""The spoken form of a text: every rule in its order, line by line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from habac24h.content.own import SHIPPED, Own
from habac24h.content.speech.abbreviations import read_abbreviations
from habac24h.content.speech.blanks import mark_blanks
from habac24h.content.speech.capitals import read_capitals
from habac24h.content.speech.clean import plain_lines, roman_heading, without_unread
from habac24h.content.speech.clocks import read_clocks
from habac24h.content.speech.codes import read_codes
from habac24h.content.speech.dates import read_dates
from habac24h.content.speech.labels import split_label
from habac24h.content.speech.phones import read_phones
from habac24h.content.speech.punctuation import read_dots, read_signs, tidy
from habac24h.content.speech.quantities import read_numbers, read_quantities
from habac24h.content.speech.questions import Notes, Question
from habac24h.content.speech.ratios import read_ratios
from habac24h.content.speech.sections import read_heading, read_sections
from habac24h.content.speech.words import words

NOTHING = "[BỎ]"
"""What is left of a text of which nothing is read (an emoji, a hashtag)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as it is read aloud, in NFC, and what a person must still answer."""

    text: str
    questions: tuple[Question, ...]


def spoken(text: str, own: Own = SHIPPED) -> Spoken:
    """The spoken form of a text, with the office's own abbreviations.

    Lines stay lines; labels of a script (GIỌNG NAM:, NHẠC HIỆU) stay as they are. What is
    doubtful stands as "[HỎI: …]", a blank as "[CHƯA ĐIỀN]"; both, and readings that were the
    likelier of two, are in `questions`. Applied to its own result it changes nothing. The order
    of the rules is that of the office's facts about the language.
    """
    lines: list[str] = []
    questions: list[Question] = []
    known = words(own.abbreviations)
    for number, line in enumerate(plain_lines(text), start=1):
        notes = Notes(number, known)
        read = _line(line, notes)
        questions += notes.questions
        if read or not line.strip():
            lines.append(read)
    result = "\n".join(lines)
    return Spoken(result if result.strip() or not text.strip() else NOTHING, tuple(questions))


def _line(line: str, notes: Notes) -> str:
    label, rest, stage = split_label(line)
    if stage:
        inner = _words(rest.strip().strip("():"), notes)
        return f"{label} ({inner})" if inner else label
    return f"{label}{_words(rest, notes)}".rstrip()


def _words(line: str, notes: Notes) -> str:
    text = without_unread(mark_blanks(notes.keep_marks(line), notes), notes)
    text = read_heading(text, roman_heading(text))
    text = read_codes(read_dots(text), notes)
    text = read_sections(text)
    text = read_phones(text, notes)
    text = read_ratios(read_clocks(text), notes)
    text = read_dates(text, notes)
    text = read_quantities(text, notes)
    text = read_abbreviations(text, notes)
    text = read_capitals(text, notes)
    text = read_signs(read_numbers(text))
    return unicodedata.normalize("NFC", notes.restored(tidy(text)))
