"""Looks at a finished text and says what stands in the way of sending it out.

Each check is a small function from (text, channel) to findings; RULES lists them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Severity = Literal["block", "warn", "info"]

FACEBOOK_MOST = 63_206
"""Code points of a Facebook post; the Graph API refuses a longer one."""
FACEBOOK_LONG = 2_000
BANNER_WORDS = 25


@dataclass(frozen=True)
class Finding:
    """One fault of a text: where (code points, end exclusive), what, what better, and why."""

    rule: str
    severity: Severity
    start: int
    end: int
    found: str
    better: str
    why: str


Rule = Callable[[str, str], Iterator[Finding]]

# People type and paste both spellings of the accents (NFC, NFD); offsets must stay those of the
# text as given, so the pattern knows both. An unclosed blank counts as well.
_WORDS = "CHƯA ĐIỀN"
BLANK = re.compile(
    rf"\[\s?(?:{_WORDS}|{unicodedata.normalize('NFD', _WORDS)})(?:\s*:?\s*([^\[\]\n]{{0,80}})\])?",
    re.IGNORECASE,
)
BRACES = re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}%\n]{0,80}%\}|\{\{|\}\}|\{%|%\}")


def check(text: str, channel: str) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the text."""
    found = [finding for rule in RULES for finding in rule(text, channel)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))


def empty(text: str, channel: str) -> Iterator[Finding]:
    """A text without a single visible character."""
    if all(sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf") for sign in text):
        why = "Bài chưa có chữ nào; hãy viết nội dung."
        yield Finding("BAI-TRONG", "block", 0, len(text), text, "", why)


def blanks(text: str, channel: str) -> Iterator[Finding]:
    """What a template printed for a missing fact."""
    for match in BLANK.finditer(text):
        name = (match[1] or "").strip()
        why = (
            f"Chưa có số liệu “{name}”; điền bằng lệnh: "
            f"habac24h facts NĂM CHIẾN-DỊCH {name}=… (NĂM và CHIẾN-DỊCH là năm và mã của đợt)."
            if name
            else "Chỗ này còn bỏ trống; hãy điền vào."
        )
        yield Finding("THIEU-SO-LIEU", "block", *match.span(), match[0], "", why)


def braces(text: str, channel: str) -> Iterator[Finding]:
    """Signs of a template that was pasted or broken."""
    for match in BRACES.finditer(text):
        why = "Dấu ngoặc của mẫu còn sót trong bài; xóa đi hoặc viết thẳng nội dung vào."
        yield Finding("DAU-NGOAC-MAU", "block", *match.span(), match[0], "", why)


def facebook_length(text: str, channel: str) -> Iterator[Finding]:
    """A post that Facebook refuses, or that hardly anyone reads to its end."""
    size = len(text)
    if channel != "fanpage" or size <= FACEBOOK_LONG:
        return
    if size > FACEBOOK_MOST:
        why = f"Facebook không nhận bài dài quá {_number(FACEBOOK_MOST)} ký tự; hãy rút ngắn."
        yield _long("FB-QUA-DAI", "block", FACEBOOK_MOST, size, f"{_number(size)} ký tự", why)
        return
    why = f"Bài dài quá {_number(FACEBOOK_LONG)} ký tự thì ít người đọc hết; nên rút ngắn."
    yield _long("FB-DAI", "warn", FACEBOOK_LONG, size, f"{_number(size)} ký tự", why)


def banner_words(text: str, channel: str) -> Iterator[Finding]:
    """A banner that cannot be read while driving past."""
    words = [m for m in re.finditer(r"\S+", text) if any(sign.isalnum() for sign in m[0])]
    if channel == "banner" and len(words) > BANNER_WORDS:
        why = f"Băng rôn dài quá {BANNER_WORDS} chữ thì người đi đường đọc không kịp; nên rút ngắn."
        start = words[BANNER_WORDS].start()
        yield _long("BANG-RON-DAI", "warn", start, len(text), f"{len(words)} chữ", why)


def _long(rule: str, severity: Severity, start: int, end: int, found: str, why: str) -> Finding:
    """A finding over everything past a limit; `found` is the length."""
    return Finding(rule, severity, start, end, found, "", why)


def _number(value: int) -> str:
    """A number as Vietnamese writes it: 63.206."""
    return f"{value:,}".replace(",", ".")


RULES: tuple[Rule, ...] = (empty, blanks, braces, facebook_length, banner_words)
