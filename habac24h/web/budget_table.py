"""The table of a year's estimate as one form: which rows a person changed, and what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from habac24h.budget import lines
from habac24h.budget.estimate import Line
from habac24h.budget.lines import Said
from habac24h.budget.money import dotted, read, read_quantity
from habac24h.errors import NotFound, Refused
from habac24h.models import CampaignRow
from habac24h.rows import Conflict
from habac24h.web.forms import Sent
from habac24h.workflow import Desk

_FIELDS = ("so_luong", "don_gia")


class WrongCells(Refused):
    """Cells of the table that cannot be stored; nothing was."""

    def __init__(self, wrong: Sequence[tuple[str, str]]) -> None:
        """`wrong`: (name of the cell, sentence) of each."""
        super().__init__(f"Chưa lưu gì cả. {' '.join(said for _cell, said in wrong)}")
        self.cells = frozenset(cell for cell, _said in wrong)


def standing(line: Line) -> dict[str, str]:
    """What the two fields of a row show while nobody types."""
    known = {"so_luong": line.quantity, "don_gia": line.price}
    return {name: "" if value is None else dotted(value) for name, value in known.items()}


def shown(line: Line, typed: Sent) -> dict[str, str]:
    """The fields of a row: as they stand, or as a person typed them before a refusal."""
    return standing(line) | {
        name: typed.raw(_named(name, line.id)) for name in _touched(typed, line.id)
    }


def save(desk: Desk, sent: Sent) -> int:
    """Change the rows that were touched, all or none; how many were.

    A row that nobody touched is left alone even if somebody else changed it meanwhile.
    """
    rows = [key.partition("-")[2] for key in sent.fields if key.startswith("ban-")]
    touched = [int(row) for row in rows if row.isdecimal() and _touched(sent, int(row))]
    wrong = [one for line_id in sorted(touched) for one in _save_row(desk, line_id, sent)]
    if wrong:
        raise WrongCells(wrong)
    return len(touched)


def _save_row(desk: Desk, line_id: int, sent: Sent) -> Iterator[tuple[str, str]]:
    """Save one row, or say which of its cells are wrong."""
    line = lines.named(desk.session, line_id)
    row = desk.session.get(CampaignRow, line.campaign) if line.campaign else None
    where = f"Khoản “{line.content}” ({row.title if row else 'Việc chung cả năm'})"
    typed: dict[str, Any] = {}
    for field, name, reader in _READERS:
        cell = _named(field, line_id)
        try:
            typed[name] = reader(sent.one(cell))
            lines.fits(name, typed[name])
        except Refused as error:
            yield cell, f"{where}: {error.sentence}"
            typed.pop(name, None)
    if len(typed) < len(_READERS):
        return
    version = sent.number(_named("ban", line_id), "Bản đã xem")
    try:
        lines.change(desk, line_id, Said(**typed), version=version)
    except (Conflict, NotFound):
        raise
    except Refused as error:
        yield _named("don_gia", line_id), f"{where}: {error.sentence}"


def _price(written: str) -> int | None:
    return read(written, "Đơn giá")


_READERS: tuple[tuple[str, str, Callable[[str], int | None]], ...] = (
    ("so_luong", "quantity", read_quantity),
    ("don_gia", "price", _price),
)


def _touched(sent: Sent, line_id: int) -> list[str]:
    return [
        name
        for name in _FIELDS
        if _named(name, line_id) in sent.fields
        and sent.one(_named(name, line_id)) != sent.one(_named(f"cu-{name}", line_id))
    ]


def _named(name: str, line_id: int) -> str:
    return f"{name}-{line_id}"
