"""A text as people read it on the page: lines, who speaks, stage directions, marked findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habac24h.content.checks import Finding

_VOICE = re.compile(r"[^\W\d_a-z][^a-z\n:]{1,38}:(?=\s|$)")
"""“GIỌNG NAM:” at the beginning of a line; lower-case letters are looked at in `_is_upper`."""


@dataclass(frozen=True)
class Piece:
    """A stretch of one line; `marked` is under a finding."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """One line: the voice that speaks it (empty for none), its pieces, whether it is a cue."""

    voice: str
    pieces: tuple[Piece, ...]
    cue: bool = False


def lines(text: str, channel: str, findings: Iterable[Finding]) -> list[Line]:
    """The text line by line; voices and cues exist in loudspeaker scripts alone."""
    marks = [(one.start, one.end) for one in findings if one.severity == "block"]
    whole = [span for span in marks if not (span[0] == 0 and span[1] >= len(text))]
    found, start = [], 0
    for row in text.split("\n"):
        found.append(_line(row, start, whole, spoken=channel == "loudspeaker"))
        start += len(row) + 1
    return found


def _line(row: str, start: int, marks: list[tuple[int, int]], *, spoken: bool) -> Line:
    match = _VOICE.match(row) if spoken else None
    voice = match[0] if match and _is_upper(match[0]) else ""
    cue = spoken and not voice and _is_upper(row)
    return Line(voice, tuple(_pieces(row, len(voice), start, marks)), cue)


def _is_upper(row: str) -> bool:
    return any(sign.isalpha() for sign in row) and row == row.upper()


def _pieces(row: str, begin: int, start: int, marks: list[tuple[int, int]]) -> Iterator[Piece]:
    """The row from `begin` on, cut at the marks; `start` is the row's place in the text."""
    inside = [(max(a - start, begin), min(b - start, len(row))) for a, b in marks]
    spans = sorted(span for span in inside if span[0] < span[1])
    at = begin
    for first, last in spans:
        if first > at:
            yield Piece(row[at:first])
        if last > at:
            yield Piece(row[max(first, at) : last], marked=True)
        at = max(at, last)
    if at < len(row):
        yield Piece(row[at:])
