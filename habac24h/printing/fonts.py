"""The faces that papers are set in, and what each of them must be able to draw."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from unicodedata import normalize

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_LOWER = "".join(normalize("NFC", vowel + tone) for vowel, tone in product(_VOWELS, _TONES)) + "đ"
LETTERS = _LOWER + _LOWER.upper()
"""The 146 letters that Vietnamese has beyond plain Latin ones, and the plain vowels."""
ALPHABET = "".join(map(chr, range(0x21, 0x7F))) + LETTERS + "–—‘’“”…•"
"""What a font must draw before any paper is set in it."""


_SIGNS = (
    "Segoe UI Symbol",
    "Segoe UI Emoji",
    "DejaVu Sans",
    "DejaVu Sans Mono",
    "Noto Emoji",
    "Noto Color Emoji",
    "Apple Color Emoji",
)


@dataclass(frozen=True)
class Face:
    """A role on paper: its families, best first, and those that may lend it single signs."""

    name: str
    families: tuple[str, ...]
    spare: tuple[str, ...] = ()


DOCUMENT = Face(
    "văn bản", ("Times New Roman", "Tinos", "Liberation Serif", "Libertinus Serif"), _SIGNS
)
"""Scripts, slips, plans: Times New Roman where the computer has it (Decree 30/2020), its metric
twins, or the serif that typst brings along. Debian 12's Liberation Serif lacks 92 of the letters:
a family that cannot draw ALPHABET is passed over as a whole, never mixed inside words."""
POSTER = Face("băng rôn và ảnh", ("Be Vietnam Pro",))
"""Banners and cards; comes with the program. A sign that it lacks is refused."""
