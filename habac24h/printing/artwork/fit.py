"""Text into a box: how many lines, where they break, how large, and where each baseline lies.

Everything is computed in ems and scaled once, since letters grow evenly. Lines keep the distance
that their own ink needs: a capital with two accents (Ẳ) reaches half as high again as one without,
and would run into a dot below (Ậ) on the line above at any fixed leading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from habac24h.printing.artwork.font import CAP_HEIGHT, Shaped, Weight, outline, shape
from habac24h.printing.artwork.lines import Paragraph

GAP = 0.09
"""Ems of air between the ink of two lines at least."""
Align = Literal["left", "center"]
UGLY = 0.5
"""A text gives up half of its size (1 / 2) rather than tear one compound."""
WORTH_A_LINE = 1.05
"""Another line must make the letters so much larger."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height, y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its origin, its baseline, its size, in the drawing's own unit."""

    shaped: Shaped
    x: float
    baseline: float
    size: float

    @property
    def ink(self) -> Box:
        """The box that its letters fill."""
        shaped, size = self.shaped, self.size
        return Box(
            self.x + shaped.left * size,
            self.baseline - shaped.top * size,
            shaped.width * size,
            (shaped.top - shaped.bottom) * size,
        )

    @property
    def path(self) -> str:
        """Its letters as SVG path data."""
        return outline(self.shaped, self.x, self.baseline, self.size)


@dataclass(frozen=True, slots=True)
class Block:
    """A text set into a box."""

    lines: tuple[Line, ...]
    size: float

    @property
    def text(self) -> tuple[str, ...]:
        """The words of each line."""
        return tuple(line.shaped.text for line in self.lines)

    def moved(self, down: float) -> Block:
        """The same block further down."""
        lines = (replace(line, baseline=line.baseline + down) for line in self.lines)
        return replace(self, lines=tuple(lines))

    @property
    def cap_height(self) -> float:
        """How high a flat capital stands."""
        return self.size * CAP_HEIGHT

    @property
    def bottom(self) -> float:
        """Where the ink of the last line ends."""
        ink = self.lines[-1].ink
        return ink.y + ink.height


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: `most` lines at most, never larger than `largest`.

    `leading` is the distance of baselines in ems that lines have where their ink allows it.
    """

    weight: Weight
    largest: float
    most: int = 1
    leading: float = 1.2
    align: Align = "left"
    middle: bool = True
    """Centred in the box's height, else at its top."""


def fit(text: Sequence[str], box: Box, style: Style) -> Block:
    """Set a text as large as the box and the style allow.

    It is given in its author's lines, whose ends stay line ends even where they are more than the
    style's `most`; text without words is an error of the caller.
    """
    paragraph = Paragraph(text, style.weight)
    best: tuple[float, float, tuple[Shaped, ...]] | None = None
    for count in range(len(text), max(len(text), min(style.most, len(paragraph.words))) + 1):
        broken = paragraph.broken(count)
        lines = tuple(shape(line, style.weight) for line in broken.lines)
        size = min(style.largest, _largest(lines, box, style))
        worth = size / (1 + UGLY * max(0.0, broken.paid))
        if best is None or worth > best[0] * WORTH_A_LINE:
            best = worth, size, lines
    assert best is not None, "a text without words cannot be set"
    return _placed(best[2], best[1], box, style)


def _largest(lines: tuple[Shaped, ...], box: Box, style: Style) -> float:
    """The size at which the lines' ink just fits the box."""
    widest = max(line.width for line in lines)
    high = lines[0].top - lines[-1].bottom + _leading(lines, style) * (len(lines) - 1)
    return min(box.width / max(widest, 0.01), box.height / max(high, 0.01))


def _leading(lines: tuple[Shaped, ...], style: Style) -> float:
    """One distance for the whole block, wide enough for its tightest pair."""
    needed = [below.top - above.bottom + GAP for above, below in pairwise(lines)]
    return max([style.leading, *needed]) if needed else 0.0


def _placed(lines: tuple[Shaped, ...], size: float, box: Box, style: Style) -> Block:
    step = _leading(lines, style) * size
    baseline = _first_baseline(lines, size, step, box, style)
    placed = []
    for number, line in enumerate(lines):
        free = box.width - line.width * size
        x = box.x + (free / 2 if style.align == "center" else 0) - line.left * size
        placed.append(Line(line, x, baseline + number * step, size))
    return Block(tuple(placed), size)


def _first_baseline(
    lines: tuple[Shaped, ...], size: float, step: float, box: Box, style: Style
) -> float:
    """Centred by what the eye sees, from the capitals' top to the last baseline; ink inside."""
    top, bottom = lines[0].top * size, -lines[-1].bottom * size
    last = step * (len(lines) - 1)
    lowest = box.y + box.height - bottom - last
    if not style.middle:
        return box.y + top
    middle = box.y + (box.height - last + CAP_HEIGHT * size) / 2
    return max(box.y + top, min(middle, lowest))
