"""Small charts as SVG text: the same drawing stands on the page and in the PDF.

Everything is drawn in the colour of the text around it, so that it is right on dark screens and on
black-and-white printers; the numbers stand beside the bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640
_LEFT, _RIGHT, _STEP, _THICK = 190, 86, 34, 20
_LOW, _HIGH, _GAP = 24, 150, 6


@dataclass(frozen=True)
class Bar:
    """One bar: `value` filled, within `whole` where there is one; `words` stand at its end."""

    label: str
    value: int
    whole: int | None = None
    words: str = ""


def bars(title: str, given: Sequence[Bar], *, font: str = "") -> str:
    """Lying bars, one under the other. `font` is needed where no page gives one."""
    most = max([bar.whole or bar.value for bar in given], default=0) or 1
    room = WIDTH - _LEFT - _RIGHT
    parts = []
    for number, bar in enumerate(given):
        top = number * _STEP + 6
        parts.append(_text(_LEFT - 10, top + 15, bar.label, "end"))
        if bar.whole:
            parts.append(_rect(_LEFT, top, room * bar.whole / most, _THICK, 0.18))
        parts.append(_rect(_LEFT, top, room * bar.value / most, _THICK, 0.75))
        end = _LEFT + room * max(bar.whole or 0, bar.value) / most
        parts.append(_text(end + 8, top + 15, bar.words or str(bar.value), "start"))
    return _drawn(title, len(given) * _STEP + 8, parts, font)


def columns(title: str, given: Sequence[Bar], *, font: str = "") -> str:
    """Standing columns, side by side."""
    most = max([bar.value for bar in given], default=0) or 1
    wide = (WIDTH - 20) / max(len(given), 1)
    parts = [_rect(10, _HIGH, WIDTH - 20, 1, 0.75)]
    for number, bar in enumerate(given):
        left = 10 + number * wide
        tall = (_HIGH - _LOW) * bar.value / most
        parts.append(_rect(left + _GAP, _HIGH - tall, wide - 2 * _GAP, tall, 0.75))
        parts.append(
            _text(left + wide / 2, _HIGH - tall - 6, bar.words or str(bar.value), "middle")
        )
        parts.append(_text(left + wide / 2, _HIGH + 20, bar.label, "middle"))
    return _drawn(title, _HIGH + 30, parts, font)


def _drawn(title: str, height: int, parts: Sequence[str], font: str) -> str:
    face = f' font-family="{escape(font)}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'width="{WIDTH}" height="{height}" font-size="15" fill="currentColor"{face} '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _rect(left: float, top: float, width: float, height: float, depth: float) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(width, 0):.1f}" '
        f'height="{max(height, 0):.1f}" fill-opacity="{depth}"/>'
    )


def _text(left: float, base: float, words: str, anchor: str) -> str:
    return f'<text x="{left:.1f}" y="{base:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
