"""The tables of a report: annexes of the document, and sheets of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from habac24h.channels.registry import kind
from habac24h.figures.metrics import METRICS, REACH, REACTIONS, VIEWS
from habac24h.papers.units_sheets import units_sheets
from habac24h.printing import workbook
from habac24h.printing.decree30 import Block, Column, Heading, Table
from habac24h.report.material import Material, Piece, Spot, Turn
from habac24h.report.tally import Line, Tally, happened
from habac24h.report.words import names, number, passed
from habac24h.workflow.outcome import RESULTS, TO_COME
from habac24h.workflow.state import screen

_COUNTS = (
    ("Kế hoạch", "planned"),
    ("Đã duyệt", "approved"),
    ("Đã thực hiện", "done"),
    ("Không thực hiện", "missed"),
    ("Hủy", "cancelled"),
    ("Chưa rõ", "troubled"),
    ("Chưa có kết quả", "unsaid"),
    ("Chưa đến giờ", "later"),
    ("Số lượt", "times"),
)
"""Columns of every table of results: heads, and fields of a Line."""
NONE = "–"
SMALL = 10.5
"""Points: ten columns beside each other, and no word broken in two."""
_NAMES, _NUMBERS = 42, 123
"""Millimetres of the first column, and of all others together."""
_OF_ITS_OWN = {"missed": 15.5, "cancelled": 12}
"""Millimetres by field: Word needs 14.7 for “Không”, “Hủy” less; the others share the rest."""


@dataclass(frozen=True)
class Part:
    """One annex: nothing of it is shown where it has no parts."""

    title: str
    parts: tuple[Block, ...]


def annexes(material: Material, found: Tally, named: Mapping[str, str]) -> Iterator[Part]:
    """Every annex, empty ones too."""
    yield Part("Kết quả theo chiến dịch, kênh và chủ đề", tuple(_results(found, named)))
    yield _part("Bài đăng trên Fanpage", _POSTS, _posts(material), SMALL)
    yield _part("Bài phát trên đài truyền thanh", _SCRIPTS, _scripts(material))
    yield _part("Băng rôn, khẩu hiệu theo địa điểm", _BANNERS, _banners(found))
    yield _part("Các buổi truyền thông trực tiếp", _TALKS, _talks(material), SMALL)
    yield _part("Tin, bài trên Cổng thông tin điện tử", _ARTICLES, _articles(material))
    yield _part("Các lần không thực hiện được hoặc chưa đủ nơi", _OBSTACLES, _obstacles(found))


def sheets(material: Material, found: Tally, days: str) -> Iterator[workbook.Sheet]:
    """The workbook: results, every airing at every place, and where the numbers come from."""
    named = names(material)
    heads = (
        workbook.Column("Nhóm", 16),
        workbook.Column("Tên", 52),
        *(workbook.Column(head, 11) for head, _field in _COUNTS),
    )
    groups = (
        ("Tất cả", (found.total,)),
        ("Chiến dịch", found.campaigns),
        ("Kênh", found.channels),
        ("Chủ đề", found.topics),
        ("Hình thức (Điều 5)", found.forms),
        ("Nội dung (Điều 4)", found.contents),
    )
    rows = [
        (group, named.get(line.id, line.id), *(getattr(line, field) for _head, field in _COUNTS))
        for group, lines in groups
        for line in lines
    ]
    yield workbook.Sheet("Tổng hợp", f"Kết quả. {days}", heads, tuple(rows))
    yield workbook.Sheet("Từng lượt", f"Từng lượt, từng nơi. {days}", _ROWS, tuple(_rows(material)))
    if material.units is not None:
        yield from units_sheets(material.units)
    yield workbook.Sheet(
        "Nguồn", "Nguồn số liệu", (workbook.Column("Mục", 40), workbook.Column("Nội dung", 90)),
        (
            ("Kỳ báo cáo", days),
            ("Lập lúc", material.made),
            ("Tính cả nội dung chạy thử", "có" if material.practice else "không"),
            ("Nội dung chạy thử không tính", material.left_out),
            *((("Trước ngày lập kế hoạch", said),) if (said := passed(material)) else ()),
            ("Dấu của nhật ký (SHA-256)", material.audit_head),
        ),
    )  # fmt: skip


_ROWS = tuple(
    workbook.Column(name, width)
    for name, width in (
        ("Mã lượt", 40),
        ("Tên nội dung", 48),
        ("Chiến dịch", 36),
        ("Kênh", 20),
        ("Chủ đề", 36),
        ("Kết quả của nội dung", 18),
        ("Đã duyệt", 9),
        ("Người duyệt", 16),
        ("Bắt đầu (kế hoạch)", 17),
        ("Kết thúc (kế hoạch)", 17),
        ("Trạng thái của lượt", 22),
        ("Nơi", 28),
        ("Đã làm tại nơi", 14),
        ("Đã tháo", 9),
        ("Nam", 8),
        ("Nữ", 8),
        ("Học sinh", 8),
        ("Có minh chứng", 9),
        ("Ghi chú, lý do", 40),
        ("Đường dẫn", 48),
        ("Bài công khai lúc", 17),
        ("Người xác nhận lúc", 17),
        *((one.label.capitalize(), 11) for one in METRICS),
    )
)
_NOWHERE = Spot(place="", name="")
_SAID = {True: "có", False: "không", None: ""}


def _rows(material: Material) -> Iterator[tuple[workbook.Cell, ...]]:
    named = names(material)
    for piece in material.pieces:
        for turn in piece.turns:
            for spot in turn.spots or (_NOWHERE,):
                yield (*_of_turn(piece, turn, named), *_of_spot(turn, spot))


def _of_turn(piece: Piece, turn: Turn, named: Mapping[str, str]) -> tuple[workbook.Cell, ...]:
    return (
        turn.key,
        piece.title,
        named.get(piece.campaign, piece.campaign),
        kind(piece.channel).label,
        named.get(piece.topic, piece.topic) if piece.topic else "",
        TO_COME if piece.later else RESULTS[piece.result],
        piece.approved,
        piece.approver,
        turn.due,
        turn.until,
        turn.late or screen(turn.state, piece.channel, down=_is_down(turn)),
    )


def _is_down(turn: Turn) -> bool:
    """Whether it hung somewhere, and hangs nowhere any more."""
    hung = [spot for spot in turn.spots if spot.said]
    silent = any(spot.said is None for spot in turn.spots)
    return bool(hung) and not silent and all(spot.down for spot in hung)


def _of_spot(turn: Turn, spot: Spot) -> tuple[workbook.Cell, ...]:
    came = spot.present
    return (
        spot.name,
        _SAID[spot.said],
        spot.down,
        came.men if came else None,
        came.women if came else None,
        came.pupils if came else None,
        spot.evidence,
        spot.note or turn.reason,
        turn.link,
        turn.public_at,
        spot.said_at,
        *(turn.figures.get(one.id) for one in METRICS),
    )


def _part(
    title: str, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]], size: float = 12
) -> Part:
    """One table with its lines numbered."""
    numbered = tuple((str(n), *row) for n, row in enumerate(rows, start=1))
    return Part(title, (Table(columns, numbered, size=size),) if numbered else ())


def _results(found: Tally, named: Mapping[str, str]) -> Iterator[Block]:
    """The longest comes last: what flows over to a page is the end of a table, never one alone."""
    tables = [
        ("Theo chiến dịch", _results_by("Chiến dịch", found.campaigns, found, named)),
        ("Theo kênh", _results_by("Kênh", found.channels, found, named)),
        ("Theo người duyệt", Table(_APPROVERS, tuple(_approvers(found)))),
        ("Theo chủ đề", _results_by("Chủ đề", found.topics, found, named)),
    ]
    filled = [(title, table) for title, table in tables if table.rows]
    for number_, (title, table) in enumerate(filled, start=1):
        yield Heading(f"{number_}. {title}", level=2)
        yield table


def _results_by(first: str, lines: Iterable[Line], found: Tally, named: Mapping[str, str]) -> Table:
    counts = [one for one in _COUNTS if one[1] != "later" or found.total.later]
    fields = [field for _head, field in counts]
    rest = (_NUMBERS - sum(_OF_ITS_OWN.values())) / (len(fields) - len(_OF_ITS_OWN))
    columns = (
        Column(first, _NAMES),
        *(Column(head, _OF_ITS_OWN.get(field, rest), "center") for head, field in counts),
    )
    rows = [_counts(named.get(line.id, line.id), line, fields) for line in lines]
    end = [_counts("Cộng", found.total, fields)] if rows else []
    return Table(columns, (*rows, *end), size=SMALL)


def _counts(name: str, line: Line, fields: Iterable[str]) -> tuple[str, ...]:
    return (name, *(number(getattr(line, field)) for field in fields))


_NUMBER = Column("TT", 10, "center")
_POSTS = (
    _NUMBER,
    Column("Đăng lúc", 24),
    Column("Bài", 52),
    Column("Người xem", 15, "center"),
    Column("Lượt xem", 15, "center"),
    Column("Cảm xúc", 15, "center"),
    Column("Đường dẫn", 34),
)


def _posts(material: Material) -> Iterator[tuple[str, ...]]:
    for piece, turn in _turns(material, "fanpage"):
        if not happened(turn):
            continue
        figures = (turn.figures.get(one.id) for one in (REACH, VIEWS, REACTIONS))
        yield (
            f"{turn.public_at or turn.due:%d/%m/%Y %H:%M}",
            piece.title,
            *(NONE if value is None else number(value) for value in figures),
            turn.link or NONE,
        )


_SCRIPTS = (_NUMBER, Column("Bài", 85), Column("Ngày phát", 45), Column("Số lượt", 25, "center"))


def _scripts(material: Material) -> Iterator[tuple[str, ...]]:
    for piece in material.pieces:
        read = [turn for turn in piece.turns if happened(turn)]
        if piece.channel == "loudspeaker" and read:
            days = sorted({turn.due.date() for turn in read})
            yield piece.title, ", ".join(f"{day:%d/%m/%Y}" for day in days), number(len(read))


_BANNERS = (
    _NUMBER,
    Column("Địa điểm", 65),
    Column("Số lượt treo", 28, "center"),
    Column("Đã tháo", 28, "center"),
    Column("Quá hạn, chưa xác nhận tháo", 34, "center"),
)


def _banners(found: Tally) -> Iterator[tuple[str, ...]]:
    for one in found.banners:
        yield (
            one.name or "chưa ghi nơi treo",
            number(one.hung),
            number(one.down),
            number(one.due_down),
        )


_TALKS = (
    _NUMBER,
    Column("Thời gian", 24),
    Column("Nội dung", 43),
    Column("Nơi tổ chức", 36),
    Column("Nam", 12, "center"),
    Column("Nữ", 12, "center"),
    Column("Cộng", 16, "center"),
    Column("Học sinh", 12, "center"),
)


def _talks(material: Material) -> Iterator[tuple[str, ...]]:
    for piece, turn in _turns(material, "talk"):
        for spot in turn.spots:
            if spot.said is not True:
                continue
            came = spot.present
            counts = (came.men, came.women, came.people, came.pupils) if came else (None,) * 4
            yield (
                f"{turn.due:%H:%M %d/%m/%Y}",
                piece.title.removesuffix(f" – {spot.name}"),
                spot.name or NONE,
                *(NONE if count is None else number(count) for count in counts),
            )


_ARTICLES = (_NUMBER, Column("Ngày", 26), Column("Tin, bài", 75), Column("Đường dẫn", 54))


def _articles(material: Material) -> Iterator[tuple[str, ...]]:
    for piece, turn in _turns(material, "portal"):
        if happened(turn):
            yield f"{_day(turn):%d/%m/%Y}", piece.title, turn.link or NONE


_OBSTACLES = (
    _NUMBER,
    Column("Thời gian", 26),
    Column("Nội dung", 54),
    Column("Kênh, nơi", 36),
    Column("Lý do", 39),
)


def _obstacles(found: Tally) -> Iterator[tuple[str, ...]]:
    for one in found.obstacles:
        where = "; ".join(one.places)
        label = kind(one.piece.channel).label
        yield (
            f"{one.turn.due:%H:%M %d/%m/%Y}",
            one.piece.title,
            f"{label}: {where}" if where else label,
            one.reason or "chưa ghi lý do",
        )


_APPROVERS = (Column("Người duyệt", 115), Column("Số nội dung đã duyệt", 50, "center"))


def _approvers(found: Tally) -> Iterator[tuple[str, ...]]:
    for name, count in found.approvers:
        yield name, number(count)


def _turns(material: Material, channel: str) -> Iterator[tuple[Piece, Turn]]:
    for piece in material.pieces:
        if piece.channel == channel:
            yield from ((piece, turn) for turn in piece.turns)


def _day(turn: Turn) -> date:
    return (turn.public_at or turn.due).date()
