"""Pictures, and which items, wordings and attempts carry them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_LISTS = (("item", "images"), ("revision", "images"), ("attempt", "images"))
_OBJECTS = (("item", "image_alts"), ("attempt", "media"))


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.add_column("item", sa.Column("drawn", sa.Boolean(), nullable=True))
    for columns, empty in ((_LISTS, []), (_OBJECTS, {})):
        for table, name in columns:
            op.add_column(table, sa.Column(name, sa.JSON(), nullable=True))
            # Nothing before this had a picture; no row is ever left without a value.
            filled = sa.table(table, sa.column(name, sa.JSON()))
            op.execute(filled.update().values({name: empty}))
