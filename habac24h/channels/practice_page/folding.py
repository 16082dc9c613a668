"""What Facebook does with the words of a post on a phone: folded, hashtags and links coloured."""

from __future__ import annotations

import re
from collections.abc import Iterator

FOLD_LETTERS, FOLD_LINES = 480, 8
"""Facebook folds a post after about this much on a phone."""
_MARKED = re.compile(
    r"(?P<tag>(?<![\w&/#])#\w*[^\W\d]\w*)"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
)


def fold(words: str) -> int | None:
    """Where a long text is folded: at the end of a line or between words; None for a short one."""
    lines = [found.start() for found in re.finditer(r"\n", words)]
    by_lines = lines[FOLD_LINES - 1] if len(lines) >= FOLD_LINES else len(words)
    cut = min(by_lines, FOLD_LETTERS)
    if cut >= len(words):
        return None
    if cut == by_lines:
        return cut
    places = (words.rfind(sign, cut // 2, cut) for sign in ("\n", ". ", " "))
    return next((place for place in places if place > 0), cut - 1) + 1


def stretches(words: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) one after another over the whole text; kind is tag, url or text."""
    end = 0
    for found in _MARKED.finditer(words):
        if found.start() > end:
            yield "text", end, found.start()
        yield ("tag" if found["tag"] else "url"), found.start(), found.end()
        end = found.end()
    if end < len(words):
        yield "text", end, len(words)
