"""Whether a text and its title fit their channel: Facebook posts, banners, scripts, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding, Severity
from habac24h.content.speech import pace

FACEBOOK_MOST = 63_206
"""Code points of a Facebook post; the Graph API refuses a longer one."""
FACEBOOK_LONG = 2_000
BANNER_WORDS = 25
BANNER_LINES = 4
SCRIPT_MINUTES = 5
"""An item of 3 to 5 minutes (facts on the language); music comes on top."""
TITLE_MOST = 150
TITLE_LONG = {"portal": 120, "fanpage": 100, "loudspeaker": 100, "banner": 100, "talk": 120}
"""Code points: lists, calendars and portal headlines cut a longer title."""


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


def banner_lines(text: str, channel: str) -> Iterator[Finding]:
    """A banner of more lines than fit on it in letters that one can read from the road."""
    lines = [m for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    if channel == "banner" and len(lines) > BANNER_LINES:
        why = f"Băng rôn quá {BANNER_LINES} dòng thì chữ nhỏ, khó đọc; nên gộp hoặc bớt dòng."
        start = lines[BANNER_LINES].start()
        yield _long("BANG-RON-NHIEU-DONG", "warn", start, len(text), f"{len(lines)} dòng", why)


def script_minutes(text: str, channel: str) -> Iterator[Finding]:
    """A script that takes longer than the station's items do."""
    if channel != "loudspeaker":
        return
    minutes = seconds(text) / 60
    if minutes > SCRIPT_MINUTES:
        said = f"{minutes:.1f}".replace(".", ",") + " phút"
        why = f"Bài đọc khoảng {said}, quá {SCRIPT_MINUTES} phút; nên rút ngắn hoặc chia hai buổi."
        yield _long("PHAT-THANH-DAI", "warn", 0, len(text), said, why)


def title_length(title: str, channel: str) -> Iterator[Finding]:
    """A title that lists cut; its place is the beginning of the text."""
    size, limit = len(title), TITLE_LONG.get(channel, TITLE_MOST)
    if size > limit:
        why = f"Tiêu đề dài quá {limit} ký tự thì bị cắt trong danh sách và lịch; nên rút ngắn."
        yield _long("TIEU-DE-DAI", "warn", 0, 0, f"{size} ký tự", why)


def seconds(text: str) -> float:
    """Seconds that a script takes on the loudspeakers, music aside.

    A text that still has figures is longer aloud than it looks: each figure counts one syllable.
    """
    figures = sum(sign.isdigit() for sign in text)
    return pace.seconds(text) + figures * 60 / pace.SYLLABLES_A_MINUTE


def _long(rule: str, severity: Severity, start: int, end: int, found: str, why: str) -> Finding:
    """A finding over everything past a limit; `found` is the length."""
    return Finding(rule, severity, start, end, found, "", why)


def _number(value: int) -> str:
    """A number as Vietnamese writes it: 63.206."""
    return f"{value:,}".replace(",", ".")
