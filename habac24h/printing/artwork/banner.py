"""A banner's artwork: three quiet designs at any size, in millimetres as it will hang.

A wide one carries its words in one to three lines under the issuer, an upright one in as many
lines as it needs. Whatever must be read stays inside the safe margin, which hem and eyelets may
take.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from habac24h.colors import BLACK, LEAST, WHITE, contrast, mix
from habac24h.content.checks.lengths import BANNER_WORDS
from habac24h.errors import PrintError
from habac24h.printing.artwork import render
from habac24h.printing.artwork.drawing import Drawing, Frame, Rectangle, Shape, letters, svg
from habac24h.printing.artwork.fit import Block, Box, Style, fit
from habac24h.printing.artwork.wording import require_letters

Design = Literal["tron", "khung", "dai"]
"""Plain; inside a thin frame; the issuer on a band of its own."""

MOST_LINES, MOST_LINES_UPRIGHT = 3, 16
READABLE = 80.0
"""Millimetres of a capital that can be read from 25 m, about as far as a rider looks ahead."""
SMALLEST = 30.0
"""Millimetres; below this nobody reads it from the other side of a road: refused."""
SAFE, SAFE_LEAST = 0.07, 30.0
"""The safe margin as a share of the shorter side, and millimetres at least."""
PREVIEW = 1800
EYELETS = 500
"""Millimetres from one eyelet to the next at most."""


@dataclass(frozen=True, slots=True)
class Banner:
    """What a banner says and how it looks: lines as they were written, sizes in millimetres."""

    key: str
    lines: tuple[str, ...]
    issuer: str
    width: int
    height: int
    ground: str
    ink: str
    design: Design = "tron"

    @property
    def upright(self) -> bool:
        """Whether it hangs down, as at a gate or on a lamp post."""
        return self.height > self.width

    @property
    def edge(self) -> float:
        """The safe margin: how far from the edge everything stays that must be read."""
        return max(SAFE_LEAST, SAFE * min(self.width, self.height))

    @property
    def size(self) -> str:
        """ "6 m x 0,8 m"."""
        return f"{_decimal(self.width / 1000)} m x {_decimal(self.height / 1000)} m"


@dataclass(frozen=True, slots=True)
class Artwork:
    """A drawn banner: its lines, `cap_height` in millimetres, what a person should know."""

    banner: Banner
    drawing: Drawing
    lines: tuple[str, ...]
    cap_height: float
    advice: tuple[str, ...]


def draw(banner: Banner) -> Artwork:
    """Draw a banner; raises PrintError for words that could not be read at its size."""
    require_letters(banner.issuer, *banner.lines)
    _refuse_lines(banner)
    issuer, words = _issuer(banner), fit(banner.lines, _words_box(banner), _words_style(banner))
    if words.cap_height < SMALLEST:
        raise PrintError(
            f"“{banner.key}”: ở khổ {banner.size} chữ chỉ cao {_centimetres(words.cap_height)}, "
            "không ai đọc được từ xa; hãy rút ngắn lời hoặc chọn khổ lớn hơn."
        )
    band = _band(banner)
    shapes = chain(
        (Rectangle(Box(0, 0, banner.width, banner.height), banner.ground),),
        band,
        _frame(banner),
        letters(issuer, *_issuer_colors(banner)) if issuer else (),
        letters(words, banner.ink, banner.ground),
    )
    title = ". ".join(banner.lines)
    drawing = Drawing(banner.width, banner.height, "mm", title, tuple(shapes))
    return Artwork(banner, drawing, words.text, words.cap_height, tuple(_advice(words)))


def eyelets(width: float, height: float) -> int:
    """How many eyelets a shop sets: one in each corner, the others evenly along all sides."""
    return 2 * (math.ceil(width / EYELETS) + math.ceil(height / EYELETS))


def _refuse_lines(banner: Banner) -> None:
    most = MOST_LINES_UPRIGHT if banner.upright else MOST_LINES
    if not banner.lines:
        raise PrintError(f"“{banner.key}”: lời băng rôn còn trống.")
    if len(banner.lines) > most:
        raise PrintError(
            f"“{banner.key}”: lời băng rôn có {len(banner.lines)} dòng, khổ {banner.size} chỉ in "
            f"nhiều nhất {most} dòng; hãy gộp hoặc bớt dòng."
        )


def _advice(words: Block) -> Iterator[str]:
    count = sum(len(line.split()) for line in words.text)
    if count > BANNER_WORDS:
        yield (
            f"Lời dài {count} chữ, người đi đường đọc không kịp; nên rút còn nhiều nhất "
            f"{BANNER_WORDS} chữ."
        )
    if words.cap_height < READABLE:
        yield (
            f"Chữ cao {_centimetres(words.cap_height)}, người đi đường phải đến gần mới đọc được; "
            "nên rút ngắn lời hoặc chọn khổ lớn hơn."
        )


def _side(banner: Banner) -> float:
    """The margin at the left and the right; a long cloth is seen best in its middle."""
    return max(banner.edge, (0.09 if banner.upright else 0.035) * banner.width)


def _issuer_height(banner: Banner) -> float:
    return 0.1 * banner.width if banner.upright else 0.12 * banner.height


def _issuer(banner: Banner) -> Block | None:
    if not banner.issuer:
        return None
    side, height = _side(banner), _issuer_height(banner)
    lines = 2 if banner.upright else 1
    box = Box(side, banner.edge, banner.width - 2 * side, height * (1.6 if banner.upright else 1))
    return fit((banner.issuer,), box, Style("SemiBold", 0.8 * height, lines, 1.3, "center"))


def _words_box(banner: Banner) -> Box:
    """What the issuer leaves, with as much air between as the edge has."""
    side = _side(banner)
    top = banner.edge + _issuer_space(banner)
    return Box(side, top, banner.width - 2 * side, banner.height - top - 1.6 * banner.edge)


def _issuer_space(banner: Banner) -> float:
    if not banner.issuer:
        return 0.0
    return _issuer_height(banner) * (1.6 if banner.upright else 1) + 1.2 * banner.edge


def _words_style(banner: Banner) -> Style:
    if banner.upright:
        return Style("Bold", 0.2 * banner.width, MOST_LINES_UPRIGHT, 1.35, "center")
    return Style("Bold", 0.36 * banner.height, MOST_LINES, 1.35, "center")


def _band(banner: Banner) -> tuple[Shape, ...]:
    """The issuer's own ground along the top."""
    if banner.design != "dai" or not banner.issuer:
        return ()
    height = banner.edge + _issuer_space(banner) - 0.6 * banner.edge
    return (Rectangle(Box(0, 0, banner.width, height), _issuer_colors(banner)[1]),)


