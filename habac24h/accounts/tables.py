"""The tables of programs that work for a person: their tokens, and what they have made once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from habac24h.models import Moment


def _when(*, nullable: bool = False) -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=nullable)


class ApiToken(SQLModel, table=True):
    """A program's key to the API: the hash of its secret, whose it is, how far it reaches."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("account", "name", name="api_token_once"),)
    token_sha256: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.name")
    name: str
    scope: str
    created_at: datetime = _when()
    until: datetime = _when()
    used_at: datetime | None = _when(nullable=True)


class ApiMade(SQLModel, table=True):
    """What a program asked to make, by its own key: asked again, nothing is made twice."""

    __tablename__ = "api_made"
    token_sha256: str = Field(
        sa_column=Column(ForeignKey("api_token.token_sha256", ondelete="CASCADE"), primary_key=True)
    )
    key: str = Field(primary_key=True)
    request_sha256: str
    item: str
    at: datetime = _when()
