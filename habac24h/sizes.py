"""How much room bytes take, as people read it."""

from __future__ import annotations

MEGA, GIGA = 10**6, 10**9


def in_words(size: int) -> str:
    """ "350 MB", "20,9 GB": cut, never rounded up to room that is not there."""
    if size < GIGA:
        return f"{size // MEGA} MB"
    return f"{size // (GIGA // 10) / 10:.1f} GB".replace(".", ",")