def _frame(banner: Banner) -> tuple[Shape, ...]:
    """A thin line half way into the safe margin."""
    if banner.design != "khung":
        return ()
    inset, stroke = banner.edge / 2, 0.09 * banner.edge
    box = Box(inset, inset, banner.width - 2 * inset, banner.height - 2 * inset)
    return (Frame(box, banner.ink, stroke),)


def _issuer_colors(banner: Banner) -> tuple[str, str]:
    """Ink and ground of the issuer's line."""
    ground = mix(banner.ground, BLACK, 0.28) if banner.design == "dai" else banner.ground
    for ink in (WHITE, banner.ink, BLACK):
        if contrast(ink, ground) >= LEAST:
            return ink, ground
    return WHITE, ground


def _centimetres(millimetres: float) -> str:
    return f"{_decimal(round(millimetres / 10, 1))} cm"


def _decimal(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",")


def pdf(banner: Banner) -> bytes:
    """A tenth of the size, curves only: at full size it would pass Acrobat's limit of 5.08 m."""
    return render.pdf(draw(banner).drawing, scale=0.1)


def full_size(banner: Banner) -> bytes:
    """SVG in its true size, curves only: nothing to install at the shop."""
    return svg(draw(banner).drawing).encode()


def preview(banner: Banner) -> bytes:
    """PNG for a screen, PREVIEW pixels on its longer side."""
    return render.png(draw(banner).drawing, scale=PREVIEW / max(banner.width, banner.height))


def advice(banner: Banner) -> tuple[str, ...]:
    """What a person should know before ordering it, as sentences."""
    return draw(banner).advice
