"""Upgrades from every earlier schema, with data, on both databases: nothing is lost or changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import DateTime, MetaData, Table, inspect, text
from sqlmodel import Session, SQLModel
from sqlmodel import select as rows
from web_kit import client

from habac24h import audit, db, workflow
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.models import (
    Account,
    Airing,
    Attempt,
    Audit,
    Confirmation,
    Edition,
    Fact,
    Going,
    Item,
    Moment,
    Outcome,
    Page,
    Place,
    Revision,
    Setting,
    Words,
)
from habac24h.office import open_office
from habac24h.workflow.pages import PRACTICE_ID

THEN = datetime(2026, 1, 5, 2, tzinfo=UTC)
NOW = THEN + timedelta(days=2)
KEY = "thuong-xuyen/2026/rieng-001"


def _earlier() -> list[str]:
    """Every revision but the newest, the oldest first."""
    script = ScriptDirectory.from_config(db._alembic())
    return [one.revision for one in script.walk_revisions()][:0:-1]


def _values() -> list[tuple[SQLModel, dict[str, Any]]]:
    """A row of every table of the first schema, with what the first version stored beside."""
    item = Item(
        id=1,
        key=KEY,
        campaign="thuong-xuyen",
        year=2026,
        activity="rieng-001",
        channel="fanpage",
        title="Việc nhà cùng làm",
        text="Cả nhà cùng chia sẻ việc nhà.",
        state=Words.APPROVED,
        page=PRACTICE_ID,
        handmade=True,
        author="lan",
        approver="minh",
        facts={"theme": "Chủ đề"},
        created_at=THEN,
        updated_at=THEN,
    )
    airing = Airing(
        id=1,
        key=f"{KEY}@1",
        item_id=1,
        uid="cu@habac24h",
        due=NOW + timedelta(days=30),
        late_until=NOW + timedelta(days=31),
        state=Going.FAILED,
        page=PRACTICE_ID,
        created_at=THEN,
    )
    attempt = Attempt(
        id=1,
        airing_id=1,
        number=1,
        page=PRACTICE_ID,
        fence=1,
        worker="w",
        fingerprint="f",
        text_sha256="s",
        target=NOW,
        started_at=THEN,
        finished_at=THEN,
        outcome=Outcome.NOT_SENT,
        said="(#1) lỗi",
    )
    stamps = {"sequence": 3, "feed_hash": "x", "modified_at": THEN}
    return [
        (Setting(name="timezone", value="Asia/Ho_Chi_Minh"), {}),
        (Page(page_id=PRACTICE_ID, name="Hà Bắc", practice=True, live=True, connected_at=THEN), {}),
        (Account(name="lan", role="editor", created_at=THEN), {}),
        (Account(name="minh", role="approver", created_at=THEN), {}),
        (Place(id="thon-cu", name="Thôn Cũ", kind="thon"), {}),
        (Edition(id=1, campaign="thuong-xuyen", year=2026, created_at=THEN), {}),
        (
            Fact(id=1, edition_id=1, name="theme", value="Chủ đề", set_by="lan", set_at=THEN),
            {},
        ),
        (item, {}),
        (airing, stamps),
        (attempt, {}),
        (Confirmation(id=1, airing_id=1, kind="done", by="lan", at=THEN, note="đã đăng tay"), {}),
        (Revision(id=1, item_id=1, version=1, title="a", text="b", by="lan", at=THEN), {}),
    ]


def _fill(session: Session) -> None:
    for row, more in _values():
        _insert(session, str(row.__tablename__), row.model_dump() | more)
    previous = audit.GENESIS
    for number in (1, 2):
        said: dict[str, Any] = {
            "at": THEN + timedelta(minutes=number),
            "by": "lan",
            "login": "lan",
            "act": "edit",
            "item": KEY,
            "airing": None,
            "before": None,
            "after": None,
            "details": {"số": number},
            "previous": previous,
        }
        previous = audit.digest(said)
        _insert(session, "audit", said | {"hash": previous})
    if session.get_bind().dialect.name != "sqlite":  # ids were given: go on behind them
        for name in ("item", "airing", "attempt", "edition", "fact", "confirmation", "revision"):
            session.execute(text(f"SELECT setval('{name}_id_seq', 1)"))


def _insert(session: Session, name: str, values: dict[str, Any]) -> None:
    """One row into a table as that version had it, whatever columns it has got since."""
    there = Table(name, MetaData(), autoload_with=session.connection())
    for found in there.c:
        if isinstance(found.type, DateTime):
            found.type = Moment()
    session.execute(there.insert(), [{k: v for k, v in values.items() if k in there.c}])


def _older(url: str, revision: str) -> None:
    database = Database(url)
    with database.engine.connect() as connection, connection.begin():
        config = db._alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        session = Session(bind=connection)
        _fill(session)
        session.flush()
    database.dispose()


@pytest.mark.parametrize("revision", _earlier())
def test_every_row_of_that_version_is_there_afterwards(
    database_url: str, tmp_path: Path, revision: str
) -> None:
    _older(database_url, revision)
    database = Database(database_url)
    db.prepare(database, backup_folder=tmp_path / "b", now=NOW)
    assert db.revision(database) == db.newest_revision()
    with database.read() as session:
        item = session.exec(rows(Item)).one()
        airing = session.exec(rows(Airing)).one()
        attempt = session.exec(rows(Attempt)).one()
        assert (item.title, item.text, item.state) == (
            "Việc nhà cùng làm",
            "Cả nhà cùng chia sẻ việc nhà.",
            "approved",
        )
        assert (item.facts, item.created_at) == ({"theme": "Chủ đề"}, THEN)
        assert (airing.uid, airing.state, airing.due) == (
            "cu@habac24h",
            "failed",
            NOW + timedelta(days=30),
        )
        assert (attempt.outcome, attempt.said) == ("not_sent", "(#1) lỗi")
        assert session.exec(rows(Confirmation.note)).one() == "đã đăng tay"
        assert session.get_one(Place, "thon-cu").name == "Thôn Cũ"
        assert session.exec(rows(Fact.value)).one() == "Chủ đề"
        assert [one.title for one in session.exec(rows(Revision))] == ["a"]
        assert session.exec(rows(Audit.by)).all() == ["lan", "lan"]
        assert audit.first_break(session) is None
    database.dispose()


def test_an_office_of_the_first_version_goes_on(database_url: str, tmp_path: Path) -> None:
    _older(database_url, "0001")
    settings = Settings(database_url=SecretStr(database_url))
    office = open_office(tmp_path / "home", clock=VirtualClock(NOW), settings=settings)
    assert "Việc nhà cùng làm" in client(office).get(f"/noi-dung/{KEY}").text
    with office.desk("lan") as desk:
        made = workflow.new(
            desk,
            "thuong-xuyen",
            2026,
            channel="fanpage",
            to=NOW + timedelta(days=9),
            title="Bài mới",
            text="Lời mới.",
        )
        assert made.key == "thuong-xuyen/2026/rieng-002"
    office.close()


@pytest.mark.parametrize("revision", _earlier())
def test_every_table_of_that_version_is_as_the_models_say_afterwards(
    tmp_path: Path, revision: str
) -> None:
    """An upgrade with rows ends in the same schema as a new database, on SQLite too."""
    url = db.sqlite_url(tmp_path / "old.sqlite3")
    _older(url, revision)
    old, new = Database(url), Database(db.sqlite_url(tmp_path / "new.sqlite3"))
    for one, copies in ((old, "a"), (new, "b")):  # a database beside another's copies is refused
        db.prepare(one, backup_folder=tmp_path / copies, now=NOW)
    assert _schema(old) == _schema(new)
    old.dispose()
    new.dispose()


def _schema(database: Database) -> dict[str, Any]:
    found = inspect(database.engine)
    return {
        table: (
            {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(table)},
            sorted(str(one["name"]) for one in found.get_indexes(table)),
        )
        for table in found.get_table_names()
    }
