"""A card: the picture beside a post, with the post's own headline on one of three quiet designs.

All measures are pixels of a card 1200 wide and 630 high; the square one (1080) is laid out by the
same rules. Nothing is cut: a longer headline is set smaller and in more lines.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from habac24h.colors import BLACK, WHITE, mix, readable
from habac24h.printing.artwork import render
from habac24h.printing.artwork.drawing import Disc, Drawing, Rectangle, Shape, letters
from habac24h.printing.artwork.fit import Box, Style, fit
from habac24h.printing.artwork.wording import require_letters

Design = Literal["vong", "giay", "dai"]
"""Large discs behind the words; paper with a coloured edge; a coloured ground on a light foot."""
DESIGNS: tuple[Design, ...] = ("vong", "giay", "dai")
AMBER = "#F6C453"
"""The one accent, on all dark grounds."""
WIDE, SQUARE = (1200, 630), (1080, 1080)
EDGE = 28.0
OVER = Style("SemiBold", 32, 2, 1.3, middle=False)
DAY = Style("ExtraBold", 200, middle=False)
SENDER = Style("Medium", 27)


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
        return f"Ảnh chữ: “{self.headline}”.{day} {self.over}. {self.office}, {self.page}."

    @property
    def sender(self) -> str:
        """The line at the foot."""
        return f"{self.office} • {self.page}"


def design_for(number: int) -> Design:
    """The design of the so-manieth topic (0: none): the same for the same topic, for ever."""
    return DESIGNS[number % len(DESIGNS)]


def color_for(campaign: str, colors: Sequence[str]) -> str:
    """One of the office's colours: the same for the same campaign, for ever."""
    return colors[zlib.crc32(campaign.encode()) % len(colors)]


def draw(card: Card, size: tuple[int, int] = WIDE) -> Drawing:
    """Draw a card in one of the two sizes; PrintError for a sign that the font lacks."""
    require_letters(card.headline, card.over, card.office, card.page, card.day)
    page = _Page(*size)
    shapes = {"vong": _discs, "giay": _paper, "dai": _foot}[card.design](card, page)
    return Drawing(*size, "px", card.alt, tuple(shapes))


@lru_cache(maxsize=64)
def png(card: Card, size: tuple[int, int] = WIDE) -> bytes:
    """The card as it goes out: exactly its size in pixels, the same bytes for the same words.

    Drawing takes about 40 ms; pages show the same card again and again.
    """
    return render.png(draw(card, size))


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
    def day(self) -> float:
        """How high a day's figures may stand."""
        return 160.0 if self.square else 116.0

    @property
    def all(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def foot(self) -> Box:
        """Where office and page stand, over the whole width."""
        height = 124.0 if self.square else 96.0
        return Box(0, self.height - height, self.width, height)


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of one design's letters, and the grounds that they stand on."""

    ground: str
    over: str
    headline: str
    foot: str
    foot_ground: str


def _discs(card: Card, page: _Page) -> list[Shape]:
    """Two large discs, hardly lighter than the ground, rise at the right."""
    soft, softer = mix(card.color, WHITE, 0.10), mix(card.color, WHITE, 0.05)
    x, y, radius = 0.93 * page.width, 0.98 * page.height, 0.62 * min(page.height, 740)
    # Letters may meet the lightest of the three grounds.
    inks = _Inks(soft, readable(AMBER, soft, WHITE), WHITE, WHITE, soft)
    return [
        Rectangle(page.all, card.color),
        Disc(x, y, radius, softer),
        Disc(x, y, 0.62 * radius, soft),
        *_words(card, page, inks, page.margin),
    ]


def _paper(card: Card, page: _Page) -> list[Shape]:
    """A light tint with a coloured edge, and one disc hardly darker than the paper."""
    paper, shade = mix(card.color, WHITE, 0.94), mix(card.color, WHITE, 0.89)
    dark = mix(card.color, BLACK, 0.25)
    inks = _Inks(shade, readable(card.color, shade, BLACK), dark, dark, shade)
    return [
        Rectangle(page.all, paper),
        Disc(0.93 * page.width, 0.98 * page.height, 0.5 * min(page.height, 740), shade),
        Rectangle(Box(0, 0, EDGE, page.height), card.color),
        *_words(card, page, inks, page.margin + EDGE),
    ]


def _foot(card: Card, page: _Page) -> list[Shape]:
    """A coloured ground; office and page on a light foot."""
    foot = mix(card.color, WHITE, 0.92)
    amber = readable(AMBER, card.color, WHITE)
    inks = _Inks(card.color, amber, WHITE, mix(card.color, BLACK, 0.25), foot)
    return [
        Rectangle(page.all, card.color),
        Rectangle(page.foot, foot),
        *_words(card, page, inks, page.margin),
    ]


def _words(card: Card, page: _Page, inks: _Inks, left: float) -> list[Shape]:
    """Above the campaign, in the middle day and headline, at the foot office and page."""
    width, foot = page.width - page.margin - left, page.foot
    over = fit((card.over,), Box(left, page.margin - 8, width, 92), OVER)
    sender = fit((card.sender,), Box(left, foot.y, width, foot.height), SENDER)
    top = over.bottom + 0.5 * page.margin
    room = Box(left, top, width, foot.y - 0.35 * page.margin - top)
    return [
        *letters(over, inks.over, inks.ground),
        *_middle(card, page, inks, room),
        *letters(sender, inks.foot, inks.foot_ground),
    ]


def _middle(card: Card, page: _Page, inks: _Inks, room: Box) -> Iterator[Shape]:
    """The headline; with a day above it, both stand together a little above the middle."""
    style = _headline(page)
    if not card.day:
        yield from letters(fit((card.headline,), room, style), inks.headline, inks.ground)
        return
    day = fit((card.day,), Box(room.x, room.y, room.width, page.day), DAY)
    below = day.bottom + 0.4 * page.margin
    rest = Box(room.x, below, room.width, room.y + room.height - below)
    headline = fit((card.headline,), rest, replace(style, middle=False))
    down = 0.4 * (rest.y + rest.height - headline.bottom)
    yield from letters(day.moved(down), inks.over, inks.ground)
    yield from letters(headline.moved(down), inks.headline, inks.ground)


def _headline(page: _Page) -> Style:
    largest, most = (96.0, 7) if page.square else (78.0, 5)
    return Style("Bold", largest, most, 1.24)
