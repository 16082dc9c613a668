"""Where the wall lives: in memory or in one JSON file, changed under one lock."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from habac24h.channels.practice_page.wall import Wall, wall_from_json, wall_to_json
from habac24h.channels.practice_page.writes import has_work, settle
from habac24h.errors import HabacError, why_not


class StateFileError(HabacError):
    """The practice page's file cannot be used; the file itself is left as it is."""

    def __init__(self, file: Path, wrong: str, advice: str) -> None:
        super().__init__(f"Tệp của trang chạy thử {file}: {wrong}; {advice}.")
        self.file = file


class Store:
    """The wall, its lock and its file.

    With a file, every change is on disk (flushed, swapped in whole) before `change` ends; when
    that fails, memory keeps the old state too.
    """

    def __init__(self, page_id: str, now: Callable[[], datetime], file: Path | None) -> None:
        self._lock = threading.RLock()
        self._now = now
        self._file = file
        known = file is not None and file.exists()
        self._wall = _read(file, page_id) if file is not None and known else Wall(page_id)

    @contextmanager
    def look(self) -> Iterator[tuple[Wall, datetime]]:
        """The wall as it stands now, due posts public; for reading only."""
        with self._lock:
            now = self._now()
            self._settle(now)
            yield self._wall, now

    @contextmanager
    def change(self) -> Iterator[tuple[Wall, datetime]]:
        """A copy of the wall to change; kept when the block ends without an exception."""
        with self._lock:
            now = self._now()
            self._settle(now)
            wall = self._wall.copy()
            yield wall, now
            self._keep(wall)

    def _settle(self, now: datetime) -> None:
        if has_work(self._wall, now):
            wall = self._wall.copy()
            settle(wall, now)
            self._keep(wall)

    def _keep(self, wall: Wall) -> None:
        if self._file is not None:
            _write(self._file, wall)
        self._wall = wall


def _read(file: Path, page_id: str) -> Wall:
    try:
        wall = wall_from_json(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise StateFileError(file, f"không đọc được ({why_not(error)})", "xem lại quyền") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        advice = "đổi tên tệp để bắt đầu một trang chạy thử trống, hoặc lấy lại bản sao lưu"
        raise StateFileError(file, "bị hỏng", advice) from error
    if wall.page_id != page_id:
        wrong = f"là của trang {wall.page_id}, không phải trang {page_id}"
        raise StateFileError(file, wrong, "dùng tệp khác cho trang này")
    return wall


def _write(file: Path, wall: Wall) -> None:
    text = json.dumps(wall_to_json(wall), ensure_ascii=False, indent=1)
    fresh = file.with_name(file.name + ".moi")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
        _flush_folder(file.parent)
    except OSError as error:
        wrong = f"không ghi được ({why_not(error)})"
        raise StateFileError(file, wrong, "xem lại ổ đĩa và quyền ghi") from error


def _flush_folder(folder: Path) -> None:
    """Make the swap itself last; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
