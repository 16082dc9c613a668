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
    note: str = ""
    """In italics under the subject: the days that a report is about."""
    addressee: str = ""
    """Whom a report is for: "Kính gửi: …"."""


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
    size: float = 12
    """Of the letters, in points; a table of many columns needs smaller ones."""
    strong: tuple[int, ...] = ()
    """The rows in bold, such as groups and sums, counted from 0."""


@dataclass(frozen=True)
class Chart:
    """A picture as SVG with a line under it; Word, which shows no SVG, leaves it out: the tables
    of the document hold its numbers."""

    svg: str
    caption: str
    height: float
    """In millimetres; the width is the page's."""
    kind: str = "chart"


@dataclass(frozen=True)
class Annex:
    """The head of an annex, on a page of its own: "Phụ lục I", what it is, of which document."""

    number: str
    title: str
    of: str
    kind: str = "annex"


@dataclass(frozen=True)
class Note:
    """A remark in small letters."""

    text: str
    kind: str = "note"


Block = Heading | Text | Table | Chart | Annex | Note


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
    annexes: tuple[Block, ...] = ()
    """What stands behind the signature."""


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
    for block in official.blocks[:-1]:
        _block(word, block)
    for block in official.blocks[-1:]:  # a signature never stands on a page of its own
        _block(word, block, with_next=True)
    _foot(word, official.foot)
    for block in official.annexes:
        _block(word, block)
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
    if head.note:
        word.paragraph(italic(head.note), Look("center", after=3))
    word.rule(30, after=10)
    if head.addressee:
        word.paragraph(f"Kính gửi: {head.addressee}.", Look("center", after=10))


def _block(word: Word, block: Block, *, with_next: bool = False) -> None:
    if isinstance(block, Heading):
        text = bold(block.text.upper() if block.level == 1 else block.text)
        word.paragraph(text, Look("justify", 6, 4, first=10, with_next=True))
    elif isinstance(block, Text):
        look = Look("justify", after=5, line=1.1, first=10, with_next=with_next)
        word.paragraph(block.text, look)
    elif isinstance(block, Annex):
        _annex(word, block)
    elif isinstance(block, Note):
        word.paragraph(italic(block.text, 11), Look("left", 2, 4))
    elif isinstance(block, Table):
        columns = [(column.width, column.align) for column in block.columns]
        rows = [
            [bold(cell) for cell in row] if number in block.strong else row
            for number, row in enumerate(block.rows)
        ]
        word.table(columns, [column.name for column in block.columns], rows, size=block.size)
        word.paragraph("", Look(after=2))


def _annex(word: Word, annex: Annex) -> None:
    begun = word.paragraph(bold(annex.number), Look("center", with_next=True))
    begun.paragraph_format.page_break_before = True
    word.paragraph(bold(annex.title.upper()), Look("center", with_next=True))
    word.paragraph(italic(annex.of, 13), Look("center", after=8, with_next=True))


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
