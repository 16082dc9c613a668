"""What the office keeps is its owner's alone: the modes of its folder, database and key on Unix.

New files are made private already; those of an office that began with an older version are not.
Windows has no such modes: there the user's own folder is closed to others.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from habac24h.vault import KEY_FILE

HAS_MODES = os.name == "posix"
_OTHERS, _WORLD = 0o077, 0o007


def tighten(home: Path, database: Path | None) -> None:
    """Take from others what they could read; what cannot be changed stays (doctor names it)."""
    for path in open_to_others(home, database):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_too_much(home))


def open_to_others(home: Path, database: Path | None) -> list[Path]:
    """The folder and files that somebody else on this computer could open."""
    if not HAS_MODES or not home.is_dir():
        return []
    too_much = _too_much(home)
    return [path for path in _kept(home, database) if _mode(path) & too_much]


def _kept(home: Path, database: Path | None) -> Iterator[Path]:
    if not _has_other_uses(home):
        yield home
    yield home / KEY_FILE
    if database is not None:
        yield from (Path(f"{database}{end}") for end in ("", "-wal", "-shm"))


def _too_much(home: Path) -> int:
    """A folder that hands its group on (setgid) is a group's on purpose; the world's, never."""
    return _WORLD if _mode(home) & stat.S_ISGID else _OTHERS


def _has_other_uses(folder: Path) -> bool:
    """A temporary folder, or one that the user's own folder is in: closing it would break more."""
    if _mode(folder) & stat.S_ISVTX:
        return True
    try:
        person = Path.home().resolve()
    except RuntimeError:  # a number that no account has, without HOME, as containers are run
        return False
    return folder.resolve() in (person, *person.parents)


def _mode(path: Path) -> int:
    """Its bits; none for what is not there or may not be looked at."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
