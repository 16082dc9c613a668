"""How fast a two-page A4 document becomes a PDF, beside reportlab and LibreOffice.

The words change every time: typst remembers what it has set before. Run with
`python -m benchmarks.printing`; ends with 1 when a budget is missed. Without `soffice` on the PATH
the comparison with LibreOffice is left out and said to be.
"""

from __future__ import annotations

import functools
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from benchmarks.kit import ROUNDS, verdict
from habac24h.printing import decree30

EACH = 20
REPORTLAB_MOST, LIBREOFFICE_LEAST = 1.2, 50.0
MADE = datetime(2026, 11, 12, tzinfo=UTC)
SENTENCE = (
    "Lần thứ {n}, đoạn {k}: nâng cao nhận thức, trách nhiệm của cơ quan, đơn vị, gia đình và mỗi "
    "người dân trong thực hiện bình đẳng giới; phòng ngừa, ứng phó với bạo lực trên cơ sở giới. "
)
ROWS = 8
FONTS = Path(fontpkg_be_vietnam_pro.ROOT) / "files"


def paragraphs(n: int) -> list[str]:
    """Words of about two pages that no other document has."""
    return [SENTENCE.format(n=n, k=k) * 2 for k in range(8)]


def rows(n: int) -> list[tuple[str, str, str]]:
    """A table of tasks."""
    return [(str(k), f"Việc thứ {k} của lần {n}", f"{k + 1:02}/11/2026") for k in range(ROWS)]


def official(n: int) -> decree30.Official:
    """The document as our own layout of an official paper."""
    columns = ("TT", 15.0), ("Việc", 110.0), ("Ngày", 40.0)
    return decree30.Official(
        head=decree30.Head("Ủy ban nhân dân xã", "KH-UBND", "Hà Bắc", 2026, "KẾ HOẠCH", f"Số {n}"),
        basis=(),
        blocks=(
            *(decree30.Text(words) for words in paragraphs(n)),
            decree30.Table(tuple(decree30.Column(*one) for one in columns), tuple(rows(n))),
        ),
        foot=decree30.Foot(("Lưu: VT",), "TM. Ủy ban nhân dân", "Chủ tịch"),
        made=MADE,
    )


def with_typst(n: int) -> bytes:
    """Ours: head, foot, marks, table with a repeated head, PDF/A."""
    return decree30.pdf(official(n))


def with_reportlab(n: int) -> bytes:
    """The peer: the same words, faces, tables, head, foot and page numbers."""
    flow: list[Any] = [
        _side_by_side([("Ủy ban nhân dân xã", "VB"), (decree30.COUNTRY, "VB")]),
        _side_by_side([("Số: ……/KH-UBND", "V"), ("Hà Bắc, ngày …… tháng …… năm 2026", "VI")]),
        Paragraph(f"KẾ HOẠCH Số {n}", _style("VB", 1)),
        *(Paragraph(words, _style("V", 4)) for words in paragraphs(n)),
        _ruled(n),
        Spacer(1, 8 * mm),
        _side_by_side([("Nơi nhận:<br/>- Lưu: VT.", "VI"), ("TM. Ủy ban nhân dân", "VB")]),
    ]
    out = io.BytesIO()
    page = {"leftMargin": 30 * mm, "rightMargin": 15 * mm, "topMargin": 20 * mm}
    SimpleDocTemplate(out, pagesize=A4, **page).build(flow, onLaterPages=_page_number)
    return out.getvalue()


@functools.cache
def _style(face: str, align: int) -> ParagraphStyle:
    return ParagraphStyle(face, fontName=face, fontSize=14, leading=18, alignment=align)


def _side_by_side(cells: list[tuple[str, str]]) -> Table:
    row = [Paragraph(words, _style(face, 1)) for words, face in cells]
    return Table([row], colWidths=[73 * mm, 92 * mm])


def _ruled(n: int) -> Table:
    head = [Paragraph(name, _style("VB", 1)) for name in ("TT", "Việc", "Ngày")]
    body = [[Paragraph(cell, _style("V", 0)) for cell in row] for row in rows(n)]
    return Table(
        [head, *body],
        colWidths=[15 * mm, 110 * mm, 40 * mm],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
        repeatRows=1,
    )


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont("V", 14)
    canvas.drawCentredString(112 * mm, 283 * mm, str(document.page))


def with_libreoffice(n: int) -> bytes:
    """A Word file turned into a PDF by a process of its own, as a script would do it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.docx"
        source.write_bytes(decree30.docx(official(n)))
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        return source.with_suffix(".pdf").read_bytes()


def milliseconds(make: Callable[[int], bytes], first: int, count: int) -> float:
    """Mean of `count` documents, whose words are those of the numbers from `first` on."""
    began = time.perf_counter()
    for n in range(first, first + count):
        make(n)
    return (time.perf_counter() - began) * 1000 / count


def main() -> int:
    """Print medians and ratios of interleaved rounds; 1 when a budget is missed."""
    for face, file in (("V", "Regular"), ("VB", "Bold"), ("VI", "Italic")):
        pdfmetrics.registerFont(TTFont(face, str(FONTS / f"BeVietnamPro-{file}.ttf")))
    office = shutil.which("soffice") is not None
    makers = {"typst": with_typst, "reportlab": with_reportlab}
    for make in makers.values():
        make(0)  # fonts and first use
    taken: dict[str, list[float]] = {"typst": [], "reportlab": [], "libreoffice": []}
    for number in range(ROUNDS):
        for name, make in makers.items():
            taken[name].append(milliseconds(make, 1 + number * EACH, EACH))
        if office:
            taken["libreoffice"].append(milliseconds(with_libreoffice, 1000 + number, 1))
    middle = {name: statistics.median(found) for name, found in taken.items() if found}
    for name, found in taken.items():
        if found:
            print(f"{name}: {middle[name]:.1f} ms (rounds {min(found):.1f} to {max(found):.1f})")
    code = verdict(
        "two pages as PDF / reportlab's time",
        _ratios(taken["typst"], taken["reportlab"]),
        most=REPORTLAB_MOST,
    )
    if not office:
        print("LibreOffice: not on this computer, not compared")
        return code
    return max(
        code,
        verdict(
            "LibreOffice's time / two pages as PDF",
            _ratios(taken["libreoffice"], taken["typst"]),
            least=LIBREOFFICE_LEAST,
        ),
    )


def _ratios(one: list[float], other: list[float]) -> list[float]:
    return [a / b for a, b in zip(one, other, strict=True)]


if __name__ == "__main__":
    sys.exit(main())
