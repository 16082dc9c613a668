"""The lines of a year's estimate: written, changed, taken away, copied; what was spent on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.budget.money import MOST, MOST_EXACT, dotted
from habac24h.budget.tables import BudgetLine, BudgetSpending
from habac24h.calendar.lunar import require_year
from habac24h.errors import NotFound, Refused
from habac24h.models import CampaignRow
from habac24h.rows import Conflict
from habac24h.workflow.confirmation import Evidence
from habac24h.workflow.desk import Desk
from habac24h.workflow.words import one_line

SOURCES = {
    "ngan-sach": "Ngân sách xã",
    "don-vi": "Kinh phí của cơ quan, đơn vị",
    "ho-tro": "Hỗ trợ của tổ chức, cá nhân",
}
"""As the plan has it (III): the budget, what units set aside, lawful support."""


_FIRST_YEAR = 2000
_MOST_ID = 2**31 - 1
"""What PostgreSQL keeps; an address may name more."""


class _Same:
    """Stands for a field that a change leaves as it is: None is a value here."""


SAME = _Same()


@dataclass(frozen=True)
class Said:
    """What is told of a line; SAME leaves what it has. An empty campaign is the year itself."""

    content: str | _Same = SAME
    quantity: int | _Same | None = SAME
    unit: str | _Same = SAME
    price: int | _Same | None = SAME
    source: str | _Same = SAME
    campaign: str | _Same | None = SAME
    activity: str | _Same | None = SAME
    basis: str | _Same = SAME

    def values(self) -> dict[str, Any]:
        """The fields that are told."""
        told = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: value for name, value in told if value is not SAME}


def lines(session: Session, year: int) -> list[BudgetLine]:
    """The lines of a year in their order."""
    query = select(BudgetLine).where(BudgetLine.year == year, col(BudgetLine.removed).is_(False))
    return list(session.exec(query.order_by(col(BudgetLine.position), col(BudgetLine.id))))


def named(session: Session, line_id: int) -> BudgetLine:
    """One line; raises NotFound."""
    return _found(session, line_id, lock=False)


def _found(session: Session, line_id: int, *, lock: bool) -> BudgetLine:
    """`lock`: as it is now, and nobody else's until the end of the unit of work (PostgreSQL)."""
    fits = 0 < line_id <= _MOST_ID
    found = (
        session.get(BudgetLine, line_id, with_for_update=lock, populate_existing=lock)
        if fits
        else None
    )
    if found is None or found.removed:
        raise NotFound(f"Không có khoản kinh phí số {line_id}; xem `habac24h budget list NĂM`.")
    return found


def spendings(session: Session, line_ids: Sequence[int]) -> list[BudgetSpending]:
    """What was spent on these lines, oldest first."""
    query = select(BudgetSpending).where(col(BudgetSpending.line_id).in_(line_ids))
    return list(session.exec(query.order_by(col(BudgetSpending.on), col(BudgetSpending.id))))


def add(desk: Desk, year: int, said: Said) -> BudgetLine:
    """A new line at the end of the year's, unless there is an equal one already.

    So a button that is pressed twice makes one line.
    """
    require_year(year)
    values = _checked(desk.session, said)
    if "content" not in values:
        raise Refused("Hãy nêu nội dung chi.")
    there = lines(desk.session, year)
    row = _new(desk, year, values, there)
    if any(_equal(one, row) for one in there):
        raise Refused(
            f"Năm {year} đã có khoản “{row.content}” với đúng các số này nên không thêm lần nữa; "
            "cần nhiều hơn thì sửa số lượng của khoản ấy."
        )
    return _keep(desk, row, "budget-add")


def _new(desk: Desk, year: int, values: dict[str, Any], there: Sequence[BudgetLine]) -> BudgetLine:
    """A line after those that are there."""
    row = BudgetLine(
        **{"source": "ngan-sach", **values},
        year=year,
        position=max((one.position for one in there), default=0) + 1,
        by=desk.who.name,
        at=desk.now,
    )
    _refuse_inexact(_planned(row))
    _refuse_inexact_year(year, _planned(row) + sum(map(_planned, there)))
    return row


def _planned(row: BudgetLine) -> int:
    return (row.quantity or 0) * (row.price or 0)


def _equal(one: BudgetLine, other: BudgetLine) -> bool:
    return all(getattr(one, part.name) == getattr(other, part.name) for part in fields(Said))


def change(desk: Desk, line_id: int, said: Said, *, version: int | None = None) -> BudgetLine:
    """Change what is told; `version` is the one that the person saw."""
    row = _seen(desk, line_id, version)
    values = _checked(desk.session, said)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    told = {"quantity": row.quantity, "price": row.price} | values
    amount = (told["quantity"] or 0) * (told["price"] or 0)
    _refuse_inexact(amount)
    others = sum(map(_planned, lines(desk.session, row.year))) - _planned(row)
    _refuse_inexact_year(row.year, amount + others)
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.by, row.at = row.version + 1, desk.who.name, desk.now
    return _keep(desk, row, "budget-change")


def remove(desk: Desk, line_id: int, *, version: int | None = None) -> BudgetLine:
    """Take a line away; one on which money was spent stays."""
    row = _seen(desk, line_id, version)
    if sum(one.amount for one in spendings(desk.session, [line_id])):
        raise Refused(f"Khoản “{row.content}” đã có chi nên không bỏ được; hãy sửa hoặc để nguyên.")
    row.removed, row.version = True, row.version + 1
    return _keep(desk, row, "budget-remove")


