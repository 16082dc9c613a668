"""Be Vietnam Pro, measured and outlined: what a line of text takes, and its letters as curves."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import fontpkg_be_vietnam_pro

from habac24h.later import later

if TYPE_CHECKING:
    import uharfbuzz as hb
else:
    hb = later("uharfbuzz")

UNITS = 1000
"""Font units in one em, the same in all weights."""
CAP_HEIGHT = 0.74
"""Ems from the baseline to the top of a flat capital, accents aside."""

Weight = Literal["Medium", "SemiBold", "Bold", "ExtraBold"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter at its place in a line, in font units; its outline starts at (0, 0)."""

    id: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line of text in ems: how wide it runs, and the box that its ink fills.

    `left` and `right` are measured from the line's origin, `top` and `bottom` upwards from the
    baseline; `bottom` is negative where something hangs below it.
    """

    text: str
    weight: Weight
    glyphs: tuple[Glyph, ...]
    advance: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide the ink is."""
        return self.right - self.left


@lru_cache(maxsize=4096)
def shape(text: str, weight: Weight) -> Shaped:
    """Set a line: kerning and accents as the font wants them. The text is taken as NFC."""
    font = _font(weight)
    buffer = hb.Buffer()
    buffer.add_str(unicodedata.normalize("NFC", text))
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"kern": True})
    glyphs: list[Glyph] = []
    boxes: list[tuple[int, int, int, int]] = []
    pen = 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = Glyph(info.codepoint, pen + place.x_offset, place.y_offset)
        glyphs.append(glyph)
        boxes.append(_ink(font, glyph))
        pen += place.x_advance
    left, bottom, right, top = _around([box for box in boxes if box[0] < box[2]])
    edges = (edge / UNITS for edge in (left, right, top, bottom))
    return Shaped(text, weight, tuple(glyphs), pen / UNITS, *edges)


def missing(text: str, weight: Weight = "Bold") -> str:
    """The signs of a text that the font cannot draw, each once, in their order."""
    font = _font(weight)
    composed = unicodedata.normalize("NFC", text)
    absent = [sign for sign in composed if font.get_nominal_glyph(ord(sign)) is None]
    return "".join(sign for sign in dict.fromkeys(absent) if not sign.isspace())


def outline(shaped: Shaped, x: float, baseline: float, size: float) -> str:
    """A line's letters as SVG path data, its origin at (x, baseline), y pointing downwards."""
    scale = size / UNITS
    pieces: list[str] = []
    for glyph in shaped.glyphs:
        left, down = x + glyph.x * scale, baseline - glyph.y * scale
        for command, points in _curves(shaped.weight, glyph.id):
            placed = (
                f"{_short(left + px * scale)} {_short(down - py * scale)}" for px, py in points
            )
            pieces.append(command + " ".join(placed))
    return "".join(pieces)


def _short(value: float) -> str:
    """Two decimals: a hundredth of a millimetre on cloth, of a pixel on a card."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _ink(font: hb.Font, glyph: Glyph) -> tuple[int, int, int, int]:
    """Left, bottom, right and top of a glyph's ink in its line."""
    extents = font.get_glyph_extents(glyph.id)
    left, top = glyph.x + extents.x_bearing, glyph.y + extents.y_bearing
    return left, top + extents.height, left + extents.width, top


def _around(boxes: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    if not boxes:
        return 0, 0, 0, 0
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


@cache
def _font(weight: Weight) -> hb.Font:
    path = Path(fontpkg_be_vietnam_pro.ROOT) / "files" / f"BeVietnamPro-{weight}.ttf"
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


_Curve = tuple[str, tuple[tuple[float, float], ...]]


@lru_cache(maxsize=2048)
def _curves(weight: Weight, glyph: int) -> tuple[_Curve, ...]:
    found: list[_Curve] = []
    _font(weight).draw_glyph(glyph, _pens(), found)
    return tuple(found)


@lru_cache(maxsize=1)
def _pens() -> Any:
    """What HarfBuzz calls for each stroke of an outline; the font's curves are quadratic."""
    pens = hb.DrawFuncs()
    pens.set_move_to_func(lambda x, y, to: to.append(("M", ((x, y),))))
    pens.set_line_to_func(lambda x, y, to: to.append(("L", ((x, y),))))
    pens.set_quadratic_to_func(lambda a, b, x, y, to: to.append(("Q", ((a, b), (x, y)))))
    pens.set_close_path_func(lambda to: to.append(("Z", ())))
    return pens
