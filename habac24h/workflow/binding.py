"""What an approval binds: the exact words, the pictures, the page, the times and the places."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from habac24h.models import Airing, Item

MARK = 12
"""So many signs of a hash stand on paper."""


def text_sha256(text: str) -> str:
    """SHA-256 of the words' UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def approval_sha256(item: Item, airings: Iterable[Airing]) -> str:
    """SHA-256 over everything that an approval covers, in hexadecimal."""
    bound: dict[str, object] = {
        "key": item.key,
        "title": item.title,
        "text": item.text,
        "page": item.page,
        "airings": [_times_and_places(airing) for airing in sorted(airings, key=lambda a: a.n)],
    }
    if item.images:  # left out where there are none: what was approved before pictures stays so
        bound["images"] = [[one, item.image_alts.get(one, "")] for one in item.images]
    written = json.dumps(bound, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def mark(sha256: str) -> str:
    """The beginning of a hash as paper shows it: "b625 b7c7 af09", enough to compare by eye."""
    return " ".join(sha256[start : start + 4] for start in range(0, MARK, 4))


def still_bound(item: Item, airings: Iterable[Airing]) -> bool:
    """Whether the rows are exactly what was approved."""
    return item.approved_sha256 == text_sha256(item.text) and (
        item.approval_sha256 == approval_sha256(item, airings)
    )


def _times_and_places(airing: Airing) -> list[object]:
    until = airing.until.isoformat() if airing.until else None
    return [airing.key, airing.due.isoformat(), until, sorted(airing.places)]
