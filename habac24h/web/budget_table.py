"""The table of a year's estimate as one form: which rows a person changed, and what stands."""

from __future__ import annotations

from habac24h.budget import lines
from habac24h.budget.estimate import Line
from habac24h.budget.lines import Said
from habac24h.budget.money import dotted, read
from habac24h.errors import Refused
from habac24h.rows import Conflict
from habac24h.web.forms import Sent
from habac24h.workflow import Desk

_FIELDS = ("so_luong", "don_gia")


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
    for line_id in sorted(touched):
        _save_row(desk, line_id, sent)
    return len(touched)


def _save_row(desk: Desk, line_id: int, sent: Sent) -> None:
    content = lines.named(desk.session, line_id).content
    try:
        said = Said(
            quantity=read(sent.one(_named("so_luong", line_id)), "Số lượng"),
            price=read(sent.one(_named("don_gia", line_id)), "Đơn giá"),
        )
        version = sent.number(_named("ban", line_id), "Bản đã xem")
        lines.change(desk, line_id, said, version=version)
    except Conflict:
        raise
    except Refused as error:
        raise Refused(f"{content}: {error.sentence}") from None


def _touched(sent: Sent, line_id: int) -> list[str]:
    return [
        name
        for name in _FIELDS
        if _named(name, line_id) in sent.fields
        and sent.one(_named(name, line_id)) != sent.one(_named(f"cu-{name}", line_id))
    ]


def _named(name: str, line_id: int) -> str:
    return f"{name}-{line_id}"
