"""A portal item as the article that is sent to the portal's editors."""

from __future__ import annotations

from habac24h.models import Words
from habac24h.printing.article import Article
from habac24h.printing.prose import Part, parts
from habac24h.workflow import Desk
from habac24h.workflow.gaps import named
from habac24h.workflow.view import Row

DRAFT = "BẢN NHÁP – CHƯA DUYỆT, chưa được đăng"


def fill(desk: Desk, row: Row) -> Article:
    """The first paragraph is the title, the second the lead; a single one is both."""
    item = row.item
    title, lead, body = _split(item.title, parts(named(item.text), titles=False))
    return Article(
        title=title,
        lead=lead,
        body=body,
        source=desk.settings.printing.department,
        note="" if item.state == Words.APPROVED else DRAFT,
        made=desk.now,
    )


def _split(name: str, found: tuple[Part, ...]) -> tuple[str, str, tuple[Part, ...]]:
    if len(found) > 1 and found[0].kind in ("text", "heading") and found[0].text[-1:] not in ".!?":
        return found[0].text, found[1].text, found[2:]
    first = found[0].text if found else ""
    return name, first, found[1:]
