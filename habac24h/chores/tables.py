"""The chores' table: one row for each chore and day, written before the act."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from habac24h.models import Moment


def _when(*, nullable: bool = False) -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=nullable)


class ChoreRow(SQLModel, table=True):
    """One chore on one local day, and how it ended; `again_at` is when it may be tried again."""

    __tablename__ = "chore"
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    outcome: str
    tries: int = 1
    started_at: datetime = _when()
    finished_at: datetime | None = _when(nullable=True)
    again_at: datetime | None = _when(nullable=True)
    said: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
