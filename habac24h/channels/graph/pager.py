"""Reads a whole list, page after page, or raises: part of a list proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from habac24h.channels.base import ChannelError, Delivery, Reaction

PAGE_SIZE = 100
MOST_PAGES = 200


def read_list(graph: Any, node: str, edge: str, **fields: object) -> Iterator[dict[str, Any]]:
    """Every entry of an edge, each id once, in Facebook's order; ChannelError when incomplete.

    The SDK's own get_all_connections fails on the last page. We follow `cursors.after`; the end is
    a page without `next`, as Facebook documents it. Behind a full page without `next` we look all
    the same: one needless call costs less than a post that was overlooked.
    """
    seen: set[str] = set()
    after: str | None = None
    for _ in range(MOST_PAGES):
        place = {} if after is None else {"after": after}
        page = graph.get_connections(node, edge, limit=PAGE_SIZE, **fields, **place)
        yield from fresh(page["data"], seen)
        after = following(page, after)
        if after is None:
            return
    incomplete(f"hơn {MOST_PAGES} trang")


def fresh(entries: list[Any], seen: set[str]) -> Iterator[dict[str, Any]]:
    """The entries whose id was not seen before; a list may shift while it is read."""
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            incomplete("có mục không đọc được")
        if entry["id"] not in seen:
            seen.add(entry["id"])
            yield entry


def following(page: dict[str, Any], before: str | None) -> str | None:
    """The cursor of the next page, or None at the end."""
    paging = page.get("paging") or {}
    if not isinstance(paging, dict) or not isinstance(paging.get("cursors") or {}, dict):
        incomplete("dấu trang không đọc được")
    after = (paging.get("cursors") or {}).get("after")
    more = bool(paging.get("next"))
    if not after:
        if more:
            incomplete("thiếu dấu trang kế tiếp")
        return None
    if not more and len(page["data"]) < PAGE_SIZE:
        return None
    if after == before or not isinstance(after, str):
        incomplete("dấu trang lặp lại")
    return after


def incomplete(why: str) -> NoReturn:
    """The list cannot be trusted as a whole."""
    raise ChannelError(
        f"Danh sách bài trên Facebook đọc chưa trọn ({why}) nên chưa kết luận gì; chương trình sẽ "
        "tự đọc lại. Nếu kéo dài, hãy báo người phụ trách kỹ thuật.",
        delivery=Delivery.NOT_SENT,
        reaction=Reaction.RETRY,
    )
