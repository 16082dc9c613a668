"""Colours as #RRGGBB: mixing them, and whether letters can be read on a ground (WCAG 2)."""

from __future__ import annotations

import re

LEAST = 4.5
"""The contrast that letters need, WCAG 2.2, 1.4.3."""
WHITE, BLACK = "#FFFFFF", "#000000"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_color(written: str) -> bool:
    """Whether it is a colour as we write them."""
    return _HEX.fullmatch(written) is not None


def mix(color: str, other: str, share: float) -> str:
    """A colour with a share (0 to 1) of another one."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def readable(ink: str, ground: str, toward: str) -> str:
    """An ink, moved towards another colour just as far as letters on that ground need."""
    shares = (step / 20 for step in range(21))
    inks = (mix(ink, toward, share) for share in shares)
    return next((one for one in inks if contrast(one, ground) >= LEAST), toward)


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(ink), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