def spend(
    desk: Desk,
    line_id: int,
    amount: int,
    *,
    on: date,
    note: str = "",
    file: Evidence | None = None,
    file_name: str | None = None,
    version: int | None = None,
) -> BudgetSpending:
    """Put down money spent; a negative amount corrects earlier ones and never leads below zero.

    `version` is that of the line as the person saw it: a second press of the same button finds
    another one, so that the same bill is never paid twice.
    """
    row = _seen(desk, line_id, version)
    before = sum(one.amount for one in spendings(desk.session, [line_id]))
    if amount == 0 or before + amount < 0:
        raise Refused("Số tiền chi phải khác 0, và phần giảm không quá số đã chi.")
    _refuse_inexact(before + amount)
    every = [one.id for one in lines(desk.session, row.year) if one.id is not None]
    paid = sum(one.amount for one in spendings(desk.session, every))
    _refuse_inexact_year(row.year, paid + amount)
    if on.year < _FIRST_YEAR:
        raise Refused(f"Ngày chi {on:%d/%m}/{on.year} quá xa; hãy xem lại năm.")
    if on > desk.now.astimezone(desk.settings.zone).date():
        raise Refused(f"Ngày chi {on:%d/%m/%Y} chưa đến.")
    spent = BudgetSpending(
        line_id=line_id,
        amount=amount,
        on=on,
        note=note.strip()[:500],
        file=file.name if file else None,
        file_name=(file_name or "")[:200] or None,
        file_sha256=file.sha256 if file else None,
        by=desk.who.name,
        at=desk.now,
    )
    row.version += 1
    desk.session.add_all((row, spent))
    desk.session.flush()
    _record(desk, row, "budget-spend", amount=amount, on=on.isoformat())
    return spent


def copy(desk: Desk, year: int, to: int) -> list[BudgetLine]:
    """A year's lines for another, with quantities and prices, without what was spent.

    A line that the other year has already (same campaign, content, source) is not copied again.
    """
    require_year(to)
    known = {_same(one) for one in lines(desk.session, to)}
    old = [one for one in lines(desk.session, year) if _same(one) not in known]
    if year == to:
        raise Refused("Hãy chọn một năm khác để chép sang.")
    return [_copy(desk, one, to) for one in old]


def _copy(desk: Desk, line: BudgetLine, to: int) -> BudgetLine:
    """Without the guard of `add`: a year may have two equal lines, and its copy has both."""
    said = Said(**{one.name: getattr(line, one.name) for one in fields(Said)})
    values = _checked(desk.session, said)
    return _keep(desk, _new(desk, to, values, lines(desk.session, to)), "budget-add")


def _same(row: BudgetLine) -> tuple[str | None, str, str]:
    return row.campaign, row.content, row.source


def _seen(desk: Desk, line_id: int, version: int | None) -> BudgetLine:
    row = _found(desk.session, line_id, lock=True)
    if version is not None and version != row.version:
        raise Conflict(row.content)
    return row


def _checked(session: Session, said: Said) -> dict[str, Any]:
    values = said.values()
    for name in _MOST:
        fits(name, values.get(name))
    if "content" in values:
        values["content"] = one_line(values["content"])
    if "unit" in values:
        values["unit"] = " ".join(values["unit"].split())[:40]
    if values.get("source", "ngan-sach") not in SOURCES:
        raise Refused(f"Không có nguồn “{values['source']}”; chọn một trong: {', '.join(SOURCES)}.")
    if "campaign" in values:
        values["campaign"] = values["campaign"] or None
        if values["campaign"] and session.get(CampaignRow, values["campaign"]) is None:
            raise NotFound(f"Không có chiến dịch “{values['campaign']}”.")
    return values


def fits(name: str, number: int | None) -> None:
    """Raises Refused for a quantity or price below nought or beyond belief."""
    if number is not None and not 0 <= number <= _MOST[name]:
        what = "Số lượng" if name == "quantity" else "Đơn giá"
        raise Refused(f"{what} phải là số nguyên không âm và không quá lớn.")


_MOST = {"quantity": 10**6, "price": MOST}


def _refuse_inexact(amount: int) -> None:
    """Excel keeps fifteen digits: the sums of a larger amount would be wrong by some đồng."""
    if amount > MOST_EXACT:
        raise Refused(
            f"Số tiền {dotted(amount)} đồng dài quá 15 chữ số nên bảng Excel không giữ đúng; hãy "
            "xem lại số lượng, đơn giá hoặc số chi."
        )


def _refuse_inexact_year(year: int, amount: int) -> None:
    """The same of the sum at the foot of the table."""
    if amount > MOST_EXACT:
        raise Refused(
            f"Tổng kinh phí năm {year} sẽ thành {dotted(amount)} đồng, dài quá 15 chữ số nên bảng "
            "Excel không giữ đúng; hãy xem lại số lượng, đơn giá hoặc số chi của các khoản."
        )


def _keep(desk: Desk, row: BudgetLine, act: str) -> BudgetLine:
    desk.session.add(row)
    desk.session.flush()
    _record(desk, row, act, quantity=row.quantity, price=row.price, source=row.source)
    return row


def _record(desk: Desk, row: BudgetLine, act: str, **details: Any) -> None:
    audit.record(
        desk.session,
        desk.who,
        act,
        desk.now,
        line=row.id,
        year=row.year,
        content=row.content,
        **details,
    )
