"""The year's estimate as an official paper for Phòng Kinh tế (layout of Nghị định 30/2020)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from habac24h.budget.estimate import Estimate, Line, Sum
from habac24h.budget.lines import SOURCES
from habac24h.budget.money import dotted, in_words
from habac24h.config import Settings
from habac24h.printing.decree30 import Block, Column, Foot, Head, Heading, Official, Table, Text

UNKNOWN = "[CHƯA ĐIỀN]"
BLANK = "……"
"""Room for the pen; the amount beside it says that it is missing."""
_COLUMNS = (
    Column("TT", 10, "center"),
    Column("Nội dung chi", 57),
    Column("Số lượng", 17, "right"),
    Column("Đơn vị tính", 19, "center"),
    Column("Đơn giá (đồng)", 29, "right"),
    Column("Thành tiền (đồng)", 33, "right"),
)
_SOURCES = (
    Column("TT", 10, "center"),
    Column("Nguồn kinh phí", 115),
    Column("Số tiền (đồng)", 40, "right"),
)


def official(found: Estimate, settings: Settings, made: datetime) -> Official:
    """The estimate; what nobody knows yet is marked, never made up."""
    house, office = settings.printing, settings.office
    authority = house.authority or f"Ủy ban nhân dân {office}"
    return Official(
        head=Head(
            above=authority,
            issuer=house.department,
            symbol="DT-VHXH",
            place=house.place or office.removeprefix("xã ").removeprefix("phường "),
            year=made.astimezone(settings.zone).year,
            kind="DỰ TOÁN",
            subject=f"Kinh phí thực hiện công tác bình đẳng giới năm {found.year}",
        ),
        basis=(
            "Căn cứ Luật Ngân sách nhà nước;",
            f"Căn cứ Kế hoạch [CHƯA ĐIỀN: số, ngày] của {authority} thực hiện công tác bình đẳng "
            f"giới năm {found.year};",
            f"{house.department} lập dự toán, đề nghị Phòng Kinh tế thẩm định, báo cáo "
            f"{authority} như sau:",
        ),
        blocks=tuple(_blocks(found)),
        foot=Foot(
            recipients=("Phòng Kinh tế", f"{authority} (để báo cáo)", "Lưu: VHXH"),
            on_behalf="",
            post="Trưởng phòng",
        ),
        made=made,
    )


def _blocks(found: Estimate) -> Iterator[Block]:
    yield Heading("I. Dự toán chi")
    lines = tuple(_rows(found))
    strong = tuple(number for number, row in enumerate(lines) if not row[0].isdigit())
    yield Table(_COLUMNS, lines, strong=strong)
    if found.total.nothing_priced:
        yield Text("Tổng cộng: [CHƯA ĐIỀN] đồng.")
    else:
        yield Text(
            f"Tổng cộng: {dotted(found.total.planned)} đồng "
            f"(Bằng chữ: {in_words(found.total.planned)})."
        )
    if found.total.unpriced:
        yield Text(f"[CHƯA ĐIỀN: {found.total.missing}]; các tổng trên chưa gồm những khoản ấy.")
    yield Heading("II. Nguồn kinh phí")
    rows = [
        (str(number), one.title, _amount(one)) for number, one in enumerate(found.sources, start=1)
    ]
    yield Table(_SOURCES, (*rows, ("", "Cộng", _amount(found.total))), strong=(len(rows),))
    if any(line.source == "ho-tro" for line in found.total.lines):
        yield Text(
            f"Phần {SOURCES['ho-tro'].lower()} thực hiện theo quy định của pháp luật và chỉ chi "
            "khi đã có nguồn."
        )


def _rows(found: Estimate) -> Iterator[tuple[str, ...]]:
    for letter, group in zip(_letters(), found.campaigns, strict=False):
        yield (letter, group.title, "", "", "", _amount(group))
        for number, line in enumerate(group.lines, start=1):
            yield _row(str(number), line)
    yield ("", "Cộng", "", "", "", _amount(found.total))


def _row(number: str, line: Line) -> tuple[str, ...]:
    basis = f" (Kế hoạch, mục {line.basis})" if line.basis else ""
    return (
        number,
        f"{line.content}{basis}",
        BLANK if line.quantity is None else dotted(line.quantity),
        line.unit,
        BLANK if line.price is None else dotted(line.price),
        UNKNOWN if line.planned is None else dotted(line.planned),
    )


def _amount(one: Sum) -> str:
    if one.nothing_priced:
        return UNKNOWN
    return f"{dotted(one.planned)} ({one.partial})" if one.partial else dotted(one.planned)


def _letters() -> Iterator[str]:
    """A, B, … as Vietnamese papers number groups of a table; more than anybody's campaigns."""
    yield from "ABCDEGHIKLMNOPQRSTUVXY"
    while True:
        yield ""
