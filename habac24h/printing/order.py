"""Ordering and hanging banners: one sheet for the shop, one for each place with its two signatures.

A banner has a day on which it comes down, and it never hangs across a road: both stand on every
sheet (rules of the commune, facts on the law).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from habac24h.later import later
from habac24h.printing.artwork.banner import Banner, draw, eyelets, preview
from habac24h.printing.artwork.drawing import svg
from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.script import DRAFT
from habac24h.printing.typst import press
from habac24h.printing.word import Look, Margins, Said, Word, bold, italic

if TYPE_CHECKING:
    from docx import shared
else:
    shared = later("docx.shared")

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


def docx(order: Order) -> bytes:
    """The same contents as a Word file, to change by hand."""
    word = Word(order.title, size=13, margins=Margins(16, 17, 20, 15))
    word.page_number(
        Look("right"), within=word.document.sections[0].footer, before="trang ", total=True
    )
    if order.draft:
        word.paragraph(bold(DRAFT, 12), Look("right"), within=word.document.sections[0].header)
    word.paragraph(order.office.upper())
    word.paragraph(bold(order.department), Look(after=10))
    word.paragraph(bold(order.title.upper(), 18), Look("center", after=2))
    if order.place:
        word.paragraph(bold(order.place, 16), Look("center", after=2))
    word.paragraph(order.occasion, Look("center", after=6))
    for number, line in enumerate(order.lines, 1):
        _write(word, line, number, for_shop=not order.place)
    if not order.place:
        word.paragraph(bold(f"Cộng: {order.total} băng rôn."), Look(before=8))
    word.paragraph(bold("Yêu cầu"), Look(before=8, with_next=True))
    for rule in order.rules:
        word.paragraph(f"•\t{rule}", Look(after=2, hanging=6))
    if not order.place:
        _signatures(word)
    return word.save(order.made)


def _write(word: Word, line: OrderLine, number: int, *, for_shop: bool) -> None:
    look, whole = line.banner, Look(after=3, with_next=True)
    count = f", số lượng {line.count}" if for_shop else ""
    draft = " – chưa duyệt" if line.draft else ""
    word.paragraph(bold(f"{number}. Khổ {look.size}{count}{draft}", 14), Look(before=10, after=3))
    shown = word.paragraph("", whole).add_run()
    side = {"height": shared.Mm(75)} if look.upright else {"width": shared.Mm(143)}
    shown.add_picture(io.BytesIO(preview(look)), **side)
    for text in look.lines if for_shop else ():
        word.paragraph(bold(text), Look(with_next=True))
    until: Said = ["Treo ", bold(line.hang), ", gỡ ", bold(line.down), f" ({line.days} ngày)"]
    word.paragraph(until, whole)
    if for_shop:
        word.paragraph(f"Nơi treo: {'; '.join(line.places)}", whole)
        word.paragraph(f"Quy cách: {line.making}", whole)
        word.paragraph(f"Tệp: {line.file}", Look(after=3))
    for sentence in line.advice:
        word.paragraph([bold("Lưu ý: "), sentence], Look(after=3, frame=True))
    if not for_shop:
        _two_signatures(word)


def _two_signatures(word: Word) -> None:
    """Hung, and down again: who, when, with a signature."""
    (cells,) = word.grid((87, 87), 1, lines=True)
    for cell, deed in zip(cells, ("☐ Đã treo", "☐ Đã gỡ"), strict=True):
        word.paragraph(bold(deed), Look(before=3, after=6), within=cell)
        for name in ("Ngày", "Người làm", "Ký"):
            word.paragraph(f"{name}: {'.' * 40}", Look(after=6), within=cell)


def _signatures(word: Word) -> None:
    word.paragraph("", Look(with_next=True))
    (cells,) = word.grid((87, 87), 1)
    for cell, role in zip(cells, ("NGƯỜI ĐẶT IN", "XƯỞNG IN NHẬN"), strict=True):
        word.paragraph(bold(role, 12), Look("center"), within=cell)
        word.paragraph(italic("(Ký, ghi rõ họ tên)", 10), Look("center", after=40), within=cell)


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
