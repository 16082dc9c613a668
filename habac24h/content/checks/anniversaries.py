"""Counted years that do not fit: "95 năm … (20/10/1930 - 20/10/2026)" is 96 years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import Folded

RULE = "SO-NAM-SAI"
_COUNT = r"(?<![\d.,/-])(?P<count>\d{1,3}) năm(?! (?:19|20)\d\d)"
_FROM = r"\d{1,2}[/.-]\d{1,2}[/.-](?P<first>(?:1[0-9]|20)\d\d)"
_SPAN = re.compile(
    rf"{_COUNT}(?P<what>[^.!?;\f()]{{3,120}})\( ?{_FROM}"
    r"(?: ?(?:-|đến) ?\d{1,2}[/.-]\d{1,2}[/.-](?P<last>(?:1[0-9]|20)\d\d))? ?\)"
)
_UNION = re.compile(
    rf"{_COUNT}[ \n](?:ngày )?thành lập hội (?:lhpn|liên hiệp phụ nữ)(?: việt nam)?"
    r"(?! xã| thành phố)"
)
_FOUNDED = 1930
"""20/10/1930: Hội Liên hiệp Phụ nữ Việt Nam (facts about the language and the plan)."""


def find(folded: Folded, due: date | None) -> Iterator[Finding]:
    """Every count of years that its own dates, or the day on which the text goes out, deny."""
    told: list[int] = []
    for hit in _SPAN.finditer(folded.text):
        last = int(hit["last"]) if hit["last"] else due.year if due else None
        if last is not None:
            told.append(hit.start())
            yield from _compared(folded, hit, last - int(hit["first"]), last)
    for hit in _UNION.finditer(folded.text):
        if due is not None and hit.start() not in told:
            yield from _compared(folded, hit, due.year - _FOUNDED, due.year)


def _compared(folded: Folded, hit: re.Match[str], right: int, year: int) -> Iterator[Finding]:
    if right <= 0 or int(hit["count"]) == right:
        return
    first, last = folded.span(*hit.span("count"))
    why = f"Tính đến năm {year} là {right} năm, không phải {hit['count']} năm."
    yield Finding(RULE, "block", first, last, folded.given[first:last], str(right), why)
