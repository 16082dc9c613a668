"""What tests of papers share: a press without the computer's fonts, pages as text."""

from __future__ import annotations

import io

from pypdf import PdfReader

from habac24h.printing.typst import Press

BARE = Press(system_fonts=False)
"""The press of a computer without any fonts of its own."""


def pages(pdf: bytes) -> list[str]:
    """The words of each page, spaces and line ends made one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def in_order(text: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces that a text holds, each behind the one before it."""
    found, at = [], 0
    for piece in pieces:
        place = text.find(piece, at)
        if place >= 0:
            found.append(piece)
            at = place + len(piece)
    return tuple(found)
