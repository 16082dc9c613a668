"""A short code for an airing on paper: its row's number and a letter that catches slips of the pen.

Seventeen letters, none of which is easily taken for a digit or another one: a prime, so that one
wrong digit, or two that changed places, always gives another letter.
"""

from __future__ import annotations

import re

from sqlmodel import Session

from habac24h.errors import NotFound
from habac24h.models import Airing

LETTERS = "ACDEFHKLMNPRTVWXY"
_CODE = re.compile(r"(\d{1,9})\s*([A-Za-z])")


def code(airing: Airing) -> str:
    """The code of a stored airing: 217N."""
    number = airing.id or 0
    return f"{number}{LETTERS[number % len(LETTERS)]}"


def is_code(key: str) -> bool:
    """Whether this is written like a code, not like a key."""
    return _CODE.fullmatch(key.strip()) is not None


def airing_of(session: Session, written: str) -> Airing:
    """The airing of a code; raises NotFound for a slip of the pen."""
    found = _CODE.fullmatch(written.strip())
    airing = session.get(Airing, int(found[1])) if found else None
    if found is None or airing is None or code(airing)[-1] != found[2].upper():
        raise NotFound(f"Không có lượt nào mang mã ngắn “{written}”; hãy đọc lại mã trên giấy.")
    return airing
