"""The folder, the database and the key of an office are for their owner alone (Unix)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from doctor_kit import home, look

from habac24h import db, private
from habac24h.doctor.line import Level
from habac24h.office import open_office
from habac24h.vault import KEY_FILE

__all__ = ["home"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def opened(home: Path) -> None:
    open_office(home, durable=False).close()


@pytest.fixture
def old(home: Path) -> Path:
    """A home as older versions left it."""
    (home / KEY_FILE).write_bytes(b"key")
    for path, bits in ((home, 0o755), (home / KEY_FILE, 0o644), (home / db.FILE_NAME, 0o664)):
        path.chmod(bits)
    return home


def test_opening_an_old_office_closes_it_to_others(old: Path) -> None:
    assert look(old)["privacy"].level == Level.NOTE
    opened(old)
    assert [mode(old / name) for name in (".", KEY_FILE, db.FILE_NAME)] == [0o700, 0o600, 0o600]
    assert look(old)["privacy"].level == Level.OK


def test_a_folder_that_hands_its_group_on_stays_the_groups(old: Path) -> None:
    old.chmod(0o2775)
    opened(old)
    assert [mode(old / name) for name in (".", KEY_FILE, db.FILE_NAME)] == [0o2770, 0o640, 0o660]


def test_a_folder_with_other_uses_keeps_its_own_mode(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(old))
    opened(old)
    assert (mode(old), mode(old / db.FILE_NAME)) == (0o755, 0o600)
    monkeypatch.undo()
    old.chmod(0o1777)
    opened(old)
    assert mode(old) == 0o1777


def test_what_belongs_to_another_user_is_told(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 4_000_000)
    found = look(old)["privacy"]
    assert (found.level, "chmod" in found.said) == (Level.WRONG, False)
    assert f"thuộc tài khoản “{old.owner()}”; hãy chạy chương trình bằng tài khoản ấy" in found.said


def test_a_file_that_cannot_be_closed_stops_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, _mode: int) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refused)
    opened(old)
    assert private.open_to_others(old, old / db.FILE_NAME)[0] == old


def test_a_log_beside_the_database_is_closed_too(old: Path) -> None:
    log = shutil.copyfile(old / KEY_FILE, old / f"{db.FILE_NAME}-wal")
    log.chmod(0o644)
    private.tighten(old, old / db.FILE_NAME)
    assert mode(log) == 0o600


def test_an_office_opens_for_a_user_that_no_account_names(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    opened(old)
    assert mode(old) == 0o700
