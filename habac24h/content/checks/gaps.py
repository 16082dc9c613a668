"""What is not there yet: an empty text, a missing fact, the braces of a template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import fold

# In folded words, since people paste every kind of blank, bracket and accent; without accents too.
# An unclosed blank counts as well; in round brackets only with a colon: “(chưa điền)” may be prose.
_WORDS = r"ch[ưu]a\s*[đdð]i[ềeê]n"
_BLANK = re.compile(
    rf"\[\s*{_WORDS}(?!\w)(?:\s*:?\s*(?P<name>[^\[\]\n\f]{{0,80}})\])?"
    rf"|\(\s*{_WORDS}\s*:(?:[^()\n\f]{{0,80}}\))?"
)
_BRACKETS = re.compile(r"[\[(［（]")
BRACES = re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}%\n]{0,80}%\}|\{\{|\}\}|\{%|%\}")


def empty(text: str) -> Iterator[Finding]:
    """A text without a single visible character."""
    if all(sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf") for sign in text):
        why = "Bài chưa có chữ nào; hãy viết nội dung."
        yield Finding("BAI-TRONG", "block", 0, len(text), text, "", why)


def open_blanks(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and (where there is one) name of each blank, offsets those of the given text."""
    if not _BRACKETS.search(text):
        return
    folded = fold(text)
    for hit in _BLANK.finditer(folded.text):
        named = hit["name"] and folded.span(*hit.span("name"))
        yield *folded.span(*hit.span()), text[slice(*named)].strip() if named else ""


def blanks(text: str) -> Iterator[Finding]:
    """What a template printed for a missing fact."""
    for start, end, name in open_blanks(text):
        why = (
            f"Chưa có số liệu “{name}”; điền bằng lệnh: "
            f'habac24h facts NĂM CHIẾN-DỊCH {name}="…" (NĂM và CHIẾN-DỊCH là năm và mã của đợt).'
            if name
            else "Chỗ này còn bỏ trống; hãy điền vào."
        )
        yield Finding("THIEU-SO-LIEU", "block", start, end, text[start:end], "", why)


def braces(text: str) -> Iterator[Finding]:
    """Signs of a template that was pasted or broken."""
    for match in BRACES.finditer(text):
        why = "Dấu ngoặc của mẫu còn sót trong bài; xóa đi hoặc viết thẳng nội dung vào."
        yield Finding("DAU-NGOAC-MAU", "block", *match.span(), match[0], "", why)
