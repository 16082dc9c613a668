"""Fanpage items as cards: the bytes that go out with the post, and a square one to share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from habac24h.models import Words
from habac24h.papers.items import chosen
from habac24h.papers.paper import Asked, Sheet
from habac24h.printing.artwork import card as cards
from habac24h.printing.artwork import drawing
from habac24h.workflow import Desk
from habac24h.workflow.cards import card
from habac24h.workflow.pictures import picture
from habac24h.workflow.view import Row


@dataclass(frozen=True)
class Shown:
    """A card in one size; `frozen` holds its bytes where they were submitted with the post."""

    card: cards.Card
    size: tuple[int, int]
    frozen: bytes | None = None


def gather(desk: Desk, asked: Asked) -> Iterator[Sheet]:
    """Two files for each post: 1200 x 630, as it goes out, and 1080 x 1080."""
    for row in chosen(desk, asked, "fanpage"):
        drawn = card(desk, row.item)
        for size, frozen in ((cards.WIDE, _frozen(desk, row)), (cards.SQUARE, None)):
            yield Sheet(f"{row.item.key}_{size[0]}x{size[1]}", Shown(drawn, size, frozen))


def png(shown: Shown) -> bytes:
    """What was frozen at submission, else the card as it would be submitted now."""
    return shown.frozen or cards.png(shown.card, shown.size)


def _frozen(desk: Desk, row: Row) -> bytes | None:
    """The drawn card's bytes, once submitted; a draft's card is drawn again at submission."""
    item = row.item
    if not item.drawn or item.state == Words.DRAFT:
        return None
    return picture(desk.session, item.images[0]).data


def svg(shown: Shown) -> bytes:
    """The card as curves, for a print shop."""
    return drawing.svg(cards.draw(shown.card, shown.size)).encode()
