"""Ids and keys: the identities that are stored, never reused and never recomputed."""

from __future__ import annotations

import re
from datetime import date

MAX_LENGTH = 50
_SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HANDMADE = re.compile(r"rieng-[0-9]+")
# Windows refuses these as file names, with any extension; keys become file names of papers.
_WINDOWS = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
ID_RULE = (
    "mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối ở giữa, "
    f"nhiều nhất {MAX_LENGTH} ký tự, ví dụ thang-hanh-dong"
)


def wrong_id(found: str) -> str | None:
    """Say what an id must be like when `found` is not one; None when it is fine."""
    if found in _WINDOWS:
        return "Windows không cho đặt tên tệp như vậy, hãy chọn mã khác"
    if len(found) > MAX_LENGTH or not _SHAPE.fullmatch(found):
        return ID_RULE
    return None


def wrong_activity_id(found: str) -> str | None:
    """As `wrong_id`; `rieng-001` and the like belong to the items that people make by hand."""
    if _HANDMADE.fullmatch(found):
        return "mã rieng-… dành cho nội dung tự soạn, hãy chọn mã khác"
    return wrong_id(found)


def item_key(
    campaign: str, year: int, activity: str, day: date | None = None, place: str | None = None
) -> str:
    """`campaign/year/activity[/2026-11-17][/place]`; `day` is the unshifted date."""
    parts = [campaign, str(year), activity]
    if day is not None:
        parts.append(day.isoformat())
    if place is not None:
        parts.append(place)
    return "/".join(parts)


def airing_key(item: str, n: int) -> str:
    """The item's key and `@1`, `@2`, …"""
    return f"{item}@{n}"
