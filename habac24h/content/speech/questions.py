"""Marks in a spoken text, and the questions behind them: what a person must decide or fill in.

While a line is read, finished pieces (marks, labels) stand as one private character each, so that
no later rule reads into them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from habac24h.content.speech.words import Words
from habac24h.content.speech.words import words as shipped_words

MARK = re.compile(r"\[(HỎI|CHƯA ĐIỀN)(?::\s*([^\[\]\n]*))?\]|\[BỎ\]")
"""A mark in a text: already spoken, never read again."""

_FIRST = 0xF0000
KEPT = "[\U000f0000-\U000ffffd]"
"""Pattern of the character that stands for a finished piece."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the program will not guess: where it stands, the words, and why (Vietnamese)."""

    where: str
    what: str
    why: str


class Notes:
    """The questions and the finished pieces of one line (`line` counts from 1).

    `words` is the office's list of abbreviations, for the rules that look words up.
    """

    def __init__(self, line: int, words: Words | None = None) -> None:
        self.questions: list[Question] = []
        self.words = words or shipped_words()
        self._where = f"dòng {line}"
        self._kept: list[str] = []

    def keep(self, finished: str) -> str:
        """The character that stands for a finished piece until `restored`."""
        self._kept.append(finished)
        return chr(_FIRST + len(self._kept) - 1)

    def ask(self, what: str, why: str) -> str:
        """Leave "[HỎI: what]" in the text."""
        plain = re.sub(r"[\[\]]", "", self.restored(what))
        self.flag(plain, why)
        return self.keep(f"[HỎI: {plain}]")

    def blank(self, what: str) -> str:
        """Leave "[CHƯA ĐIỀN]" in the text."""
        self.flag(what, "chỗ này còn bỏ trống, cần điền trước khi đọc")
        return self.keep("[CHƯA ĐIỀN]")

    def flag(self, what: str, why: str) -> None:
        """Ask, but leave the likelier reading in the text."""
        self.questions.append(Question(self._where, what.strip(), why))

    def keep_marks(self, text: str) -> str:
        """Take the marks of an earlier reading out of the way; each is still a question."""
        return MARK.sub(lambda found: self._again(found), text)

    def _again(self, found: re.Match[str]) -> str:
        if found[1] == "HỎI":
            self.flag(found[2] or found[0], "chỗ này đã được đánh dấu để hỏi")
        elif found[1]:
            self.flag(found[2] or found[0], "chỗ này còn bỏ trống, cần điền trước khi đọc")
        return self.keep(found[0])

    def restored(self, text: str) -> str:
        """The text with every finished piece in its place."""
        return re.sub(KEPT, lambda found: self._kept[ord(found[0]) - _FIRST], text)
