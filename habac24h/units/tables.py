"""The units' tables: who reports, by when, and what came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel

from habac24h.models import Moment


def _when() -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=False)


class Unit(SQLModel, table=True):
    """One unit that reports to the commune each year."""

    __tablename__ = "unit"
    id: str = Field(primary_key=True)
    name: str
    kind: str
    position: int = 0
    removed: bool = False


class UnitDue(SQLModel, table=True):
    """The last day of a period's reports where the office set one itself."""

    __tablename__ = "unit_due"
    year: int = Field(primary_key=True)
    period: str = Field(primary_key=True)
    due: date


class UnitReport(SQLModel, table=True):
    """What one unit sent for one period: when it came, the file, figures and words.

    `figures` holds whole numbers by the ids of figures.py; what nobody gave is left out, so that
    a zero is a unit's own word. `received_on` is None where nothing came, or it was taken back.
    """

    __tablename__ = "unit_report"
    __table_args__ = (Index("unit_report_once", "unit", "year", "period", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    unit: str = Field(foreign_key="unit.id")
    year: int
    period: str
    received_on: date | None = None
    figures: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    words: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    file: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    by: str
    at: datetime = _when()
    version: int = 1
