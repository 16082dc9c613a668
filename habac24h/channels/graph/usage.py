"""How long Facebook wants us to wait, from its two usage headers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

SHORT, LONG, LONGEST = timedelta(minutes=15), timedelta(minutes=60), timedelta(hours=24)
"""Without a hint 15 minutes; 60 when the hour's allowance is used up; never more than a day."""

_HEADERS = ("x-app-usage", "x-business-use-case-usage")
_SHARES = ("call_count", "total_time", "total_cputime")


def asked_wait(headers: Mapping[str, str]) -> timedelta:
    """The wait after a rate limit (facts/facebook.md: minutes in the header, else 15 to 60)."""
    business = read_header(headers, "x-business-use-case-usage")
    minutes = max(numbers(business, "estimated_time_to_regain_access"), default=0.0)
    if minutes > 0:
        return min(timedelta(minutes=max(1.0, min(minutes, 1e5))), LONGEST)
    app = read_header(headers, "x-app-usage")
    shares = [n for key in _SHARES for n in numbers(app, key)]
    return LONG if max(shares, default=0.0) >= 100 else SHORT


def used(headers: Mapping[str, str]) -> float:
    """The largest share of an allowance that is used up, in percent; 0 without a hint."""
    hints = [read_header(headers, name) for name in _HEADERS]
    return max((n for hint in hints for key in _SHARES for n in numbers(hint, key)), default=0.0)


def read_header(headers: Mapping[str, str], name: str) -> Any:
    """The header's JSON, or None: a broken hint is no hint."""
    try:
        return json.loads(headers.get(name, "null"), parse_int=float)
    except (ValueError, RecursionError):
        return None


def numbers(value: Any, name: str) -> Iterator[float]:
    """Every number called `name`, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from numbers(item, name)
    elif isinstance(value, dict):
        found = value.get(name)
        if isinstance(found, float):
            yield found
        for item in value.values():
            yield from numbers(item, name)
