"""A drawing as PNG and PDF: typst places the SVG on a page of exactly its size.

The SVG holds no text, so no font is looked up, and the same drawing always gives the same bytes.
The SVG goes in as data; a compile takes about 40 ms and a lock, since a compiler is not shared.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import typst

from habac24h.printing.artwork.drawing import Drawing, svg

_PAGE = """#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt,
  margin: 0pt)
#set document(title: sys.inputs.title)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, alt: sys.inputs.title)
"""
_POINTS_A_MM = 72 / 25.4
_lock = threading.Lock()


def png(drawing: Drawing) -> bytes:
    """The drawing with one pixel for each of its units."""
    return _compile(drawing, 1.0, "png")


def pdf(drawing: Drawing, scale: float = 1.0) -> bytes:
    """The drawing, whose unit is the millimetre, on a page of its size times `scale`."""
    return _compile(drawing, _POINTS_A_MM * scale, "pdf")


def _compile(drawing: Drawing, points: float, kind: str) -> bytes:
    inputs = {
        "width": repr(drawing.width * points),
        "height": repr(drawing.height * points),
        "title": drawing.title,
        "svg": svg(drawing),
    }
    with _lock:
        made = _compiler().compile(
            input=_PAGE.encode(), format=kind, ppi=72, sys_inputs=inputs, timestamp=0
        )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One for the process, without fonts; its root is this folder, which the page never reads."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
    return typst.Compiler(root=Path(__file__).parent, font_paths=fonts)
