"""Whole đồng: read as people type them, written with dots, and in words."""

from __future__ import annotations

import re

from habac24h.content.speech.numbers import cardinal
from habac24h.errors import Refused

MOST = 10**12
MOST_EXACT = 10**15 - 1
"""What Excel keeps to the last đồng."""
_TYPED = re.compile(r"-?(?:[1-9]\d{0,2}(?:[. ]\d{3})+|\d+)(?:\s?(?:đ|đồng))?")


def dotted(amount: int) -> str:
    """12000000 as "12.000.000"."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int) -> str:
    """ "Mười hai triệu đồng chẵn"; "chẵn" where no hundreds are left, as on every receipt."""
    said = f"{cardinal(amount)} đồng"
    if amount and amount % 1000 == 0:
        said += " chẵn"
    return said[:1].upper() + said[1:]


def read(written: str, what: str, example: str = "1.250.000") -> int | None:
    """A whole amount as it was typed ("1.250.000", "1250000 đ"); None for nothing.

    Raises Refused that names `what` and shows an `example`; a fraction or a rounded "1,5 triệu" is
    never guessed at, and what begins with 0 ("0.500") is a fraction, not thousands.
    """
    plain = written.replace("\u00a0", " ").strip()
    if not plain:
        return None
    if _TYPED.fullmatch(plain) is None or len(plain) > 30:
        raise Refused(f"{what}: hãy viết một số nguyên, ví dụ {example}.")
    amount = int(re.sub(r"[^\d-]", "", plain))
    if not -MOST <= amount <= MOST:
        raise Refused(f"{what}: số quá lớn (nhiều nhất 1.000 tỷ).")
    return amount


def read_quantity(written: str) -> int | None:
    """How many: a whole number; "2,5" is refused by a sentence of its own."""
    return read(written, "Số lượng", "3")
