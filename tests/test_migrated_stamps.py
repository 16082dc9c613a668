"""The upgrade that gave events a table: subscribers never meet a lower SEQUENCE than they saw."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from calendar_kit import Calendar, lines
from pydantic import SecretStr
from sqlalchemy import DateTime, MetaData, Table, insert
from sqlmodel import Session

from habac24h import db
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.models import Airing, Item, Moment
from habac24h.office import open_office

THEN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 2, 1, tzinfo=UTC)
BEFORE = "0003"


def _older(url: str) -> None:
    """A database as the version before left it, with one airing that was in calendars."""
    database = Database(url)
    with database.engine.connect() as connection, connection.begin():
        config = db._alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        _fill(Session(bind=connection))
    database.dispose()


def _fill(session: Session) -> None:
    item = Item(
        key="thuong-xuyen/2026/rieng-001",
        campaign="thuong-xuyen",
        year=2026,
        activity="rieng-001",
        channel="fanpage",
        title="Bài cũ",
        handmade=True,
        created_at=THEN,
        updated_at=THEN,
    )
    airing = Airing(
        key=f"{item.key}@1", item_id=1, uid="cu@habac24h", due=NOW, late_until=NOW, created_at=THEN
    )
    _insert(session, "item", item.model_dump(exclude={"id"}))
    stamps = {"sequence": 7, "feed_hash": "x", "modified_at": NOW}
    _insert(session, "airing", airing.model_dump(exclude={"id"}) | stamps)


def _insert(session: Session, name: str, values: dict[str, Any]) -> None:
    """One row into a table as that version had it, whatever columns it has got since."""
    there = Table(name, MetaData(), autoload_with=session.connection())
    for found in there.c:
        if isinstance(found.type, DateTime):
            found.type = Moment()
    session.execute(insert(there), [{k: v for k, v in values.items() if k in there.c}])


def test_an_upgrade_keeps_uids_and_goes_on_counting(database_url: str, tmp_path: Path) -> None:
    _older(database_url)
    settings = Settings(database_url=SecretStr(database_url))
    office = open_office(tmp_path / "home", clock=VirtualClock(NOW), settings=settings)
    row = Calendar(office).row("thuong-xuyen/2026/rieng-001@1")
    assert (row.uid, row.sequence, row.created_at) == ("cu@habac24h", 8, THEN)
    assert row.modified_at > NOW
    assert "SUMMARY:Fanpage: Bài cũ" in lines(row)
    office.close()
