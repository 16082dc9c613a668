"""What two texts have in common when Facebook only changed their white space or their form."""

from __future__ import annotations

import hashlib
import unicodedata

SELECTORS = ((0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
"""Variation selectors: Mongolian, the common sixteen (FE0F: "as an emoji"), the supplement."""


def fingerprint(text: str) -> str:
    """SHA-256, in hex, of the text in NFC without what may change on the way.

    Left out: white space, zero-width characters, variation selectors (facts/facebook.md,
    protocol 1). Exact comparison fails once a line end becomes CRLF or the text is trimmed.
    """
    # First left out, then composed: a joiner between a letter and its accent would keep them apart.
    kept = unicodedata.normalize("NFC", text.translate(_KEPT))
    return hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()


def counts(char: str) -> bool:
    """True for a character that makes two texts different.

    The class Cf holds the zero-width ones: joiners, byte order mark, soft hyphen, directions.
    """
    if char.isspace() or unicodedata.category(char) == "Cf":
        return False
    return not any(first <= ord(char) <= last for first, last in SELECTORS)


class _Kept(dict[int, int | None]):
    """For str.translate: each character is judged once; None leaves it out."""

    def __missing__(self, code: int) -> int | None:
        found = self[code] = code if counts(chr(code)) else None
        return found


_KEPT = _Kept()
WORDLESS = fingerprint("")
"""Of a text that nobody can read: every photo that staff put on the page without a word has it."""
