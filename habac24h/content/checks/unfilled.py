"""Blanks of a form that nobody filled in: a date, the number of a paper, a value after a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding, Severity
from habac24h.content.checks.folding import Folded

_DOTS = r"(?:\.{2,}|…+|_{2,})"
_FORM = re.compile(
    rf"\bngày ?{_DOTS} ?tháng\b|\btháng ?{_DOTS} ?năm\b|\bngày tháng năm 20\d\d\b"
    rf"|{_DOTS} ?/ ?(?:{_DOTS}|\d{{1,2}}) ?/ ?\d{{4}}\b|\d{{1,2}} ?/ ?{_DOTS} ?/ ?\d{{4}}\b"
    rf"|\bsố ?:? ?{_DOTS} ?/|\bsố ?:? /(?=[a-zđ]{{2}})"
    r"|(?<=:) ?(?:\.{3,}|…+|_{3,})(?=\s*$|[\n\f]| ?\()"
)
_ROW = re.compile(r"\.{5,}|…{2,}|_{4,}")
_BY_HAND = "talk"
"""Papers on which people write with a pen: their rows of dots are meant."""


def find(folded: Folded, channel: str) -> Iterator[Finding]:
    """Blanks in a text that everyone reads; a row of dots anywhere else is only doubtful."""
    if channel == _BY_HAND:
        return
    ends = 0
    found: list[tuple[tuple[int, int], Severity]]
    found = [(hit.span(), "block") for hit in _FORM.finditer(folded.text)]
    found += [(hit.span(), "warn") for hit in _ROW.finditer(folded.text)]
    for (start, end), severity in sorted(found):
        if start < ends:
            continue
        ends = end
        first, last = folded.span(start, end)
        why = "Chỗ này trông như còn bỏ trống; hãy điền vào hoặc bỏ đi."
        given = folded.given[first:last]
        yield Finding("CHO-TRONG", severity, first, last, given, "", why)
