"""A drawing as PNG and PDF: the press places its SVG on a page of exactly its size.

The SVG holds no text, so no font is looked up, and the same drawing always gives the same bytes.
"""

from __future__ import annotations

from habac24h.printing.artwork.drawing import Drawing, svg
from habac24h.printing.fonts import POSTER
from habac24h.printing.typst import press

TEMPLATE = "artwork.typ"
_POINTS_A_MM = 72 / 25.4


def png(drawing: Drawing, scale: float = 1.0) -> bytes:
    """The drawing with `scale` pixels for each of its units."""
    return press().pictures(TEMPLATE, _data(drawing, scale), POSTER, "png", ppi=72)[0]


def pdf(drawing: Drawing, scale: float = 1.0) -> bytes:
    """The drawing, whose unit is the millimetre, on a page of its size times `scale`."""
    return press().pdf(TEMPLATE, _data(drawing, _POINTS_A_MM * scale), POSTER)


def _data(drawing: Drawing, points: float) -> dict[str, object]:
    return {
        "title": drawing.title,
        "width": drawing.width * points,
        "height": drawing.height * points,
        "svg": svg(drawing),
    }
