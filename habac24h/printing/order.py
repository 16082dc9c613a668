"""Ordering and hanging banners: one sheet for the shop, one for each place with its two signatures.

A banner has a day on which it comes down, and it never hangs across a road: both stand on every
sheet (rules of the commune, facts on the law).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.printing.artwork.banner import Banner, draw, eyelets
from habac24h.printing.artwork.drawing import svg
from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.typst import press

LONGEST_DAYS = 15
"""A banner that hangs longer comes with a warning."""
PLACE_RULES = (
    "Treo dọc theo đường, ở tường, cổng hoặc hàng rào; không căng ngang đường.",
    "Không che biển báo, đèn tín hiệu, tầm nhìn ở ngã rẽ; không buộc vào cột điện, dây điện.",
    "Thấy rách, tuột, bẩn thì gỡ ngay và báo Trung tâm Dịch vụ sự nghiệp công xã.",
    "Gỡ đúng ngày ghi trên phiếu, rồi ký vào ô “Đã gỡ” và chụp một tấm ảnh.",
)


@dataclass(frozen=True)
class OrderLine:
    """One banner in one size: its words, how many, where, from when until when."""

    key: str
    banner: Banner
    count: int
    places: tuple[str, ...]
    hang: str
    """"thứ Ba, ngày 10/11/2026"; so is `down`."""
    down: str
    days: int
    file: str
    """The artwork's file name without its ending."""
    advice: tuple[str, ...]
    """What whoever orders or hangs it should know."""
    draft: bool

    @property
    def making(self) -> str:
        """What the shop must know of one banner beyond its picture."""
        look = self.banner
        return (
            f"nền {look.ground}, chữ {look.ink}, {eyelets(look.width, look.height)} khuy "
            "cách nhau không quá 0,5 m"
        )


@dataclass(frozen=True)
class Order:
    """A sheet: for the shop where `place` is "", else for one place."""

    department: str
    office: str
    occasion: str
    place: str
    lines: tuple[OrderLine, ...]
    rules: tuple[str, ...]
    made: datetime
    made_words: str

    @property
    def title(self) -> str:
        """What the sheet is."""
        return "Phiếu treo và gỡ băng rôn" if self.place else "Phiếu đặt in băng rôn"

    @property
    def total(self) -> int:
        """How many banners there are on it."""
        return sum(line.count for line in self.lines)

    @property
    def draft(self) -> bool:
        """Whether something on it is not approved yet."""
        return any(line.draft for line in self.lines)


def warning(days: int) -> str:
    """What is said of a banner that hangs so many days; "" for what is usual."""
    if days <= LONGEST_DAYS:
        return ""
    return (
        f"Treo {days} ngày, quá {LONGEST_DAYS} ngày: hỏi người duyệt trước khi treo, "
        "hoặc rút ngày gỡ lại."
    )


def pdf(order: Order) -> bytes:
    """The sheet as PDF, A4."""
    return press().pdf("order.typ", _plain(order), DOCUMENT, at=order.made)


def _plain(order: Order) -> dict[str, object]:
    """The fields, and what follows from them; each banner as the SVG that is shown small."""
    told = {name: getattr(order, name) for name in order.__dataclass_fields__}
    lines = [_plain_line(line) for line in order.lines]
    return told | {
        "title": order.title,
        "total": order.total,
        "draft": order.draft,
        "lines": lines,
    }


def _plain_line(line: OrderLine) -> dict[str, object]:
    told = {name: getattr(line, name) for name in line.__dataclass_fields__ if name != "banner"}
    return told | {
        "words": line.banner.lines,
        "size": line.banner.size,
        "upright": line.banner.upright,
        "making": line.making,
        "artwork": svg(draw(line.banner).drawing),
    }
