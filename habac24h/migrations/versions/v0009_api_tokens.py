"""Tokens of programs, and what they have made once; items by the hour of their first airing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.name"]),
        sa.PrimaryKeyConstraint("token_sha256"),
        sa.UniqueConstraint("account", "name", name="api_token_once"),
    )
    op.create_table(
        "api_made",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["token_sha256"], ["api_token.token_sha256"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_sha256", "key"),
    )
    op.create_index("airing_by_due", "airing", ["due", "item_id"], unique=False)
