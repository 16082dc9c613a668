"""Text that every calendar program can read: cleaned."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# One \x0b (Word's soft return) made a whole feed unreadable for Home Assistant; a lone surrogate
# crashes the writer; bidi overrides can make a text read as another one.
_DROPPED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def clean(text: str) -> str:
    """The same text in NFC with \\n as its only control character.

    Line ends of every kind become \\n and tabs a space; other C0 and C1 controls, DEL, surrogates,
    non-characters, byte order marks and bidi overrides are dropped.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))
