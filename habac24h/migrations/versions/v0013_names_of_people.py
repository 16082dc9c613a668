"""What people are called: full name and position beside the login."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("account", sa.Column("full_name", sa.String(), nullable=True))
    op.add_column("account", sa.Column("position", sa.String(), nullable=True))
