"""Words as a drawing takes them: NFC, without emoji and hidden signs, each with a letter for it."""

from __future__ import annotations

import re
import unicodedata

from habac24h.errors import PrintError
from habac24h.printing.artwork.font import missing
from habac24h.printing.typst import named

_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\u200d\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]"
)


def plain_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that have words, each NFC, single-spaced and without emoji."""
    return tuple(line for one in text.splitlines() if (line := plain(one)))


def plain(text: str) -> str:
    """One line of a text: NFC, single spaces, no emoji and no sign that cannot be seen."""
    bare = _EMOJI.sub(" ", unicodedata.normalize("NFC", text))
    seen = "".join(
        " " if sign.isspace() or unicodedata.category(sign) == "Cc" else sign
        for sign in bare
        if unicodedata.category(sign) not in ("Cf", "Cs", "Cn", "Co")
    )
    return " ".join(seen.split())


def require_letters(*texts: str) -> None:
    """Refuse a sign that the font cannot draw: it would leave a hole that nobody was told of."""
    absent = missing("".join(texts))
    if absent:
        raise PrintError(
            f"Phông chữ của băng rôn và ảnh không có ký tự {named(absent)}; hãy thay bằng chữ."
        )
