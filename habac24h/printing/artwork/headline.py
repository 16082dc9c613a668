"""What a card says of a post: its headline, and the day when the headline begins with one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from habac24h.content.speech.shapes import UPPER
from habac24h.printing.artwork.case import sentence_case
from habac24h.printing.artwork.wording import plain, plain_lines

LONGEST = 160
"""Signs; a longer first line is a paragraph, not a headline."""
_DAY = re.compile(r"(\d{1,2}/\d{1,2})(?:\s*[:,–—-]\s*)(?=\S)")
_SMALL = rf"(?![{UPPER}])[^\W\d_]"
_CAPITAL = rf"[{UPPER}](?:{_SMALL})+"
_NAME = re.compile(
    rf"(?<=[^\W\d_.?!…:] ){_CAPITAL}(?: {_CAPITAL})+(?!\w)"
    rf"|\b(?:thôn|xóm|làng|chị|anh|cô|chú|bác|ông|bà|em|cháu) {_CAPITAL}(?: {_CAPITAL})*(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The words, and the day that stood before them ("20/10"), else ""."""

    words: str
    day: str = ""


def first_line(text: str) -> str | None:
    """A post's first line where it is a headline: short, with more below it."""
    lines = plain_lines(text)
    return lines[0] if len(lines) > 1 and len(lines[0]) <= LONGEST else None


def headline(line: str, names: Iterable[str] = ()) -> Headline:
    """A line as a card shows it: no emoji, sentence case, the day taken from its beginning."""
    spoken = plain(line)
    day = _DAY.match(spoken)
    rest = sentence_case(spoken[day.end() :] if day else spoken, names)
    return Headline(rest[:1].upper() + rest[1:], day[1] if day else "")


def names_in(text: str) -> tuple[str, ...]:
    """Names that a text writes with capitals inside its sentences: "Hà Bắc", "thôn Đông".

    Only what cannot be the beginning of a sentence counts: two capitals in a row, or one behind a
    word that a name follows.
    """
    return tuple(dict.fromkeys(found[0] for found in _NAME.finditer(text)))
