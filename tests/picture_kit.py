"""Pictures as phones and programs make them, small enough for quick tests."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def drawn(
    width: int = 60, height: int = 40, colour: Any = (200, 60, 90), mode: str = "RGB"
) -> Image.Image:
    """A plain picture with one white corner, so that turning it shows."""
    image = Image.new(mode, (width, height), colour)
    if mode in ("RGB", "RGBA"):
        image.paste("white", (0, 0, width // 4, height // 4))
    return image


def written(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """Its bytes in a file of that kind."""
    stream = io.BytesIO()
    image.save(stream, kind, **how)
    return stream.getvalue()


def photo(number: int = 0) -> bytes:
    """A small JPEG; each number gives another."""
    return written(drawn(colour=(20 * number % 256, 90, 30)))


def read(data: bytes) -> Image.Image:
    """The picture in some bytes, loaded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
