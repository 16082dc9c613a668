"""Making a backup while everything goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from habac24h import __version__, db
from habac24h.backup import postgres, sqlite, workshop
from habac24h.backup.archive import (
    POSTGRES,
    SETTINGS,
    SQLITE,
    BackupError,
    Manifest,
    Tell,
    write,
)
from habac24h.backup.settings import without_secrets
from habac24h.db import Database
from habac24h.errors import why_not
from habac24h.workflow.evidence import FOLDER


def make(
    database: Database, home: Path, target: Path, *, at: datetime, tell: Tell, force: bool = False
) -> Manifest:
    """Copy the database, then the files that its rows name, into one checked file.

    In this order: a file that a row names was kept before the row, so none can be missing.
    Refuses a name that is taken unless `force`; the old file stays until the new one is whole.
    """
    _refuse_target(target, force=force)
    with _workshop(target.parent) as folder:
        tell("Đang chép cơ sở dữ liệu", 0, 0)
        name = SQLITE if database.is_sqlite else POSTGRES
        _copy_database(database, folder / name)
        revision = db.revision(database)
        if revision is None:
            raise BackupError("Cơ sở dữ liệu còn trống nên chưa có gì để sao lưu.")
        parts = {name: folder / name}
        settings = without_secrets(home)
        if settings is not None:
            parts[SETTINGS] = folder / SETTINGS
            parts[SETTINGS].write_text(settings, encoding="utf-8")
        parts |= {f"{FOLDER}/{one.name}": one for one in _evidence(home)}
        return write(target, parts, program=__version__, revision=revision, at=at, tell=tell)


def _copy_database(database: Database, target: Path) -> None:
    if database.is_sqlite:
        sqlite.copy(Path(str(database.engine.url.database)), target)
    else:
        postgres.dump(database.url, target)


def _evidence(home: Path) -> list[Path]:
    """Whole files only: what is being written at this moment belongs to no row yet."""
    folder = home / FOLDER
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if one.is_file() and one.suffix != ".tmp")


def _refuse_target(target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise BackupError(f"Không có thư mục {target.parent}; hãy tạo thư mục trước.")
    if target.is_dir():
        raise BackupError(
            f"{target} là thư mục; hãy ghi cả tên tệp, ví dụ {target / 'sao-luu.zip'}."
        )
    if target.exists() and not target.is_file():
        raise BackupError(f"{target} là một thiết bị, không phải tệp; hãy chọn tên khác.")
    if target.exists() and not force:
        raise BackupError(
            f"Đã có tệp {target}; hãy chọn tên khác, hoặc thêm --force để thay tệp ấy."
        )


@contextmanager
def _workshop(beside: Path) -> Iterator[Path]:
    """A private folder on the same disk as the backup, gone afterwards."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(workshop.opened(beside, workshop.BACKUP))
        except OSError as error:
            raise BackupError(
                f"Không ghi được vào {beside} ({why_not(error)}); hãy chọn nơi khác."
            ) from None
        yield folder
