"""What tests of banners and cards share: Vietnamese words, ink boxes, pictures' pixels."""

from __future__ import annotations

import io
from itertools import pairwise

from hypothesis import strategies as st
from PIL import Image

from habac24h.printing.artwork.drawing import Drawing
from habac24h.printing.artwork.fit import Box

STACKED = "NGẲNG ĐƯỜNG Ở ẤP"
"""Capitals with two accents, a dot below, a horn: the tallest and the deepest ink there is."""
_SYLLABLES = (
    *("bình", "đẳng", "giới", "phụ", "nữ", "gia", "đình", "bạo", "lực", "NGHIÊNG", "NGẲNG", "Ở"),
    *("ẤP", "ẬP", "ĐỢI", "ỄNH", "Quyết", "20/10", "(15/11", "15/12)", "“Việc", "nhà”:", "24h,"),
    *("không,", "cùng", "làm", "và", "của", "những", "hạnh-phúc", "LHPN", "96", "năm", "A", "ơ"),
)
words = st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=20)


def inside(ink: Box, box: Box) -> bool:
    """Whether ink lies in a box; a thousandth of a unit is rounding."""
    slack = 0.001
    return (
        ink.x >= box.x - slack
        and ink.y >= box.y - slack
        and ink.x + ink.width <= box.x + box.width + slack
        and ink.y + ink.height <= box.y + box.height + slack
    )


def gaps(inks: list[Box]) -> list[float]:
    """The air between each line's ink and the next line's."""
    return [below.y - (above.y + above.height) for above, below in pairwise(inks)]


def read(drawing: Drawing) -> list[str]:
    """The words of a drawing's lines, from top to bottom."""
    return [one.line.shaped.text for one in drawing.letters]


def picture(png: bytes) -> Image.Image:
    """A PNG's pixels."""
    return Image.open(io.BytesIO(png)).convert("RGB")
