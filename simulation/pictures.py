"""Tiny pictures, ready to go out, no two alike: drawing real ones would cost more than a seed."""

from __future__ import annotations

import struct
import zlib

from habac24h.images import Prepared

SIDE = 8


def tiny(number: int) -> Prepared:
    """A square PNG in a colour of its own."""
    row = b"\0" + number.to_bytes(3, "big") * SIDE
    size = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(row * SIDE)), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)
    return Prepared(png, "image/png", SIDE, SIDE)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)
