"""Pictures as phones and programs make them, small enough for quick tests."""

from __future__ import annotations

import io
import struct
import zlib
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


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of some bytes whose head promises so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", b""), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
