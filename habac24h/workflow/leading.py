"""Whether an approval of an item still leads to anything: something may go out or be confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import col

from habac24h.channels.registry import KINDS, kind
from habac24h.errors import Refused
from habac24h.models import Airing, Going, Item

AHEAD = (Going.WAITING, Going.WITHDRAWING, Going.UNKNOWN)
LATE = (Going.SKIPPED, Going.MISSED)
"""Over before its words were approved. Nothing is posted late, but people may have read, hung or
held it all the same, and then they say so."""
MANUAL = tuple(name for name, one in KINDS.items() if one.manual)


def leads(item: Item, airing: Airing) -> bool:
    """Whether approved words would still serve this airing."""
    return airing.state in AHEAD or (kind(item.channel).manual and airing.state in LATE)


def leads_in_sql() -> Any:
    """`leads` in a query that joins items and airings."""
    late = col(Airing.state).in_(LATE) & col(Item.channel).in_(MANUAL)
    return col(Airing.state).in_(AHEAD) | late


def refuse_in_vain(item: Item, airings: Iterable[Airing]) -> None:
    """Nobody is told that words were submitted which no approver will ever see."""
    rows = list(airings)
    if not rows or any(leads(item, one) for one in rows):
        return
    if any(one.state == Going.DONE for one in rows):
        raise Refused(
            f"“{item.key}” {kind(item.channel).done}, không còn lượt nào ở phía trước nên không "
            "cần trình duyệt; muốn làm thêm lần nữa thì tạo nội dung mới."
        )
    raise Refused(
        f"“{item.key}” không còn lượt nào ở phía trước: giờ đã qua hoặc đã hủy, nên dù duyệt cũng "
        "không đăng. Nếu vẫn cần, hãy dời sang giờ mới rồi trình duyệt."
    )
