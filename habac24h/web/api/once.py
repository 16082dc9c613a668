"""A parameter is given once: of several, another program would not know which one counted."""

from __future__ import annotations

from collections import Counter

from fastapi import Request

from habac24h.errors import Refused


def once(request: Request) -> None:
    """Raises Refused where the address names a parameter again."""
    times = Counter(name for name, _ in request.query_params.multi_items())
    again = next((name for name, count in times.items() if count > 1), None)
    if again is not None:
        raise Refused(f"Tham số “{again}” nêu {times[again]} lần; mỗi tham số chỉ nêu một lần.")
