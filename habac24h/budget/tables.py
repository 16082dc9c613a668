"""The budget's tables: lines of a year's estimate, and what was spent on them. Whole đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel

from habac24h.models import Moment


def _when() -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=False)


def _money(*, nullable: bool) -> Any:
    """A 32-bit column ends at 2,1 tỷ đồng."""
    return Field(default=None, sa_column=Column(BigInteger, nullable=nullable))


class BudgetLine(SQLModel, table=True):
    """One line: so many units of something at a price, for a campaign (None: for the year).

    Quantity and price stay None until somebody knows them; nothing is made up. `basis` is the
    plan's section that names the task.
    """

    __tablename__ = "budget_line"
    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(index=True)
    campaign: str | None = None
    activity: str | None = None
    content: str = Field(default="", sa_column=Column(Text, nullable=False))
    quantity: int | None = _money(nullable=True)
    unit: str = ""
    price: int | None = _money(nullable=True)
    source: str
    basis: str = ""
    position: int = 0
    removed: bool = False
    by: str
    at: datetime = _when()
    version: int = 1


class BudgetSpending(SQLModel, table=True):
    """Money spent on a line; a negative amount corrects an earlier one."""

    __tablename__ = "budget_spending"
    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budget_line.id", index=True)
    amount: int = _money(nullable=False)
    on: date
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    file: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    by: str
    at: datetime = _when()
