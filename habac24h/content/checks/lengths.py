"""Whether a text fits its channel: Facebook posts and banners."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding, Severity

FACEBOOK_MOST = 63_206
"""Code points of a Facebook post; the Graph API refuses a longer one."""
FACEBOOK_LONG = 2_000
BANNER_WORDS = 25


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
