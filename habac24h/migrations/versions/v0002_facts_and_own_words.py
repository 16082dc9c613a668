"""Facts get a day of verification and a source; the office's own words get their tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("fact", sa.Column("verified_on", sa.Date(), nullable=True))
    op.add_column("fact", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("fact", sa.Column("source_year", sa.Integer(), nullable=True))
    op.add_column("item", sa.Column("kept_facts", sa.JSON(), nullable=True))
    _own_word()
    _own_revision()


def _own_word() -> None:
    op.create_table(
        "own_word",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shipped", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _own_revision() -> None:
    op.create_table(
        "own_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_own_revision_word", "own_revision", ["word"], unique=False)
