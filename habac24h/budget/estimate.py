"""A year's estimate added up: by campaign, by source, planned against spent. Whole đồng."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from habac24h.accounts.names import names_of_people
from habac24h.budget.lines import SOURCES, lines, named, spendings
from habac24h.budget.tables import BudgetLine
from habac24h.models import CampaignRow

WHOLE_YEAR = "Việc chung cả năm"


@dataclass(frozen=True)
class Payment:
    """One piece of money spent (or, below zero, a correction)."""

    on: date
    amount: int
    note: str
    by: str
    file_name: str | None


@dataclass(frozen=True)
class Line:
    """One line; `planned` is None until quantity and price are both known."""

    id: int
    campaign: str | None
    content: str
    quantity: int | None
    unit: str
    price: int | None
    source: str
    basis: str
    version: int
    payments: tuple[Payment, ...] = ()

    @property
    def planned(self) -> int | None:
        """Quantity times price."""
        if self.quantity is None or self.price is None:
            return None
        return self.quantity * self.price

    @property
    def lacks(self) -> str:
        """What it has no amount for want of."""
        known = {"số lượng": self.quantity, "đơn giá": self.price}
        return " và ".join(name for name, value in known.items() if value is None)

    @property
    def spent(self) -> int:
        """What was paid so far."""
        return sum(one.amount for one in self.payments)

    @property
    def over(self) -> int:
        """How much more was spent than planned; what was never priced was never planned."""
        return max(0, self.spent - (self.planned or 0))


@dataclass(frozen=True)
class Sum:
    """Several lines together: a campaign's, a source's, the year's."""

    id: str
    title: str
    lines: tuple[Line, ...]

    @property
    def planned(self) -> int:
        """All amounts that are known."""
        return sum(line.planned or 0 for line in self.lines)

    @property
    def spent(self) -> int:
        """What was paid so far."""
        return sum(line.spent for line in self.lines)

    @property
    def unpriced(self) -> int:
        """Lines whose amount nobody knows yet."""
        return sum(line.planned is None for line in self.lines)

    @property
    def missing(self) -> str:
        """What the lines without an amount lack, in words; empty where every line has one."""
        lacks = Counter(line.lacks for line in self.lines if line.lacks)
        return ", ".join(f"{count} khoản chưa có {words}" for words, count in lacks.most_common())

    @property
    def partial(self) -> str:
        """What stands beside a sum that is not the whole; empty beside one that is."""
        return f"chưa đủ: còn {self.unpriced} khoản chưa điền" if self.unpriced else ""

    @property
    def nothing_priced(self) -> bool:
        """Whether no line has an amount yet: `planned` is then nothing that anybody decided."""
        return self.unpriced == len(self.lines)

    @property
    def over(self) -> int:
        """How much more was spent than planned for all of it together."""
        return max(0, self.spent - self.planned)


@dataclass(frozen=True)
class Estimate:
    """The year: everything, by campaign (the year's own lines first), by source."""

    year: int
    total: Sum
    campaigns: tuple[Sum, ...]
    sources: tuple[Sum, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "year": self.year,
            "planned": self.total.planned,
            "spent": self.total.spent,
            "unpriced": self.total.unpriced,
            "lines": [_line_dict(line) for line in self.total.lines],
            "campaigns": [_sum_dict(one) for one in self.campaigns],
            "sources": [_sum_dict(one) for one in self.sources],
        }


def estimate(session: Session, year: int, campaign: str | None = None) -> Estimate:
    """The estimate of a year, of one campaign only where one is named."""
    rows = [one for one in lines(session, year) if campaign in (None, one.campaign)]
    paid = _payments(session, rows)
    found = tuple(_line(row, paid[row.id or 0]) for row in rows)
    titles = dict(session.exec(select(CampaignRow.id, CampaignRow.title)).all())
    return add_up(year, found, titles)


def one_line(session: Session, line_id: int) -> Line:
    """One line with its payments; raises NotFound for a number that nobody has."""
    row = named(session, line_id)
    return _line(row, _payments(session, [row])[line_id])


def add_up(year: int, found: tuple[Line, ...], titles: dict[str, str]) -> Estimate:
    """Lines added up. Pure."""
    names = dict.fromkeys(sorted(line.campaign or "" for line in found))
    return Estimate(
        year=year,
        total=Sum("", "Tổng cộng", found),
        campaigns=tuple(
            Sum(name, titles.get(name, name) or WHOLE_YEAR, _of(found, campaign=name or None))
            for name in names
        ),
        sources=tuple(
            Sum(name, title, of)
            for name, title in SOURCES.items()
            if (of := tuple(line for line in found if line.source == name))
        ),
    )


def _of(found: Iterable[Line], *, campaign: str | None) -> tuple[Line, ...]:
    return tuple(line for line in found if line.campaign == campaign)


def _payments(session: Session, rows: list[BudgetLine]) -> dict[int, list[Payment]]:
    found: dict[int, list[Payment]] = defaultdict(list)
    called = names_of_people(session)
    for one in spendings(session, [row.id for row in rows if row.id is not None]):
        by = called.name(one.by)
        found[one.line_id].append(Payment(one.on, one.amount, one.note, by, one.file_name))
    return found


def _line(row: BudgetLine, payments: list[Payment]) -> Line:
    return Line(
        id=row.id or 0,
        campaign=row.campaign,
        content=row.content,
        quantity=row.quantity,
        unit=row.unit,
        price=row.price,
        source=row.source,
        basis=row.basis,
        version=row.version,
        payments=tuple(payments),
    )


def _line_dict(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "campaign": line.campaign,
        "content": line.content,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": line.price,
        "source": line.source,
        "planned": line.planned,
        "spent": line.spent,
        "over": line.over,
    }


def _sum_dict(one: Sum) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "planned": one.planned,
        "spent": one.spent,
        "unpriced": one.unpriced,
        "over": one.over,
    }
