"""Years left over from the edition that a text was copied from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding

RULE = "NAM-CU"


def old_years(text: str, title: str, old: int, year: int) -> Iterator[Finding]:
    """Every mention of the copied year, in the words and in the title; the year is `year` now."""
    pattern = re.compile(rf"(?<!\d){old}(?!\d)")
    why = f"Lời chép từ nội dung năm {old}: xem lại số năm này cho đợt năm {year}."
    for hit in pattern.finditer(text):
        yield Finding(RULE, "warn", hit.start(), hit.end(), hit[0], str(year), why)
    if pattern.search(title):
        whole = f"Tiêu đề còn ghi năm {old}, mà đây là nội dung của đợt năm {year}."
        yield Finding(RULE, "warn", 0, 0, title, pattern.sub(str(year), title), whole)
