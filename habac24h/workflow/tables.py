"""Tables of people's work in progress and of its proof: unsaved words, photos of evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Text
from sqlmodel import Field, SQLModel

from habac24h.models import Moment


def _long() -> Any:
    return Field(default="", sa_column=Column(Text, nullable=False))


def _when() -> Any:
    kind: Any = Moment
    return Field(default=None, sa_type=kind, nullable=False)


class Unsaved(SQLModel, table=True):
    """What one person was typing for one item when they paused; the item knows nothing of it.

    `version` is the item's when the person began: a later one tells that somebody else saved.
    """

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    by: str = Field(foreign_key="account.name", primary_key=True)
    version: int
    title: str = _long()
    text: str = _long()
    at: datetime = _when()


class EvidencePhoto(SQLModel, table=True):
    """A photo in the evidence folder that proves a confirmation, or an approval signed on paper.

    `children` says whether children can be seen; then `consent` says who agreed to it.
    """

    __tablename__ = "evidence_photo"
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    confirmation_id: int | None = Field(
        default=None,
        sa_column=Column(
            ForeignKey("confirmation.id", ondelete="CASCADE"), index=True, nullable=True
        ),
    )
    name: str = Field(index=True)
    children: bool = False
    consent: str = _long()
    by: str
    at: datetime = _when()
