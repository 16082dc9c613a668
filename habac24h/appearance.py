"""How banners and cards look: sizes, colours and their contrast, as the settings give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from habac24h.colors import LEAST, WHITE, contrast, is_color

SMALLEST, LARGEST = 300, 50_000
"""Millimetres of a banner's side: nothing smaller is a banner, nothing larger hangs on poles."""
DEEP = 6.0
"""White on a card's ground: more than letters need, since the designs lighten it a little."""
_SIZE = re.compile(r"\s*(\d+(?:[.,]\d{1,3})?)\s*m?\s*[x×X]\s*(\d+(?:[.,]\d{1,3})?)\s*m?\s*")


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in millimetres."""

    width: int
    height: int


def parse_size(written: str) -> Size:
    """Read "6 x 0.8" (metres, width first); raises ValueError with a Vietnamese sentence."""
    found = _SIZE.fullmatch(written)
    sides = (
        [round(float(side.replace(",", ".")) * 1000) for side in found.groups()] if found else []
    )
    if not sides or not all(SMALLEST <= side <= LARGEST for side in sides):
        raise ValueError(
            'phải có dạng rộng x cao theo mét, mỗi cạnh từ 0.3 đến 50, ví dụ "6 x 0.8"'
        )
    return Size(*sides)


def _size(written: str) -> str:
    parse_size(written)
    return written


def _color(written: str) -> str:
    if not is_color(written):
        raise ValueError('phải là mã màu có dạng "#C4161C"')
    return written.upper()


def _dark(written: str) -> str:
    color = _color(written)
    if contrast(WHITE, color) < DEEP:
        raise ValueError(f"màu {color} nhạt quá, chữ trắng trên nền này khó đọc; hãy chọn đậm hơn")
    return color


def _listed(given: object) -> object:
    """An environment variable holds several colours in one text."""
    return tuple(given.replace(",", " ").split()) if isinstance(given, str) else given


def _some(colors: tuple[str, ...]) -> tuple[str, ...]:
    if not colors:
        raise ValueError('phải có ít nhất một màu, ví dụ ["#4B2A7B"]')
    return colors


BannerSize = Annotated[str, AfterValidator(_size)]
Color = Annotated[str, AfterValidator(_color)]
CardColors = Annotated[
    tuple[Annotated[str, AfterValidator(_dark)], ...],
    BeforeValidator(_listed),
    AfterValidator(_some),
]


class Banners(BaseModel):
    """How banners look. `sizes`: a size of their own for places, by their id or their kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    size: BannerSize = "6 x 0.8"
    sizes: Mapping[str, BannerSize] = {}
    design: Literal["tron", "khung", "dai"] = "tron"
    color: Color = "#C4161C"
    text_color: Color = "#FFEB3B"
    letters: Literal["nhu-soan", "hoa", "thuong"] = "nhu-soan"
    issuer: str | None = None

    @model_validator(mode="after")
    def _readable(self) -> Banners:
        if contrast(self.text_color, self.color) < LEAST:
            raise ValueError(
                f"chữ màu {self.text_color} trên nền {self.color} khó đọc; hãy chọn hai màu "
                "tương phản hơn"
            )
        return self

    def size_for(self, place: str, kind: str) -> Size:
        """The size at a place: its own, that of its kind, or the usual one."""
        return parse_size(self.sizes.get(place) or self.sizes.get(kind) or self.size)
