"""The words of a post as Facebook shows them: folded, hashtags and links coloured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from habac24h.channels.practice_page.folding import fold, stretches
from habac24h.content.checks import Finding


@dataclass(frozen=True)
class Piece:
    """A stretch of the words; `kind` is text, tag or url, `marked` says that a fault is here."""

    text: str
    kind: str = "text"
    marked: bool = False


@dataclass(frozen=True)
class Post:
    """What everybody sees, and what only those see who press “Xem thêm”."""

    first: tuple[Piece, ...]
    rest: tuple[Piece, ...]


def post(text: str, findings: Iterable[Finding] = ()) -> Post:
    """The post in two parts; the whole of a short one is `first`."""
    spans = [(one.start, one.end) for one in findings if one.severity == "block"]
    marks = [span for span in spans if span[0] < span[1] and span != (0, len(text))]
    cut = fold(text)
    whole = list(_pieces(text, marks))
    if cut is None:
        return Post(tuple(piece for _, piece in whole), ())
    first = [_part(at, piece, 0, cut) for at, piece in whole]
    rest = [_part(at, piece, cut, len(text)) for at, piece in whole]
    return Post(
        tuple(p for p in first if p.text), _without_first_break([p for p in rest if p.text])
    )


def _pieces(text: str, marks: list[tuple[int, int]]) -> Iterator[tuple[int, Piece]]:
    """Every stretch with its place, cut wherever a mark begins or ends."""
    edges = sorted({edge for mark in marks for edge in mark})
    for kind, start, end in stretches(text):
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        for first, last in pairwise(cuts):
            marked = any(a <= first and last <= b for a, b in marks)
            yield first, Piece(text[first:last], kind, marked)


def _part(at: int, piece: Piece, first: int, last: int) -> Piece:
    inside = piece.text[max(first - at, 0) : max(last - at, 0)]
    return Piece(inside, piece.kind, piece.marked)


def _without_first_break(pieces: list[Piece]) -> tuple[Piece, ...]:
    if pieces and pieces[0].text[:1] in ("\n", " "):
        head = pieces[0]
        pieces = [Piece(head.text[1:], head.kind, head.marked), *pieces[1:]]
    return tuple(pieces)
