"""Fewer indexes to keep while a post is sent: each was a page more that every commit waits for.

The index by state and hour answers what two partial ones were for, and two equal hashes in the
audit log would say nothing that its chain does not say.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_COLUMNS = 'id, at, "by", login, act, item, airing, "before", "after", details, previous, hash'


def upgrade() -> None:
    op.drop_index("airing_open", "airing")
    op.drop_index("airing_on_the_way", "airing")
    if op.get_bind().dialect.name == "sqlite":
        _audit_anew()
    else:
        op.drop_constraint("audit_hash_key", "audit", type_="unique")


def _audit_anew() -> None:
    """SQLite drops no constraint: the same rows in a table without it, as append-only as before."""
    op.create_table(
        "audit_anew",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("airing", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(f"INSERT INTO audit_anew ({_COLUMNS}) SELECT {_COLUMNS} FROM audit")  # noqa: S608
    op.drop_table("audit")
    op.rename_table("audit_anew", "audit")
    op.create_index("ix_audit_item", "audit", ["item"], unique=False)
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END"
        )
