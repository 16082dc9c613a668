"""The backup file: a zip with a manifest that names every part by its SHA-256."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from habac24h.errors import HabacError, why_not
from habac24h.workflow.evidence import FOLDER

MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.sql"
SETTINGS = "habac24h.toml"
FORMAT = 1
_EVIDENCE = re.compile(re.escape(FOLDER) + r"/[0-9a-z][0-9a-z.]*")
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 20_000_000
"""Bytes; more than a hundred thousand files of evidence, and no danger to an old PC's memory."""
_YEARS = range(2000, 2200)
_UNREADABLE = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,  # a kind of packing that nobody knows
    RuntimeError,  # a part with a password
    zlib.error,
    lzma.LZMAError,
)

Tell = Callable[[str, int, int], None]
"""Progress: what is being done, how many bytes of how many."""


class BackupError(HabacError):
    """A backup could not be made, or is not one that can be restored."""


@dataclass(frozen=True)
class Manifest:
    """What a backup file says of itself; `parts` maps each name to its SHA-256."""

    program: str
    revision: str
    taken_at: datetime
    parts: Mapping[str, str]
    format: int = FORMAT

    @property
    def database(self) -> str:
        """The name of the part that holds the database."""
        return SQLITE if SQLITE in self.parts else POSTGRES


@dataclass
class _Meter:
    """Counts bytes for whoever watches."""

    tell: Tell
    what: str
    total: int
    done: int = 0

    def add(self, count: int) -> None:
        self.done += count
        self.tell(self.what, self.done, self.total)


def write(
    target: Path,
    parts: Mapping[str, Path],
    *,
    program: str,
    revision: str,
    at: datetime,
    tell: Tell,
) -> Manifest:
    """Write the file under another name, read it back, and only then give it its own."""
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        manifest = _write(half, parts, program=program, revision=revision, at=at, tell=tell)
        check(half, tell)
        half.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise BackupError(
            f"Không ghi được bản sao lưu {target} ({why_not(error)}); hãy kiểm tra quyền ghi và "
            "dung lượng ổ đĩa."
        ) from None
    finally:
        half.unlink(missing_ok=True)
    return manifest


def _write(
    half: Path, parts: Mapping[str, Path], *, program: str, revision: str, at: datetime, tell: Tell
) -> Manifest:
    meter = _Meter(tell, "Đang ghi bản sao lưu", sum(one.stat().st_size for one in parts.values()))
    half.touch(mode=0o600)  # it holds the hashes of passwords: for its owner alone
    with half.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            hashes = {
                name: _add(archive, _entry(name, at), path, meter) for name, path in parts.items()
            }
            manifest = Manifest(program, revision, at, hashes)
            told = asdict(manifest) | {"taken_at": at.isoformat()}
            archive.writestr(_entry(MANIFEST, at), json.dumps(told, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, meter: _Meter) -> str:
    """Write one file into the archive; its SHA-256."""
    seen = hashlib.sha256()
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as part:
        for chunk in iter(lambda: source.read(_CHUNK), b""):
            part.write(chunk)
            seen.update(chunk)
            meter.add(len(chunk))
    return seen.hexdigest()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def check(path: Path, tell: Tell) -> Manifest:
    """Read the whole file: every part is there, whole, and nothing else is."""
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        inside = {info.filename: info.file_size for info in archive.infolist()}
        if set(inside) != {*manifest.parts, MANIFEST}:
            raise _damaged(path)
        meter = _Meter(tell, "Đang kiểm tra bản sao lưu", sum(inside.values()))
        for name, wanted in manifest.parts.items():
            seen = hashlib.sha256()
            for chunk in _chunks(archive, name):
                seen.update(chunk)
                meter.add(len(chunk))
            if seen.hexdigest() != wanted:
                raise _damaged(path)
    return manifest


def extract(path: Path, name: str, target: Path) -> None:
    """Write one part to a file of its own, safely on the disk."""
    with _opened(path) as archive, target.open("wb") as file:
        for chunk in _chunks(archive, name):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def size(path: Path) -> int:
    """How many bytes all parts take once they are unpacked, as the file itself tells."""
    with _opened(path) as archive:
        return sum(info.file_size for info in archive.infolist())


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut (Windows needs and knows no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _UNREADABLE:
        raise _damaged(path) from None


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    part: IO[bytes]
    with archive.open(name) as part:
        yield from iter(lambda: part.read(_CHUNK), b"")


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
            raise _damaged(path)
        manifest = _told(json.loads(archive.read(MANIFEST)))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise BackupError(
            f"{path} không phải bản sao lưu của habac24h; hãy chọn tệp do lệnh backup tạo ra."
        ) from None
    if manifest.format > FORMAT:
        raise BackupError(
            f"{path} do bản habac24h mới hơn ({manifest.program}) tạo ra; "
            "hãy cài bản mới của chương trình rồi khôi phục."
        )
    if not _is_whole(manifest.parts) or manifest.taken_at.tzinfo is None:
        raise _damaged(path)
    return manifest


def _told(told: dict[str, Any]) -> Manifest:
    """The manifest that a file tells; ValueError, TypeError and the like for what is none."""
    at = datetime.fromisoformat(told["taken_at"])
    if at.year not in _YEARS:
        raise ValueError(at)
    parts = {str(name): str(sha256) for name, sha256 in told["parts"].items()}
    return Manifest(**told | {"taken_at": at, "parts": parts, "format": int(told["format"])})


def _is_whole(names: Iterable[str]) -> bool:
    """One database, and nothing whose name could be written outside its place."""
    known = [name for name in names if name in (SQLITE, POSTGRES)]
    others = [name for name in names if name not in (SQLITE, POSTGRES, SETTINGS)]
    return len(known) == 1 and all(_EVIDENCE.fullmatch(name) for name in others)


def _damaged(path: Path) -> BackupError:
    return BackupError(
        f"Bản sao lưu {path} bị hỏng hoặc thiếu phần; hãy dùng bản khác. Dữ liệu chưa bị thay đổi."
    )
