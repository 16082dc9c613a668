"""An index of airings by state and hour.

The partial ones hold what must never be, but SQLite uses none of them for a state that is given as
a parameter: with 100,000 future airings each question of a tick read them all.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("airing_by_state", "airing", ["state", "due"], unique=False)
