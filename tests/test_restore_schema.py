"""A restored backup of another schema: an older one is upgraded, a newer one refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from backup_kit import silent

from habac24h import db
from habac24h.backup.restoring import restore
from habac24h.clock import VirtualClock
from habac24h.db import Database
from habac24h.errors import HabacError
from habac24h.office import open_office


def test_a_backup_of_an_older_schema_is_upgraded(tmp_path: Path, clock: VirtualClock) -> None:
    old = Database(db.sqlite_url(tmp_path / "old.sqlite3"))
    with old.engine.connect().execution_options(habac24h_write=True) as link, link.begin():
        config = db._alembic()
        config.attributes["connection"] = link
        command.upgrade(config, "0001")
    old.dispose()
    home = tmp_path / "home"
    home.mkdir()
    restore(home, tmp_path / "old.sqlite3", now=clock.now(), tell=silent)
    opened = Database(db.sqlite_url(home / db.FILE_NAME))
    assert db.revision(opened) == db.newest_revision()
    opened.dispose()


def test_a_backup_of_a_newer_schema_is_refused(tmp_path: Path, clock: VirtualClock) -> None:
    home = tmp_path / "home"
    home.mkdir()
    open_office(home, clock=clock).close()
    file = tmp_path / "newer.sqlite3"
    with (
        closing(sqlite3.connect(home / db.FILE_NAME)) as source,
        closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy)
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()
    with pytest.raises(HabacError, match="mới hơn"):
        restore(home, file, now=clock.now(), tell=silent)
