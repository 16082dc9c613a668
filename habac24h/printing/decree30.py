"""Official documents in the layout of Nghị định 30/2020/NĐ-CP: plans, reports; PDF and Word.

Layout (Phụ lục I of the decree, as gathered in the office's facts): A4, margins top and bottom 20,
left 30, right 15 mm; Times New Roman, black; Quốc hiệu capitals 13 bold, Tiêu ngữ 14 bold with a
line of its own length under it; number and date 13–14; title bold capitals 14; body 14, justified,
first line indented; page number centred in the top margin, none on the first page; Nơi nhận 12
bold italic, its lines 11.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.typst import press
from habac24h.printing.word import Align, Look, Margins, Piece, Word, bold, italic

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LEFT_OUT = "……"
"""A blank that the clerk fills in; never guessed, and marked in both forms."""


@dataclass(frozen=True)
class Head:
    """Who issues what. `symbol` is the part after the number: KH-UBND."""

    issuer: str
    symbol: str
    place: str
    year: int
    kind: str
    """KẾ HOẠCH, BÁO CÁO."""
    subject: str
    above: str = ""
    """The body above the issuer, for a department's own papers."""


@dataclass(frozen=True)
class Foot:
    """Who receives it and who signs; an empty signer leaves room and a mark."""

    recipients: tuple[str, ...]
    on_behalf: str
    post: str
    signer: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading with its own number: level 1 is "I. MỤC ĐÍCH", level 2 "1. Nội dung"."""

    text: str
    level: int = 1
    kind: str = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph of the body."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in millimetres, of 165 in all."""

    name: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A ruled table whose head is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"


Block = Heading | Text | Table


@dataclass(frozen=True)
class Official:
    """One document. `stamp` stands on every page (a rehearsal's report), `made` is its moment."""

    head: Head
    basis: tuple[str, ...]
    """The lines in italics before the body: "Căn cứ …"."""
    blocks: tuple[Block, ...]
    foot: Foot
    made: datetime
    stamp: str = ""


def pdf(official: Official) -> bytes:
    """The document as PDF."""
    return press().pdf("decree30.typ", official, DOCUMENT, at=official.made)


def docx(official: Official) -> bytes:
    """The same contents as a Word file."""
    word = Word(f"{official.head.kind} {official.head.subject}", size=14, margins=Margins())
    _margins(word, official.stamp)
    _head(word, official.head)
    for line in official.basis:
        word.paragraph(italic(line), Look("justify", after=4, first=10))
    for block in official.blocks:
        _block(word, block)
    _foot(word, official.foot)
    return word.save(official.made)


def _margins(word: Word, stamp: str) -> None:
    """The page number in the top margin, none on page 1."""
    section = word.document.sections[0]
    section.different_first_page_header_footer = True
    word.page_number(Look("center"), within=section.header)
    if stamp:
        for header in (section.header, section.first_page_header):
            word.paragraph(bold(stamp, 12), Look("center"), within=header)


def _head(word: Word, head: Head) -> None:
    ((left, right), (number, day)) = word.grid((69, 96), 2)
    center = Look("center")
    if head.above:
        word.paragraph(Piece(head.above.upper(), size=12), center, within=left)
    word.paragraph(bold(head.issuer.upper(), 12), center, within=left)
    word.rule(24, within=left)
    word.paragraph(bold(COUNTRY, 12), center, within=right)
    word.paragraph(bold(MOTTO, 13), center, within=right)
    word.rule(58, within=right)
    blank = Piece(LEFT_OUT, size=13, highlight=True)
    said = [Piece("Số: ", size=13), blank, Piece(f"/{head.symbol}", size=13)]
    word.paragraph(said, Look("center", before=4), within=number)
    open_day = Piece(LEFT_OUT, italic=True, highlight=True)
    dated = [
        italic(f"{head.place}, ngày "),
        open_day,
        italic(" tháng "),
        open_day,
        italic(f" năm {head.year}"),
    ]
    word.paragraph(dated, Look("center", before=4), within=day)
    word.paragraph(bold(head.kind), Look("center", before=14))
    word.paragraph(bold(head.subject), center)
    word.rule(30, after=10)


def _block(word: Word, block: Block) -> None:
    if isinstance(block, Heading):
        text = bold(block.text.upper() if block.level == 1 else block.text)
        word.paragraph(text, Look("justify", 6, 4, first=10, with_next=True))
    elif isinstance(block, Text):
        word.paragraph(block.text, Look("justify", after=5, line=1.1, first=10))
    else:
        columns = [(column.width, column.align) for column in block.columns]
        word.table(columns, [column.name for column in block.columns], block.rows)
        word.paragraph("", Look(after=2))


def _foot(word: Word, foot: Foot) -> None:
    word.paragraph("", Look(with_next=True))
    ((left, right),) = word.grid((80, 85), 1)
    word.paragraph(Piece("Nơi nhận:", bold=True, italic=True, size=12), within=left)
    for line in _ended(foot.recipients):
        word.paragraph(Piece(f"- {line}", size=11), within=left)
    center = Look("center")
    word.paragraph(bold(foot.on_behalf.upper()), center, within=right)
    word.paragraph(bold(foot.post.upper()), center, within=right)
    name = bold(foot.signer) if foot.signer else Piece(LEFT_OUT * 2, highlight=True)
    word.paragraph(name, Look("center", before=64), within=right)


def _ended(lines: Iterable[str]) -> list[str]:
    """Each line with a semicolon, the last with a full stop."""
    given = [line.rstrip(" ;.") for line in lines]
    return [f"{line};" for line in given[:-1]] + [f"{line}." for line in given[-1:]]
