"""What is not there yet: an empty text, a missing fact, the braces of a template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding

# People type and paste both spellings of the accents (NFC, NFD); offsets must stay those of the
# text as given, so the pattern knows both. An unclosed blank counts as well.
_WORDS = "CHƯA ĐIỀN"
BLANK = re.compile(
    rf"\[\s?(?:{_WORDS}|{unicodedata.normalize('NFD', _WORDS)})(?:\s*:?\s*([^\[\]\n]{{0,80}})\])?",
    re.IGNORECASE,
)
BRACES = re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}%\n]{0,80}%\}|\{\{|\}\}|\{%|%\}")


def empty(text: str) -> Iterator[Finding]:
    """A text without a single visible character."""
    if all(sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf") for sign in text):
        why = "Bài chưa có chữ nào; hãy viết nội dung."
        yield Finding("BAI-TRONG", "block", 0, len(text), text, "", why)


def blanks(text: str) -> Iterator[Finding]:
    """What a template printed for a missing fact."""
    for match in BLANK.finditer(text):
        name = (match[1] or "").strip()
        why = (
            f"Chưa có số liệu “{name}”; điền bằng lệnh: "
            f'habac24h facts NĂM CHIẾN-DỊCH {name}="…" (NĂM và CHIẾN-DỊCH là năm và mã của đợt).'
            if name
            else "Chỗ này còn bỏ trống; hãy điền vào."
        )
        yield Finding("THIEU-SO-LIEU", "block", *match.span(), match[0], "", why)


def braces(text: str) -> Iterator[Finding]:
    """Signs of a template that was pasted or broken."""
    for match in BRACES.finditer(text):
        why = "Dấu ngoặc của mẫu còn sót trong bài; xóa đi hoặc viết thẳng nội dung vào."
        yield Finding("DAU-NGOAC-MAU", "block", *match.span(), match[0], "", why)
