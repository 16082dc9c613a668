"""Versions in headers: ETag says which words are shown, If-Match which ones a move is about."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response

from habac24h.models import Item
from habac24h.web.api.problems import Trouble
from habac24h.workflow import Desk

IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        pattern=r'^(\*|"[0-9]{1,9}")$',
        description='Phiên bản đã đọc, ví dụ "7"; * là phiên bản nào cũng được.',
    ),
]


def tag(response: Response, item: Item) -> None:
    """Say which version an answer shows."""
    response.headers["ETag"] = f'"{item.version}"'


def must_match(desk: Desk, key: str, wanted: str) -> Item:
    """The item of a key or an airing's key; Trouble (412) when it is not what the caller saw."""
    item = desk.item(key.partition("@")[0])
    if wanted not in ("*", f'"{item.version}"'):
        raise Trouble(
            "stale",
            f"“{item.key}” nay ở phiên bản {item.version}; hãy đọc lại rồi làm lại thao tác.",
        )
    return item
