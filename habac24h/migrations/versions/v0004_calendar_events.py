"""The calendar's events get a table of their own, with their bytes; feeds; the office's events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_VERBS = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    _events()
    _version()
    _feeds()
    _office_events()
    _move_stamps()
    _version_moves()


def _events() -> None:
    op.create_table(
        "calendar_event",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("airing_id", sa.Integer(), nullable=True),
        sa.Column("campaign", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["airing_id"], ["airing.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_calendar_event_airing_id", "calendar_event", ["airing_id"])


def _version() -> None:
    table = op.create_table(
        "feed_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(table, [{"id": 1, "value": "new", "moved": 0}])


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("drafts", sa.Boolean(), nullable=False),
        sa.Column("alarms", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("token_sha256"),
    )


def _office_events() -> None:
    op.create_table(
        "office_event",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uid"),
    )


def _move_stamps() -> None:
    """Airings that were in a calendar keep their SEQUENCE; their bytes are made at the next start.

    Subscribers must not meet a lower SEQUENCE than they have seen.
    """
    nothing = "X''" if op.get_bind().dialect.name == "sqlite" else "''"
    op.execute(
        "INSERT INTO calendar_event (uid, key, kind, airing_id, places, audience, starts, ends,"
        " sequence, hash, body, created_at, modified_at)"
        " SELECT uid, key, 'airing', id, '[]', 'none', due, due,"
        " sequence, feed_hash, NOTHING, created_at, modified_at"
        " FROM airing WHERE feed_hash IS NOT NULL".replace("NOTHING", nothing)
    )
    for name in ("sequence", "feed_hash", "modified_at"):
        op.drop_column("airing", name)


def _version_moves() -> None:
    """The database moves the version itself, whoever changes a row and by whatever way.

    `moved` goes on by a second only for a row that is deleted; for the rest the program sets it.
    """
    if op.get_bind().dialect.name == "sqlite":
        for verb in _VERBS:
            by = 1 if verb == "DELETE" else 0
            op.execute(
                f"CREATE TRIGGER feed_moves_{verb.lower()} AFTER {verb} ON calendar_event "  # noqa: S608
                "BEGIN UPDATE feed_version SET value = lower(hex(randomblob(8))),"
                f" moved = moved + {by}; END"
            )
        return
    op.execute(
        "CREATE FUNCTION feed_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE feed_version SET value = substr(md5(random()::text || clock_timestamp()::text),"
        " 1, 16), moved = moved + CASE WHEN TG_OP = 'DELETE' THEN 1 ELSE 0 END; "
        "RETURN NULL; END $$"
    )
    for verb in _VERBS:
        op.execute(
            f"CREATE TRIGGER feed_moves_{verb.lower()} AFTER {verb} ON calendar_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION feed_moves()"
        )
