"""A report as an official document and as a workbook: the same numbers, for every receiver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habac24h.config import Settings
from habac24h.papers import report_tables as tables
from habac24h.printing import chart, decree30, workbook
from habac24h.printing.decree30 import (
    Annex,
    Block,
    Chart,
    Foot,
    Head,
    Heading,
    Note,
    Official,
    Text,
)
from habac24h.printing.workbook import Sheet
from habac24h.report import from_units, words
from habac24h.report.material import Material
from habac24h.report.tally import Tally, tally
from habac24h.report.words import House

STAMP = "CHẠY THỬ"
BY_CHANNEL = "Nội dung đã thực hiện so với kế hoạch, theo kênh"
BY_MONTH = "Số lượt đã thực hiện theo tháng"
RECEIVERS = {
    "so-noi-vu": "Sở Nội vụ {city}",
    "ubnd": "Ủy ban nhân dân {city}",
}
"""Both get the same report: the plan names the one (IV.1) and the other (its last paragraph)."""
_FONT = "Times New Roman, Tinos, Liberation Serif, Libertinus Serif"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Account:
    """One report, counted: what documents, workbook and page are made of."""

    material: Material
    tally: Tally
    house: House

    @property
    def stamp(self) -> str:
        """On every page of what counts practice."""
        return STAMP if self.material.practice else ""


def account(material: Material, settings: Settings) -> Account:
    """Count a report's material under the office's names."""
    house = House(
        settings.office, settings.printing.city, settings.printing.department, settings.fanpage
    )
    return Account(material, tally(material), house)


def official(given: Account, settings: Settings, receiver: str = "so-noi-vu") -> Official:
    """The document for one receiver, ready to be numbered, dated and signed."""
    material, house = given.material, given.house
    printing = settings.printing
    return Official(
        head=Head(
            issuer=printing.authority or house.committee,
            symbol="BC-UBND",
            place=printing.place or house.office.removeprefix("xã ").removeprefix("phường "),
            year=material.made.year,
            kind="BÁO CÁO",
            subject=words.subject(material),
            note=f"({words.days(material)})",
            addressee=RECEIVERS[receiver].format(city=house.city),
        ),
        basis=(),
        blocks=tuple(_body(given)),
        foot=Foot(
            recipients=(
                "Như trên",
                "TT Đảng ủy, TT HĐND xã",
                "Chủ tịch, các PCT UBND xã",
                "Ban Thường trực UBMTTQ Việt Nam xã",
                "Lưu: VT, VHXH",
            ),
            on_behalf="TM. Ủy ban nhân dân",
            post=printing.signer_post,
            signer=printing.signer,
        ),
        made=material.made,
        stamp=given.stamp,
        annexes=tuple(_annexes(given)),
    )


def sheets(given: Account) -> tuple[Sheet, ...]:
    """The data behind the report, down to single airings."""
    return tuple(tables.sheets(given.material, given.tally, words.days(given.material)))


def draw(given: Account, settings: Settings, ending: str, receiver: str = "so-noi-vu") -> bytes:
    """The bytes of one file: docx, pdf or xlsx."""
    if ending == "xlsx":
        return workbook.xlsx(sheets(given), given.material.made, stamp=given.stamp)
    document = official(given, settings, receiver)
    return decree30.pdf(document) if ending == "pdf" else decree30.docx(document)


def file_name(material: Material) -> str:
    """Without its ending: bao-cao_2026-01-01_2026-11-30."""
    period = material.period
    names = ["bao-cao", period.since.isoformat(), period.until.isoformat()]
    names += [period.campaign] if period.campaign else []
    return "_".join([*names, "chay-thu"] if material.practice else names)


def channels_chart(given: Account, *, font: str = "") -> str:
    """Done within planned, by channel."""
    named = words.names(given.material)
    bars = [
        chart.Bar(
            named.get(line.id, line.id), line.done, line.planned, f"{line.done}/{line.planned}"
        )
        for line in given.tally.channels
    ]
    return chart.bars(BY_CHANNEL, bars, font=font)


def months_chart(given: Account, *, font: str = "") -> str:
    """How often something went out, by month."""
    bars = [
        chart.Bar(f"T{int(month[5:])}", count, words=words.number(count))
        for month, count in given.tally.months
    ]
    return chart.columns(BY_MONTH, bars, font=font)


def _body(given: Account) -> Iterator[Block]:
    material, found, house = given.material, given.tally, given.house
    yield Text(
        f"Thực hiện Kế hoạch [CHƯA ĐIỀN: số, ngày] của Ủy ban nhân dân {house.city} và Kế hoạch "
        f"[CHƯA ĐIỀN: số, ngày] của {house.committee} về công tác bình đẳng giới năm "
        f"{material.period.until.year}, {house.committee} báo cáo kết quả như sau:"
    )
    yield Heading("I. Công tác chỉ đạo, triển khai")
    yield from _texts(words.guidance(material, found, house))
    yield Heading("II. Kết quả thực hiện")
    yield from _results(given)
    yield Heading("III. Khó khăn, vướng mắc")
    yield from _texts(words.difficulties(material, found))
    yield Heading("IV. Kiến nghị, đề xuất")
    yield from _texts([words.proposals(material)])
    yield Text(
        f"Trên đây là báo cáo {words.small(words.subject(material))}; {house.committee} trân trọng "
        "báo cáo./."
    )


def _results(given: Account) -> Iterator[Block]:
    yield from _own(given)
    theirs = given.material.units
    if theirs is not None:
        own = given.tally.total.planned and not given.material.ahead
        number = 6 if own else 2
        yield Heading(f"{number}. {from_units.TITLE}", level=2)
        yield from _texts(from_units.paragraphs(theirs))


def _own(given: Account) -> Iterator[Block]:
    """What the office itself counted."""
    material, found = given.material, given.tally
    yield Heading("1. Kết quả chung", level=2)
    yield Text(words.in_general(material, found))
    yield from _texts([words.passed(material, to_do=False)])
    if not found.total.planned or material.ahead:
        return
    drawn = channels_chart(given, font=_FONT)
    height = 6.5 * len(found.channels)
    yield Chart(drawn, BY_CHANNEL, height)
    yield Heading("2. Kết quả theo kênh truyền thông", level=2)
    yield from _texts(words.by_channel(material, found, given.house))
    if len(found.months) > 1:
        yield Chart(months_chart(given, font=_FONT), BY_MONTH, 42)
    yield Heading("3. Kết quả theo chiến dịch", level=2)
    yield from _texts(words.by_campaign(material, found))
    yield Heading("4. Chủ đề, nội dung, hình thức", level=2)
    yield from _texts(words.contents(material, found))
    yield Heading("5. Tiến độ soạn, duyệt, đăng", level=2)
    yield Text(words.pace(found))


def _texts(sentences: Iterable[str]) -> Iterator[Text]:
    for said in sentences:
        yield from (Text(line) for line in said.split("\n") if line.strip())


def _annexes(given: Account) -> Iterator[Block]:
    of = f"(Kèm theo Báo cáo số …/BC-UBND của {given.house.committee})"
    found = [
        one
        for one in tables.annexes(given.material, given.tally, words.names(given.material))
        if one.parts
    ]
    for numeral, one in zip(_ROMAN, found, strict=False):
        yield Annex(f"Phụ lục {numeral}", one.title, of)
        yield from one.parts
    yield Note(
        "Số liệu do chương trình habac24h tổng hợp từ nhật ký và minh chứng của cơ quan lúc "
        f"{given.material.made:%H giờ %M, ngày %d/%m/%Y}. Dấu của nhật ký (SHA-256): "
        f"{given.material.audit_head}"
    )
