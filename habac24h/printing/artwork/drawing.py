"""A drawing: flat shapes and set lines, back to front, written as SVG without any text or font."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from habac24h.printing.artwork.fit import Block, Box, Line


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled rectangle."""

    box: Box
    color: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a rectangle; the stroke lies on the box's edge."""

    box: Box
    color: str
    stroke: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    color: str


@dataclass(frozen=True, slots=True)
class Letters:
    """A set line in one colour, on the ground that it must be readable on."""

    line: Line
    color: str
    ground: str


Shape = Rectangle | Frame | Disc | Letters


@dataclass(frozen=True, slots=True)
class Drawing:
    """`unit` is "mm" or "px"; `title` says in words what is drawn."""

    width: float
    height: float
    unit: str
    title: str
    shapes: tuple[Shape, ...]

    @property
    def letters(self) -> tuple[Letters, ...]:
        """Everything that is to be read."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Letters))


def letters(block: Block, color: str, ground: str) -> tuple[Letters, ...]:
    """A block's lines in one colour."""
    return tuple(Letters(line, color, ground) for line in block.lines)


def svg(drawing: Drawing) -> str:
    """The drawing as SVG in its true size: paths, rectangles and circles only."""
    width, height = _number(drawing.width), _number(drawing.height)
    unit = "" if drawing.unit == "px" else drawing.unit
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}{unit}" '
            f'height="{height}{unit}" viewBox="0 0 {width} {height}" role="img" '
            f"aria-label={quoteattr(drawing.title)}>",
            f"<title>{escape(drawing.title)}</title>",
            *_elements(drawing.shapes),
            "</svg>\n",
        )
    )


def _elements(shapes: Iterable[Shape]) -> Iterable[str]:
    for shape in shapes:
        match shape:
            case Rectangle(box, color):
                yield f'<rect {_place(box)} fill="{color}"/>'
            case Frame(box, color, stroke):
                yield (
                    f'<rect {_place(box)} fill="none" stroke="{color}" '
                    f'stroke-width="{_number(stroke)}"/>'
                )
            case Disc(x, y, radius, color):
                place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
                yield f'<circle {place} fill="{color}"/>'
            case Letters(line, color):
                yield f'<path d="{line.path}" fill="{color}"/>'


def _place(box: Box) -> str:
    x, y, width, height = (_number(value) for value in (box.x, box.y, box.width, box.height))
    return f'x="{x}" y="{y}" width="{width}" height="{height}"'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
