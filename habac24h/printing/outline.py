"""The outline of a talk with its attendance table: who came, women and men counted apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.prose import Part
from habac24h.printing.typst import press
from habac24h.printing.word import Column as WordColumn
from habac24h.printing.word import Look, Margins, Piece, Word, bold, italic


@dataclass(frozen=True)
class Attendance:
    """The tables to fill in by hand. `people` is how many lines there are to sign, 0 for none."""

    groups_name: str
    """What the first column counts: "Người dự là", "Lớp"."""
    groups: tuple[str, ...]
    people: int
    note: str


@dataclass(frozen=True)
class Outline:
    """Everything on the paper."""

    titles: tuple[str, ...]
    when: str
    where: str
    campaign: str
    body: tuple[Part, ...]
    attendance: Attendance
    key: str
    mark: str
    made: datetime
    stamp: str


def pdf(outline: Outline) -> bytes:
    """The outline as PDF, A4."""
    return press().pdf("outline.typ", outline, DOCUMENT, at=outline.made)


def docx(outline: Outline) -> bytes:
    """The same contents as a Word file."""
    word = Word(outline.titles[0], size=13.5, margins=Margins(20, 20, 25, 20))
    section = word.document.sections[0]
    if outline.stamp:
        word.paragraph(bold(outline.stamp, 12), Look("right"), within=section.header)
    word.page_number(Look("right"), within=section.footer, before="trang ", total=True)
    for place, title in enumerate(outline.titles):
        word.paragraph(bold(title, 14 if place else 16), Look("center", after=4))
    for part in outline.body:
        _write(word, part)
    _attendance(word, outline)
    return word.save(outline.made)


def _write(word: Word, part: Part) -> None:
    number = f"{part.number}. " if part.number else ""
    match part.kind:
        case "title" | "heading":
            word.paragraph(bold(number + part.text), Look(before=8, after=3, with_next=True))
        case "point":
            word.paragraph(f"•\t{part.text}", Look("justify", after=3, line=1.1, hanging=6))
        case "subpoint":
            word.paragraph(f"–\t{part.text}", Look("justify", after=3, line=1.1, left=6, hanging=6))
        case _:
            word.paragraph(number + part.text, Look("justify", after=4, line=1.1))


def _attendance(word: Word, outline: Outline) -> None:
    table = outline.attendance
    word.new_page()
    word.paragraph(bold("SỐ NGƯỜI DỰ", 15), Look("center", after=4))
    word.paragraph(outline.titles[-1], Look("center"))
    word.paragraph(f"{outline.when}; {outline.where or '………………………'}", Look("center", after=8))
    rows = [(name, "", "", "") for name in (*table.groups, "Cộng")]
    counted: WordColumn = (30.0, "center")
    columns: list[WordColumn] = [(75.0, "left"), counted, counted, counted]
    word.table(columns, (table.groups_name, "Nam", "Nữ", "Cộng"), rows, size=13)
    word.paragraph(italic(table.note, 11), Look(before=4, after=8))
    for name in ("Câu hỏi nổi bật (không ghi tên người hỏi)", "Kiến nghị"):
        word.paragraph(bold(f"{name}:", 12), Look(before=4))
        for _ in range(2):
            word.paragraph("…" * 33, Look(before=4))
    _signatures(word)
    if table.people:
        word.new_page()
        word.paragraph(bold("DANH SÁCH NGƯỜI DỰ", 15), Look("center", after=8))
        lines = [(str(n), "", "", "", "", "") for n in range(1, table.people + 1)]
        widths = (12.0, 58.0, 14.0, 14.0, 37.0, 30.0)
        head = ("TT", "Họ và tên", "Nam", "Nữ", "Đơn vị, thôn", "Ký tên")
        word.table([(width, "center") for width in widths], head, lines, size=12)


def _signatures(word: Word) -> None:
    word.paragraph("", Look(with_next=True))
    (cells,) = word.grid((82, 83), 1)
    for cell, role in zip(cells, ("NGƯỜI NÓI CHUYỆN", "ĐẠI DIỆN NƠI TỔ CHỨC"), strict=True):
        word.paragraph(bold(role, 12), Look("center"), within=cell)
        note = Piece("(Ký, ghi rõ họ tên)", italic=True, size=10)
        word.paragraph(note, Look("center", after=40), within=cell)
