"""The series: one value a post, figure and local day; a later look of the same day replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, tuple_
from sqlmodel import Field, Session, SQLModel, col, func, select


class FigureRow(SQLModel, table=True):
    """What Facebook counted of one post up to one day, since the post became public."""

    __tablename__ = "post_figure"
    airing_id: int = Field(foreign_key="airing.id", primary_key=True)
    metric: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    value: int = Field(sa_column=Column(BigInteger, nullable=False))


def keep(session: Session, airing_id: int, metric: str, day: date, value: int) -> None:
    """Keep one value."""
    session.merge(FigureRow(airing_id=airing_id, metric=metric, day=day, value=value))


def last_days(session: Session) -> dict[tuple[int, str], date]:
    """The day of the newest value, by airing and metric."""
    query = select(FigureRow.airing_id, FigureRow.metric, func.max(FigureRow.day)).group_by(
        col(FigureRow.airing_id), col(FigureRow.metric)
    )
    return {(airing_id, metric): day for airing_id, metric, day in session.exec(query)}


def series(session: Session, airing_id: int, metric: str) -> list[tuple[date, int]]:
    """One post's values of one figure, oldest first."""
    query = (
        select(FigureRow)
        .where(FigureRow.airing_id == airing_id, FigureRow.metric == metric)
        .order_by(col(FigureRow.day))
    )
    return [(row.day, row.value) for row in session.exec(query)]


def newest(
    session: Session, airings: Any = None, until: date | None = None
) -> dict[int, Mapping[str, int]]:
    """The newest values of these posts (a query of their ids; None: all), up to a day if given.

    A year's posts have tens of thousands of values, of which each post's last ones are read.
    """
    latest = select(FigureRow.airing_id, FigureRow.metric, func.max(FigureRow.day)).group_by(
        col(FigureRow.airing_id), col(FigureRow.metric)
    )
    if airings is not None:
        latest = latest.where(col(FigureRow.airing_id).in_(airings))
    if until is not None:
        latest = latest.where(col(FigureRow.day) <= until)
    place = tuple_(col(FigureRow.airing_id), col(FigureRow.metric), col(FigureRow.day))
    query = select(FigureRow.airing_id, FigureRow.metric, FigureRow.value)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for airing_id, metric, value in session.exec(query.where(place.in_(latest))):
        found[airing_id][metric] = value
    return dict(found)
