"""A card: the picture beside a post, with the post's own headline on one of three quiet designs.

All measures are pixels of a card 1200 wide and 630 high; the square one (1080) is laid out by the
same rules. Nothing is cut: a longer headline is set smaller and in more lines.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from habac24h.printing.artwork.colors import WHITE, mix
from habac24h.printing.artwork.drawing import Disc, Drawing, Rectangle, Shape, letters
from habac24h.printing.artwork.fit import Block, Box, Style, fit

Design = Literal["vong", "giay", "dai"]
"""Large discs behind the words; paper with a coloured edge; a coloured ground on a light foot."""
DESIGNS: tuple[Design, ...] = ("vong", "giay", "dai")
AMBER = "#F6C453"
"""The one accent, on all dark grounds."""
WIDE, SQUARE = (1200, 630), (1080, 1080)
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: `over` stands above the headline, `day` (20/10) is drawn large."""

    headline: str
    over: str
    office: str
    page: str
    color: str
    design: Design = "vong"
    day: str = ""

    @property
    def alt(self) -> str:
        """The card in words, for people who cannot see it."""
        day = f" Ngày {self.day}." if self.day else ""
        return f"Ảnh chữ: “{self.headline}”.{day} {self.over}. {self.office}, trang {self.page}."


def choose_design(*, campaign: str, topic: str) -> Design:
    """Always the same design for the same campaign and topic."""
    return DESIGNS[_number(f"{campaign}/{topic}") % len(DESIGNS)]


def choose_color(colors: Sequence[str], campaign: str) -> str:
    """Always the same of the office's colours for the same campaign."""
    return colors[_number(campaign) % len(colors)]


def _number(text: str) -> int:
    return zlib.crc32(text.encode())


def draw(card: Card, size: tuple[int, int] = WIDE) -> Drawing:
    """Draw a card in one of the two sizes."""
    page = _Page(*size)
    shapes = {"vong": _discs, "giay": _paper, "dai": _foot}[card.design](card, page)
    return Drawing(*size, "px", card.alt, tuple(shapes))


@dataclass(frozen=True, slots=True)
class _Page:
    """One grid for all designs."""

    width: int
    height: int

    @property
    def square(self) -> bool:
        return self.width == self.height

    @property
    def margin(self) -> float:
        return 84.0 if self.square else 72.0

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of one design's letters and the ground that they stand on."""

    ground: str
    over: str
    headline: str
    foot: str


def _discs(card: Card, page: _Page) -> list[Shape]:
    """Two large discs, hardly lighter than the ground, rise at the right."""
    soft, softer = mix(card.color, WHITE, 0.10), mix(card.color, WHITE, 0.05)
    radius = 0.62 * page.height if not page.square else 0.46 * page.height
    inks = _Inks(soft, AMBER, WHITE, WHITE)  # the lightest of the grounds that letters may meet
    return [
        Rectangle(Box(0, 0, page.width, page.height), card.color),
        Disc(page.width * 0.93, page.height * 0.98, radius, softer),
        Disc(page.width * 0.93, page.height * 0.98, radius * 0.62, soft),
        *_words(card, page, inks, page.margin, page.inner),
    ]


def _paper(card: Card, page: _Page) -> list[Shape]:
    """A light tint, a coloured edge at the left."""
    paper = mix(card.color, WHITE, 0.93)
    edge = 28.0
    inks = _Inks(paper, card.color, mix(card.color, "#000000", 0.35), card.color)
    return [
        Rectangle(Box(0, 0, page.width, page.height), paper),
        Rectangle(Box(0, 0, edge, page.height), card.color),
        *_words(card, page, inks, page.margin + edge, page.inner - edge),
    ]


def _foot(card: Card, page: _Page) -> list[Shape]:
    """A coloured ground; office and page on a light foot."""
    foot = mix(card.color, WHITE, 0.93)
    height = page.margin * 2 - 40 + 26
    inks = _Inks(card.color, AMBER, WHITE, card.color)
    return [
        Rectangle(Box(0, 0, page.width, page.height), card.color),
        Rectangle(Box(0, page.height - height, page.width, height), foot),
        *_words(card, page, inks, page.margin, page.inner, foot=foot),
    ]


def _words(
    card: Card, page: _Page, inks: _Inks, left: float, width: float, *, foot: str | None = None
) -> list[Shape]:
    """Above the campaign, in the middle the headline (under the day), below the office and page."""
    over = fit((card.over,), Box(left, page.margin, width, 92), Style("SemiBold", 32, 2, 1.3, middle=False))
    line = fit((f"{card.office}  •  {card.page}",), Box(left, page.height - page.margin - 30, width, 38), Style("Medium", 27))
    top, bottom = over.bottom + 34, page.height - page.margin - 78
    shapes: list[Shape] = [*letters(over, inks.over, inks.ground)]
    if card.day:
        day = fit((card.day,), Box(left, top, width, 128), Style("ExtraBold", 132, middle=False))
        shapes += letters(day, inks.over, inks.ground)
        top = day.bottom + 30
    headline = fit((card.headline,), Box(left, top, width, bottom - top), _headline_style(page))
    shapes += letters(headline, inks.headline, inks.ground)
    shapes += letters(line, inks.foot, foot or inks.ground)
    return shapes


def _headline_style(page: _Page) -> Style:
    return Style("Bold", 104 if page.square else 78, MOST_LINES + page.square, 1.24)
