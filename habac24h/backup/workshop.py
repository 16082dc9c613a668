"""A private folder in which a backup or a restore works, gone afterwards.

A process that is killed leaves its folder, with the office's data in it; whoever comes next tidies
it away. A lock that dies with its process tells such a folder from one that is worked in.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

BACKUP, RESTORE = ".sao-luu-", ".khoi-phuc-"
"""How the names of the folders begin."""
_LOCK = "dang-lam.lock"


@contextmanager
def opened(beside: Path, prefix: str) -> Iterator[Path]:
    """A folder for its owner alone, on the disk of `beside`; OSError where none can be made."""
    tidy(beside, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire()
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def tidy(beside: Path, prefix: str) -> None:
    """Remove the folders that killed processes left here; what cannot be removed stays."""
    try:
        left = [one for one in beside.iterdir() if one.name.startswith(prefix) and one.is_dir()]
    except OSError:
        return
    for folder in left:
        if not folder.is_symlink() and _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    try:
        with FileLock(folder / _LOCK, timeout=0):
            return True
    except (Timeout, OSError):
        return False
