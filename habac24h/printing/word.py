"""Word files built in code: A4, Times New Roman in every script's slot, Vietnamese, no template."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from habac24h.later import later

if TYPE_CHECKING:
    import docx
    from docx import oxml, shared
    from docx.document import Document
    from docx.enum import table as tables
    from docx.enum import text as texts
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
else:
    docx, oxml, shared = later("docx"), later("docx.oxml"), later("docx.shared")
    tables, texts = later("docx.enum.table"), later("docx.enum.text")


FAMILY = "Times New Roman"
Align = Literal["left", "center", "right", "justify"]
_OPEN = re.compile(r"(\[(?:HỎI|CHƯA ĐIỀN|CHẠY THỬ)[^\]]*\])")
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text in one look; `size` in points, None for the paragraph's own."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    grey: bool = False
    highlight: bool = False
    size: float | None = None


@dataclass(frozen=True)
class Look:
    """How a paragraph stands: spaces in points, indents in millimetres, `line` in lines."""

    align: Align = "left"
    before: float = 0
    after: float = 0
    line: float = 1.0
    first: float = 0
    left: float = 0
    hanging: float = 0
    with_next: bool = False
    unbroken: bool = False
    frame: bool = False


PLAIN = Look()
Said = str | Piece | Sequence[str | Piece]
Column = tuple[float, Align]
"""Width in millimetres and alignment."""


@dataclass(frozen=True)
class Margins:
    """Of the page, in millimetres."""

    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15


class Word:
    """A Word file under construction."""

    def __init__(self, title: str, *, size: float = 14, margins: Margins | None = None) -> None:
        self.document: Document = docx.Document()
        self.document.core_properties.title = title[:200]
        self._page(margins or Margins())
        self._style(size)

    def paragraph(self, said: Said, look: Look = PLAIN, *, within: Any = None) -> Paragraph:
        """One paragraph, at the end of the document or of `within` (a cell, a header)."""
        made = _empty(within) or (within or self.document).add_paragraph()
        _set(made, look)
        for piece in _pieces(said):
            _write(made, piece)
        return made

    def new_page(self) -> None:
        """What follows begins on a page of its own."""
        self.document.add_paragraph().add_run().add_break(texts.WD_BREAK.PAGE)

    def rule(self, width: float, *, within: Any = None, after: float = 0) -> None:
        """A short line under a head, so many millimetres wide, in the middle of where it stands."""
        made = self.paragraph(Piece(" ", size=2), Look("center", after=after), within=within)
        room = self._room if within is None else within.width.mm
        side = max(0.0, (room - width) / 2)
        form = made.paragraph_format
        form.left_indent = form.right_indent = shared.Mm(side)
        _border(made, ("top",), space="0")

    def grid(
        self, widths: Sequence[float], count: int, *, lines: bool = False, head: int = 0
    ) -> list[list[_Cell]]:
        """An empty table of `count` rows; widths in millimetres, set twice: Word reads the cells'
        widths, others the columns'. The first `head` rows are repeated on every page; no row
        breaks between pages."""
        table = self.document.add_table(rows=count, cols=len(widths))
        table.autofit = False
        table.alignment = tables.WD_TABLE_ALIGNMENT.CENTER
        if lines:
            table.style = self.document.styles["Table Grid"]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = shared.Mm(width)
        cells = [list(row.cells) for row in table.rows]
        for number, row in enumerate(table.rows):
            _row(row, head=number < head)
            for cell, width in zip(cells[number], widths, strict=True):
                cell.width = shared.Mm(width)
        return cells

    def table(
        self,
        columns: Sequence[Column],
        head: Sequence[str],
        rows: Sequence[Sequence[Said]],
        *,
        size: float = 12,
    ) -> None:
        """A ruled table with a head that is repeated on every page."""
        cells = self.grid([width for width, _ in columns], len(rows) + 1, lines=True, head=1)
        for cell, name in zip(cells[0], head, strict=True):
            self.paragraph(bold(name, size), Look("center", 2, 2), within=cell)
        for line, row in zip(cells[1:], rows, strict=True):
            for cell, said, (_, align) in zip(line, row, columns, strict=True):
                pieces = [replace(one, size=one.size or size) for one in _pieces(said)]
                self.paragraph(pieces, Look(align, 2, 2), within=cell)

    def page_number(
        self, look: Look, *, within: Any, before: str = "", total: bool = False
    ) -> None:
        """A paragraph that Word numbers: "trang 1/3"."""
        made = self.paragraph(before, look, within=within)
        _field(made, "PAGE")
        if total:
            made.add_run("/")
            _field(made, "NUMPAGES")

    def save(self, made: datetime) -> bytes:
        """The file; the same contents and moment give the same bytes."""
        core = self.document.core_properties
        core.created = core.modified = made.astimezone(UTC).replace(tzinfo=None)
        core.author = core.last_modified_by = "habac24h"
        raw = io.BytesIO()
        self.document.save(raw)
        return _still(raw.getvalue())

    def _page(self, margins: Margins) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
        for side in ("top", "bottom", "left", "right"):
            setattr(section, f"{side}_margin", shared.Mm(getattr(margins, side)))
        self._room = 210 - margins.left - margins.right
        section.header_distance = section.footer_distance = shared.Mm(10)

    def _style(self, size: float) -> None:
        style = self.document.styles["Normal"]
        style.font.size = shared.Pt(size)
        _face(style.element.get_or_add_rPr())
        language = oxml.OxmlElement("w:lang")
        for name in ("w:val", "w:eastAsia"):
            language.set(oxml.ns.qn(name), "vi-VN")
        style.element.get_or_add_rPr().append(language)
        style.paragraph_format.space_after = shared.Pt(0)


def bold(text: str, size: float | None = None) -> Piece:
    """A piece in bold."""
    return Piece(text, bold=True, size=size)


def italic(text: str, size: float | None = None) -> Piece:
    """A piece in italics."""
    return Piece(text, italic=True, size=size)


def _empty(within: Any) -> Paragraph | None:
    """The paragraph that every cell and header begins with, while nothing stands in it."""
    if within is None or len(within.paragraphs) != 1 or within.paragraphs[0].runs:
        return None
    first: Paragraph = within.paragraphs[0]
    return None if first._p.findall(oxml.ns.qn("w:fldSimple")) else first


def _pieces(said: Said) -> Iterator[Piece]:
    """Pieces with what is still open in the text marked."""
    given: Iterable[str | Piece] = [said] if isinstance(said, str | Piece) else said
    for one in given:
        piece = Piece(one) if isinstance(one, str) else one
        for number, text in enumerate(_OPEN.split(_clean(piece.text))):
            if text:
                yield replace(
                    piece, text=text, **({"bold": True, "highlight": True} if number % 2 else {})
                )


def _clean(text: str) -> str:
    return _BAD.sub("", unicodedata.normalize("NFC", text))


def _write(paragraph: Paragraph, piece: Piece) -> None:
    run = paragraph.add_run(piece.text)
    run.bold, run.italic, run.underline = piece.bold, piece.italic, piece.underline
    if piece.size:
        run.font.size = shared.Pt(piece.size)
    if piece.grey:
        run.font.color.rgb = shared.RGBColor(0x59, 0x59, 0x59)
    if piece.highlight:
        run.font.highlight_color = texts.WD_COLOR_INDEX.YELLOW


def _set(paragraph: Paragraph, look: Look) -> None:
    form = paragraph.paragraph_format
    paragraph.alignment = texts.WD_PARAGRAPH_ALIGNMENT[look.align.upper()]
    form.space_before, form.space_after = shared.Pt(look.before), shared.Pt(look.after)
    form.line_spacing_rule, form.line_spacing = texts.WD_LINE_SPACING.MULTIPLE, look.line
    form.left_indent = shared.Mm(look.left + look.hanging)
    form.first_line_indent = shared.Mm(look.first - look.hanging)
    form.keep_with_next, form.keep_together = look.with_next, look.unbroken
    if look.frame:
        _border(paragraph, ("top", "left", "bottom", "right"))


def _border(paragraph: Paragraph, sides: Iterable[str], *, space: str = "4") -> None:
    borders = oxml.OxmlElement("w:pBdr")
    for side in sides:
        line = oxml.OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", space), ("color", "000000")):
            line.set(oxml.ns.qn(f"w:{name}"), value)
        borders.append(line)
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)


def _row(row: Any, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(oxml.OxmlElement("w:cantSplit"))
    if head:
        properties.append(oxml.OxmlElement("w:tblHeader"))


def _face(properties: Any) -> None:
    """The family in all four slots: with one missing, Word takes another font for some letters."""
    fonts = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(oxml.ns.qn(f"w:{slot}"), FAMILY)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(oxml.ns.qn(f"w:{theme}"), None)


def _field(paragraph: Paragraph, code: str) -> None:
    field = oxml.OxmlElement("w:fldSimple")
    field.set(oxml.ns.qn("w:instr"), code)
    run = oxml.OxmlElement("w:r")
    text = oxml.OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _still(raw: bytes) -> bytes:
    """The same package without the hour at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(info))
    return out.getvalue()
