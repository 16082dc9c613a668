"""File names that every computer of the office takes."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\s]+')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def safe(stem: str) -> str:
    """A stem without what Windows refuses: "a/2026/b" becomes "a_2026_b".

    Keys differ in more than what is replaced here; where two long stems would meet, their ends,
    which tell them apart, are kept.
    """
    plain = _REFUSED.sub("_", unicodedata.normalize("NFC", stem)).strip("._ ")
    if len(plain) > LONGEST:
        plain = plain[:40].rstrip("._ ") + "_" + plain[41 - LONGEST :].lstrip("._ ")
    if not plain or _DEVICES.match(plain):
        plain = f"_{plain}"
    return plain
