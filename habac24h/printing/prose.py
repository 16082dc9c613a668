"""A plain text as its parts: titles, headings, points, paragraphs; for Word, HTML and PDF alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "heading", "point", "subpoint", "number", "text"]
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(\S.*)")
_POINT = re.compile(r"(\s*)[•\-–*+]\s+(\S.*)")
_MINUTES = re.compile(r"\((?:\d+ ?)+phút\)\s*$")
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]+\\s*")


@dataclass(frozen=True)
class Part:
    """One line of a text and what it is; `text` has no mark of its own ("•", "1.") any more."""

    kind: Kind
    text: str
    number: str = ""


def parts(text: str, *, titles: bool = True) -> tuple[Part, ...]:
    """The parts line by line; with `titles`, capital lines before the first empty one are titles.

    Emoji are for screens: on paper and on the portal they are left out.
    """
    found: list[Part] = []
    heading = titles
    for line in _EMOJI.sub("", text).splitlines():
        if not line.strip():
            heading = False
            continue
        part = _part(line, heading=heading)
        heading = heading and part.kind == "title"
        found.append(part)
    return tuple(found)


def _part(line: str, *, heading: bool) -> Part:
    if point := _POINT.fullmatch(line.rstrip()):
        return Part("subpoint" if point[1] else "point", point[2].strip())
    if numbered := _NUMBERED.fullmatch(line.strip()):
        # "1. Vì sao có Tháng hành động (5 phút)" heads a part of a talk; a sentence does not.
        head = _MINUTES.search(numbered[2]) or numbered[2][-1] not in ".!?;:)"
        return Part("heading" if head else "number", numbered[2], numbered[1])
    plain = line.strip()
    name = _ASIDE.sub("", plain)
    if name == name.upper() and any(sign.isalpha() for sign in name):
        return Part("title" if heading else "heading", plain)
    return Part("text", plain)


def runs(found: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Points that follow each other together, everything else alone: a list in HTML is one."""
    group: list[Part] = []
    for part in found:
        if part.kind in ("point", "subpoint"):
            group.append(part)
            continue
        if group:
            yield tuple(group)
            group = []
        yield (part,)
    if group:
        yield tuple(group)
