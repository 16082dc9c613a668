"""Papers of single items: which ones are meant, each filled by a function of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from habac24h.channels.registry import KINDS, kind
from habac24h.errors import PrintError
from habac24h.models import Going, Words
from habac24h.papers.paper import Asked, Sheet
from habac24h.workflow import Desk
from habac24h.workflow.view import Filter, Row, one, rows

Fill = Callable[[Desk, Row], Any]
_GONE = (Words.DROPPED.value, Going.CANCELLED.value, Going.SKIPPED.value)


def of_items(fill: Fill, *channels: str) -> Callable[[Desk, Asked], Iterator[Sheet]]:
    """Gather one sheet for each item of these channels (none named: of all)."""

    def gather(desk: Desk, asked: Asked) -> Iterator[Sheet]:
        for row in chosen(desk, asked, *channels):
            yield Sheet(row.item.key, fill(desk, row))

    return gather


def chosen(desk: Desk, asked: Asked, *channels: str) -> list[Row]:
    """The items meant: by key (refusing what does not fit), else by campaign and days."""
    fitting = channels or tuple(KINDS)
    if asked.keys:
        found = [one(desk.session, desk.item(key.partition("@")[0])) for key in asked.keys]
        for row in found:
            _refuse_unfit(row, fitting)
        return list({row.item.key: row for row in found}.values())
    if asked.campaign is None and asked.since is None and asked.until is None:
        raise PrintError("Hãy nêu mã nội dung cần in, hoặc --campaign, --from, --to.")
    wanted = Filter(asked.since, asked.until, asked.campaign)
    return [
        row
        for row in rows(desk.session, wanted, desk.settings.zone)
        if row.item.channel in fitting and row.state not in _GONE
    ]


def _refuse_unfit(row: Row, channels: tuple[str, ...]) -> None:
    if row.item.channel in channels:
        return
    labels = ", ".join(kind(one).label for one in channels)
    raise PrintError(
        f"“{row.item.key}” thuộc kênh {kind(row.item.channel).label}; bản in này chỉ dành cho "
        f"{labels}."
    )
