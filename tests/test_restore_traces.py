"""What a restore leaves behind: nothing of one that was refused or killed, and nothing to read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from backup_kit import SQLITE, Safe, kept, postgres_tools, silent

from habac24h import memory
from habac24h.backup import workshop
from habac24h.backup.archive import BackupError
from habac24h.backup.restoring import restore
from habac24h.chores import copies
from habac24h.db import FILE_NAME, Database, prepare, sqlite_url

__all__ = ["kept", "postgres_tools"]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and pipes of Unix")


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def file_of(kept: Safe) -> Path:
    return Path(str(kept.here.office.database.engine.url.database))


@SQLITE
@UNIX
def test_a_refused_restore_leaves_no_copy_and_what_is_put_in_place_is_private(kept: Safe) -> None:
    file, current = kept.backup(), file_of(kept)
    ready = current.with_name(f"{current.name}.moi")
    with kept.here.office.database.read(), pytest.raises(BackupError, match="đang chạy"):
        restore(kept.home, file, now=kept.here.clock.now(), tell=silent)
    assert not ready.exists()
    ready.write_bytes(b"of a restore that was killed")
    kept.bring_back(file)
    assert (ready.exists(), mode(file_of(kept))) == (False, 0o600)


@SQLITE
@UNIX
def test_a_new_database_is_private(tmp_path: Path, kept: Safe) -> None:
    database = Database(sqlite_url(tmp_path / FILE_NAME))
    prepare(database, backup_folder=tmp_path, now=kept.here.clock.now())
    database.dispose()
    assert mode(tmp_path / FILE_NAME) == 0o600


def test_the_folder_of_a_killed_restore_is_tidied_and_one_that_is_worked_in_stays(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".khoi-phuc-abc"
    left.mkdir()
    (left / "database.sql").write_text("…", encoding="utf-8")
    with workshop.opened(tmp_path, workshop.RESTORE) as folder:
        assert list(tmp_path.iterdir()) == [folder]
        workshop.tidy(tmp_path, workshop.RESTORE)
        assert folder.is_dir()
    assert list(tmp_path.iterdir()) == []


@SQLITE
def test_the_heartbeat_of_the_backup_is_not_restored(kept: Safe) -> None:
    with kept.here.office.database.write() as session:
        memory.remember(session, memory.PASSED_AT, kept.here.clock.now().isoformat())
    kept.bring_back(kept.backup())
    with kept.here.office.database.read() as session:
        assert memory.recall(session, memory.PASSED_AT) is None


@SQLITE
@UNIX
def test_pipes_and_devices_among_the_backups_are_no_backups(kept: Safe) -> None:
    folder = kept.home / copies.FOLDER
    folder.mkdir()
    os.mkfifo(folder / "habac24h-20260101-000000.zip")
    (folder / "habac24h-20260102-000000.zip").symlink_to("/dev/zero")
    assert copies.kept(kept.home, kept.here.office.settings) == []
    with pytest.raises(BackupError, match="thiết bị"):
        pipe = folder / "habac24h-20260101-000000.zip"
        restore(kept.home, pipe, now=kept.here.clock.now(), tell=silent)
