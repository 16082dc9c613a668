"""The schema: migrated as the models say, backed up before an upgrade, a newer one refused."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import select

from habac24h import db, schema
from habac24h.db import Database, newest_revision, prepare, revision, sqlite_url
from habac24h.errors import DatabaseError
from habac24h.models import Going, Item, Setting

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
BACKUP = "truoc-nang-cap-2026-05-04-030201.sqlite3"
HEAD = newest_revision()
NEXT = '''"""One more table."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    {then}
'''


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program of the day after: its migrations have one step more (which the test writes)."""
    folder = tmp_path / "migrations"
    shutil.copytree(db._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(db, "_MIGRATIONS", folder)
    return folder / "versions" / "v9999_extra.py"


def _stamp(database: Database, number: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{number}'")


def test_the_migrated_schema_is_that_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, schema.metadata()) == []


def test_partial_indexes_select_the_rows_that_the_models_say(database: Database) -> None:
    """compare_metadata does not look at their conditions."""
    found = {}
    for table in inspect(database.engine).get_table_names():
        for index in inspect(database.engine).get_indexes(table):
            options = index.get("dialect_options", {})
            where = options.get("sqlite_where", options.get("postgresql_where"))
            if where is not None:
                found[index["name"]] = (bool(index["unique"]), "".join(str(where).split()))
    assert sorted(found) == [
        "airing_one_live_text",
        "airing_remote",
        "attempt_one_open",
    ]
    assert [name for name, (unique, _where) in sorted(found.items()) if unique] == [
        "airing_one_live_text",
        "airing_remote",
        "attempt_one_open",
    ]
    where = found["airing_one_live_text"][1]
    held = [state.value for state in Going if f"'{state}'" in where]
    assert held == ["sending", "handed_over", "unknown", "withdrawing"]


def test_a_new_database_is_made_once(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    assert revision(database) is None
    assert prepare(database, backup_folder=tmp_path / "b", now=NOW) is True
    assert revision(database) == newest_revision()
    assert prepare(database, backup_folder=tmp_path / "b", now=NOW) is False
    database.dispose()
    assert not (tmp_path / "b").exists()


def test_processes_that_start_together_make_it_once(database_url: str, tmp_path: Path) -> None:
    made: list[bool] = []
    together = threading.Barrier(4)

    def start() -> None:
        database = Database(database_url)
        together.wait(timeout=20)
        made.append(prepare(database, backup_folder=tmp_path / "b", now=NOW))
        database.dispose()

    threads = [threading.Thread(target=start, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert sorted(made) == [False, False, False, True]


def test_an_older_database_is_backed_up_and_upgraded(
    database: Database, tmp_path: Path, later_program: Path
) -> None:
    later_program.write_text(NEXT.format(head=HEAD, then=""), encoding="utf-8")
    with database.write() as session:
        session.add(Setting(name="kept", value="xã Hà Bắc"))
    assert prepare(database, backup_folder=tmp_path / "b", now=NOW) is False
    assert revision(database) == "9999"
    with database.read() as session:
        assert session.exec(select(Setting.value)).all() == ["xã Hà Bắc"]
    if not database.is_sqlite:
        assert not (tmp_path / "b").exists()
        return
    # The write-ahead log was never folded into the file: a plain copy would lack the row.
    with closing(sqlite3.connect(tmp_path / "b" / BACKUP)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert copy.execute("SELECT name FROM setting").fetchall() == [("kept",)]


def test_an_upgrade_that_fails_leaves_nothing_half_done(
    database: Database, tmp_path: Path, later_program: Path
) -> None:
    later_program.write_text(
        NEXT.format(head=HEAD, then="raise ZeroDivisionError"), encoding="utf-8"
    )
    with pytest.raises(ZeroDivisionError):
        prepare(database, backup_folder=tmp_path / "b", now=NOW)
    assert revision(database) == HEAD
    assert "extra" not in inspect(database.engine).get_table_names()


def test_without_a_backup_nothing_is_upgraded(tmp_path: Path, later_program: Path) -> None:
    later_program.write_text(NEXT.format(head=HEAD, then=""), encoding="utf-8")
    database = Database(sqlite_url(tmp_path / "a.sqlite3"))
    prepare(database, backup_folder=tmp_path / "b", now=NOW)
    _stamp(database, HEAD)
    (tmp_path / "b").write_text("a file where the folder should be")
    with pytest.raises(DatabaseError) as caught:
        prepare(database, backup_folder=tmp_path / "b", now=NOW)
    assert caught.value.sentence == (
        f"Không sao lưu được dữ liệu vào {tmp_path / 'b'} nên chưa nâng cấp; "
        "hãy kiểm tra quyền ghi và dung lượng ổ đĩa. Dữ liệu chưa bị thay đổi."
    )
    assert revision(database) == HEAD
    database.dispose()


def test_a_newer_database_is_refused_and_left_alone(database: Database, tmp_path: Path) -> None:
    _stamp(database, "9999")
    with pytest.raises(DatabaseError) as caught:
        prepare(database, backup_folder=tmp_path / "b", now=NOW)
    assert caught.value.sentence == (
        "Cơ sở dữ liệu này thuộc bản habac24h mới hơn (mã 9999); "
        "hãy cài bản mới của chương trình rồi mở lại. Dữ liệu chưa bị thay đổi."
    )
    assert revision(database) == "9999"
    assert not (tmp_path / "b").exists()


def test_rows_from_before_there_were_pictures_have_none(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not NULL, which the program would take for a list and fail at."""
    database = Database(database_url)
    with monkeypatch.context() as older:
        folder = tmp_path / "older"
        shutil.copytree(db._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for step in (folder / "versions").glob("v*.py"):
            if step.name[:5] > "v0002":
                step.unlink()
        older.setattr(db, "_MIGRATIONS", folder)
        prepare(database, backup_folder=tmp_path / "b", now=NOW)
    with database.engine.begin() as connection:
        columns = (
            "id, key, campaign, year, activity, channel, title, text, state, version, authors, "
            "one_person, handmade, planned, facts, created_at, updated_at"
        )
        connection.exec_driver_sql(
            f"INSERT INTO item ({columns}) VALUES (1, 'k', 'c', 2026, 'a', 'fanpage', 't', 'x', "
            "'draft', 1, '[]', false, false, '{}', '{}', '2026-05-04', '2026-05-04')"
        )
    prepare(database, backup_folder=tmp_path / "b", now=NOW)
    with database.read() as session:
        item = session.exec(select(Item)).one()
    assert (item.images, item.image_alts, item.drawn) == ([], {}, None)
    database.dispose()
