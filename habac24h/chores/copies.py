"""The daily backup, how many of them are kept, and whether each can still be read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from habac24h import sizes
from habac24h.backup.archive import BackupError, check
from habac24h.backup.making import make
from habac24h.chores.ledger import Ended, Outcome
from habac24h.chores.place import Place
from habac24h.clock import STAMP, moment_of, stamp
from habac24h.config import Settings
from habac24h.errors import why_not

NAME, READING = "backup", "read-backups"
AGAIN = timedelta(hours=1)
FOLDER = "sao-luu"
"""Folder of the home where backups lie unless the settings name another."""
_FILE = re.compile(rf"habac24h-({STAMP})\.zip")


@dataclass(frozen=True, order=True)
class Copy:
    """One backup file; `taken_at` (UTC) as its name tells."""

    taken_at: datetime
    path: Path


def folder(home: Path, settings: Settings) -> Path:
    """Where the daily backups lie."""
    return Path(settings.backups.folder).expanduser() if settings.backups.folder else home / FOLDER


def kept(home: Path, settings: Settings) -> list[Copy]:
    """The backups that are there, oldest first; other names, pipes and devices do not count."""
    where = folder(home, settings)
    try:
        return sorted(_copies(where.iterdir() if where.is_dir() else (), settings.zone))
    except OSError as error:
        raise BackupError(f"Không đọc được thư mục sao lưu {where} ({why_not(error)}).") from None


def new_file(home: Path, settings: Settings, now: datetime) -> Path:
    """The name of a backup that is taken now, in their folder, which is made if need be."""
    where = folder(home, settings)
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupError(
            f"Không tạo được thư mục sao lưu {where} ({why_not(error)}); hãy cắm lại ổ đĩa, "
            "hoặc sửa dòng `backups.folder` trong tệp habac24h.toml của thư mục dữ liệu."
        ) from None
    return where / f"habac24h-{stamp(now.astimezone(settings.zone))}.zip"


def make_daily(place: Place) -> Ended:
    """One more backup, then the rotation; nothing is removed before the new one was read back."""
    now = place.clock.now()
    target = new_file(place.home, place.settings, now)
    _refuse_full_disk(place, target.parent)
    make(place.database, place.home, target, at=now, tell=_silent)
    gone = _rotate(place)
    removed = f", bỏ {gone} bản cũ" if gone else ""
    return Ended(Outcome.DONE, f"đã sao lưu vào {target}{removed}")


def read_some(place: Place) -> Ended:
    """Read the newest backup and, day by day in turn, one of the older ones to its last byte."""
    copies = kept(place.home, place.settings)
    if not copies:
        return Ended(Outcome.FAILED, "chưa có bản sao lưu nào để đọc lại", again=AGAIN)
    turn = copies[place.today().toordinal() % len(copies)]
    for one in {copies[-1], turn}:
        problem = unreadable(one.path)
        if problem:
            return Ended(Outcome.FAILED, problem, again=AGAIN)
    return Ended(Outcome.DONE, f"đã đọc lại {len({copies[-1], turn})} trong {len(copies)} bản")


def unreadable(path: Path) -> str | None:
    """Why a backup cannot be read; None when every part of it is there and whole."""
    try:
        check(path, _silent)
    except BackupError as error:
        return error.sentence
    except OSError as error:
        return f"Không đọc được bản sao lưu {path} ({why_not(error)})."
    return None


def superfluous(days: Iterable[date], *, daily: int, monthly: int) -> set[date]:
    """The days whose backups go: neither among the last `daily`, nor a month's first that is kept.

    The first of each of the last `monthly` months that have any.
    """
    there = sorted(set(days))
    first: dict[tuple[int, int], date] = {}
    for day in there:
        first.setdefault((day.year, day.month), day)
    months = list(first.values())[-monthly:] if monthly else []
    return set(there) - set(there[-daily:]) - set(months)


def _rotate(place: Place) -> int:
    """Of several backups of an earlier day the last stays; of today all: people asked for them."""
    zone, backups = place.settings.zone, place.settings.backups
    by_day: dict[date, list[Copy]] = {}
    for one in kept(place.home, place.settings):
        by_day.setdefault(one.taken_at.astimezone(zone).date(), []).append(one)
    gone = superfluous(by_day, daily=backups.daily, monthly=backups.monthly)
    by_day.pop(place.today(), None)
    old = [one for day, copies in by_day.items() for one in copies[: None if day in gone else -1]]
    for one in old:
        one.path.unlink(missing_ok=True)
    return len(old)


def _refuse_full_disk(place: Place, where: Path) -> None:
    """The copy stands there twice for a moment; a full disk would stop the office's own work."""
    copies = kept(place.home, place.settings)
    needed = 3 * copies[-1].path.stat().st_size if copies else 0
    free = shutil.disk_usage(where).free
    if needed > free:
        raise BackupError(
            f"Ổ đĩa của {where} chỉ còn {sizes.in_words(free)}, không đủ cho bản sao lưu mới; "
            'hãy dọn bớt, hoặc đặt thư mục sao lưu ở ổ khác: dòng `backups.folder = "E:/sao-luu"` '
            "(ổ của cơ quan) trong tệp habac24h.toml của thư mục dữ liệu."
        )


def _copies(files: Iterable[Path], zone: tzinfo) -> Iterator[Copy]:
    for path in files:
        found = _FILE.fullmatch(path.name)
        taken_at = moment_of(found[1], zone) if found is not None else None
        if taken_at is not None and path.is_file():
            yield Copy(taken_at, path)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""
