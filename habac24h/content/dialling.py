"""How a telephone number is shown: in the groups in which people say it, whoever typed it how.

For what pages list, never for words that somebody approves: those stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BETWEEN = re.compile(r"( [-–] |[,;/])")
_RUN = re.compile(r"\(?\+?\d[\d .()-]*\d")
_CAPITALS = ("024", "028")


def parts(written: str) -> Iterator[tuple[str, str | None]]:
    """The text in pieces: each with the digits to dial, or None where it is no number."""
    for piece in _BETWEEN.split(written):
        at = 0
        for hit in _RUN.finditer(piece):
            digits = _plain(hit[0])
            groups = _groups(digits)
            if groups is None:
                continue
            if hit.start() > at:
                yield piece[at : hit.start()], None
            yield " ".join(groups), digits
            at = hit.end()
        if piece[at:]:
            yield piece[at:], None


def grouped(written: str) -> str:
    """The same text with each whole number in groups: 0225 3842 111, 1800 1567, 0912 345 678."""
    return "".join(shown for shown, _ in parts(written))


def _plain(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    abroad = written.lstrip("( ").startswith("+84")
    return "0" + digits[2:].removeprefix("0") if abroad else digits


def _groups(digits: str) -> list[str] | None:
    """None for what is no whole number of Vietnam."""
    if re.fullmatch(r"1[0-9]{2,3}", digits):
        return [digits]
    if re.fullmatch(r"1[89]00\d{4}", digits):
        return [digits[:4], digits[4:]]
    if re.fullmatch(r"1[89]00\d{6}", digits):
        return [digits[:4], digits[4:7], digits[7:]]
    if re.fullmatch(r"0[35789]\d{8}", digits):
        return [digits[:4], digits[4:7], digits[7:]]
    if re.fullmatch(r"02\d{9}", digits):
        code = 3 if digits.startswith(_CAPITALS) else 4
        return [digits[:code], digits[code : code + 4], digits[code + 4 :]]
    return None
