"""A SQLite file: copied while it is in use, looked through, and put in the place of another."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from habac24h.backup.archive import BackupError, sync_folder
from habac24h.errors import full_disk

_MAGIC = b"SQLite format 3\x00"
_ASIDE = ("-wal", "-shm")


def copy(source: Path, target: Path) -> None:
    """An online copy, whole and checked, in one file of its own (no write-ahead log beside it)."""
    try:
        target.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as made:
            live.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
        look_through(target)
    except sqlite3.Error as error:
        why = full_disk(error) or f"SQLite báo {error}; hãy xem dung lượng ổ đĩa."
        raise BackupError(f"Không sao lưu được cơ sở dữ liệu. {why}") from None


def look_through(path: Path) -> None:
    """Refuse a file that SQLite itself finds damaged."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            answer = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        answer = str(error)
    if answer != "ok":
        raise BackupError(
            f"Cơ sở dữ liệu trong bản sao lưu bị hỏng ({answer}); hãy dùng bản khác. "
            "Dữ liệu chưa bị thay đổi."
        )


def is_file_of_ours(path: Path) -> bool:
    """Whether this is a bare SQLite file, such as the copies made before an upgrade."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def replace(current: Path, new: Path, aside: Path) -> Path | None:
    """Put `new` in the place of `current`, which is kept under the name `aside`.

    At every moment one whole database stands at `current`: the old one, then the new one. Returns
    where the old one is kept; None where there was none.
    """
    kept = None
    if current.exists():
        aside.parent.mkdir(parents=True, exist_ok=True)
        _fold_log_in(current)
        kept = _keep(current, aside)
    for ending in _ASIDE:  # before the new file comes: another's log would be played into it
        Path(f"{current}{ending}").unlink(missing_ok=True)
    new.replace(current)
    sync_folder(current.parent)
    return kept


def _fold_log_in(current: Path) -> None:
    """Bring the write-ahead log into the file; refuses while anybody else has it open.

    A damaged file is left as it is: it is kept with its log beside it.
    """
    try:
        with closing(sqlite3.connect(current, timeout=1)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise in_use() from None
    except sqlite3.DatabaseError:
        return


def _keep(current: Path, aside: Path) -> Path:
    try:
        os.link(current, aside)  # a second name for the same bytes: nothing is copied
    except OSError:
        shutil.copy2(current, aside)
    for ending in _ASIDE:
        if Path(f"{current}{ending}").exists():
            shutil.copy2(f"{current}{ending}", f"{aside}{ending}")
    sync_folder(aside.parent)
    return aside


def in_use() -> BackupError:
    """Somebody works with the data that would be replaced."""
    return BackupError(
        "Chương trình đang chạy trên thư mục dữ liệu này; hãy dừng serve hoặc run (Ctrl+C) rồi "
        "khôi phục. Dữ liệu chưa bị thay đổi."
    )
