"""Names that came with the program as examples and that the office has not replaced yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import Folded

RULE = "TEN-VI-DU"
_MARK = re.compile(r"\( ?ví dụ ?\)", re.IGNORECASE)
"""The bracket alone: "(ví dụ: rửa bát)" and "ví dụ" are what people write."""
_WHY = (
    "Tên này còn là tên ví dụ kèm chương trình; hãy đổi tên ở trang Địa điểm (trong Cài đặt), "
    "hoặc sửa lời."
)


def find(folded: Folded) -> Iterator[Finding]:
    """The mark behind the shipped names, such as "Thôn 1 (ví dụ)"."""
    for hit in _MARK.finditer(folded.text):
        start, end = folded.span(*hit.span())
        yield Finding(RULE, "block", start, end, folded.given[start:end], "", _WHY)
