"""Restoring a backup: looked through first, then put in place at once, and on hold.

1. The whole file is checked; nothing of it is trusted before.
2. SQLite: a copy beside the database is upgraded, its rows are put in doubt and the hold is set;
   only then it takes the place of the old file, in one step.
   PostgreSQL: the present database is backed up; one transaction of psql replaces it and sets the
   hold; upgrading and doubt follow, and where they were cut short the first pass does them.
3. The old data is kept, named with the time.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlmodel import Session, col, select

from habac24h import audit, config, db, mail_password, memory, sizes, vault
from habac24h.backup import postgres, sqlite, workshop
from habac24h.backup.archive import (
    SETTINGS,
    SQLITE,
    BackupError,
    Manifest,
    Tell,
    check,
    extract,
    size,
)
from habac24h.backup.making import make
from habac24h.calendar.keeping import stamper
from habac24h.calendar.overtaking import overtake
from habac24h.campaigns.editions import spans
from habac24h.clock import stamp
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.engine import gone_back
from habac24h.errors import HabacError, Refused, SettingsError, why_not
from habac24h.models import Page
from habac24h.scheduler import only_engine
from habac24h.workflow import restored
from habac24h.workflow.evidence import FOLDER
from habac24h.workflow.restored import Restored

KEPT = "sao-luu"
"""Folder of the home for what was replaced."""
_LONGEST_AHEAD = timedelta(days=30)
"""No post waits on Facebook for longer."""


@dataclass(frozen=True)
class Outcome:
    """What a restore did."""

    taken_at: datetime
    doubted: int
    kept: Path | None
    token_lost: bool
    """The page token cannot be opened with the key of this computer."""
    password_lost: bool
    """Nor the mailbox's password."""
    settings_kept: bool
    """The home had settings of its own, which stay."""


def restore(home: Path, file: Path, *, now: datetime, tell: Tell) -> Outcome:
    """Replace the office's data by those of a backup. HabacError: nothing changed."""
    with _workshop(home) as folder:
        manifest, dump = _unpacked(file, folder, tell)
        settings, settings_kept = _settings(home, folder, manifest)
        url = _url(home, settings)
        if (manifest.database == SQLITE) != url.startswith("sqlite"):
            raise _other_kind(manifest)
        mark = Restored(at=now, taken_at=manifest.taken_at)
        with _nobody_else(home):
            tell("Đang đặt dữ liệu vào chỗ", 0, 0)
            place = _into_sqlite if manifest.database == SQLITE else _into_postgres
            kept = place(home, url, dump, mark, settings, folder)
            _put_files(home, file, manifest, settings_kept=settings_kept)
        return _finish(home, url, settings, mark, kept, settings_kept=settings_kept)


def _unpacked(file: Path, folder: Path, tell: Tell) -> tuple[Manifest, Path]:
    """The checked database of a backup, or of a bare copy made before an upgrade."""
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise BackupError(f"{file} là một thiết bị, không phải tệp; hãy chọn tệp sao lưu.")
    try:
        if sqlite.is_file_of_ours(file):
            dump = folder / SQLITE
            shutil.copyfile(file, dump)
            return _manifest_of(dump, file), dump
        _refuse_too_large(file, folder)
        manifest = check(file, tell)
        dump = folder / manifest.database
        extract(file, manifest.database, dump)
        if SETTINGS in manifest.parts:
            extract(file, SETTINGS, folder / config.FILE_NAME)
    except OSError as error:
        raise BackupError(f"Không đọc được bản sao lưu {file} ({why_not(error)}).") from None
    if manifest.database == SQLITE:
        sqlite.look_through(dump)
    db.refuse_newer(manifest.revision)
    return manifest, dump


def _refuse_too_large(file: Path, folder: Path) -> None:
    """The database stands on the disk twice more: unpacked, and beside the old one.

    Also what a zip bomb is refused by, before a byte of it is unpacked.
    """
    needed, free = 2 * size(file), shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(
            f"Khôi phục {file} cần khoảng {sizes.in_words(needed + 10**6)} mà ổ đĩa chỉ còn "
            f"{sizes.in_words(free)}; hãy dọn bớt rồi thử lại. Dữ liệu chưa bị thay đổi."
        )


def _manifest_of(dump: Path, file: Path) -> Manifest:
    """What a bare copy tells of itself: it is as old as the last thing that its log recorded."""
    sqlite.look_through(dump)
    try:
        with closing(sqlite3.connect(dump)) as opened:
            revision = opened.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            last = opened.execute("SELECT max(at) FROM audit").fetchone()[0]
    except (sqlite3.Error, TypeError):
        raise BackupError(
            f"{file} không phải cơ sở dữ liệu của habac24h; hãy chọn tệp do lệnh backup tạo ra."
        ) from None
    db.refuse_newer(revision)
    if last is None:
        taken_at = datetime.fromtimestamp(file.stat().st_mtime, UTC) - _LONGEST_AHEAD
    else:
        taken_at = datetime.fromisoformat(last).replace(tzinfo=UTC)
    return Manifest("", revision, taken_at, {SQLITE: ""})


def _settings(home: Path, folder: Path, manifest: Manifest) -> tuple[Settings, bool]:
    """The settings that will hold afterwards: the home's own, else those of the backup."""
    if (home / config.FILE_NAME).exists():
        return config.load(home), SETTINGS in manifest.parts
    try:
        return config.load(folder if SETTINGS in manifest.parts else home), False
    except SettingsError as error:
        wrong = error.sentence.replace(f"{folder}{os.sep}", "")
        raise BackupError(
            f"Cài đặt trong bản sao lưu không dùng được: {wrong} "
            f"Hãy đặt tệp {config.FILE_NAME} của máy này vào {home} rồi khôi phục lại. "
            "Dữ liệu chưa bị thay đổi."
        ) from None


def _url(home: Path, settings: Settings) -> str:
    given = settings.database_url
    return given.get_secret_value() if given else db.sqlite_url(home / db.FILE_NAME)


def _other_kind(manifest: Manifest) -> BackupError:
    here, there = (
        ("PostgreSQL", "SQLite") if manifest.database == SQLITE else ("SQLite", "PostgreSQL")
    )
    return BackupError(
        f"Bản sao lưu là của {there}, còn cài đặt trên máy này (DATABASE_URL) dùng {here}; "
        "hãy đặt DATABASE_URL cho đúng loại rồi khôi phục."
    )


@contextmanager
def _nobody_else(home: Path) -> Iterator[None]:
    """No engine runs on this home, and none starts meanwhile."""
    try:
        lock = only_engine(home)
        lock.__enter__()
    except Refused:
        raise sqlite.in_use() from None
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _into_sqlite(
    home: Path, url: str, dump: Path, mark: Restored, settings: Settings, folder: Path
) -> Path | None:
    _prepare(db.sqlite_url(dump), home, mark, settings)
    with closing(sqlite3.connect(dump)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    current = Path(str(make_url(url).database))
    current.parent.mkdir(parents=True, exist_ok=True)
    ready = current.with_name(f"{current.name}.moi")
    ready.unlink(missing_ok=True)  # of a restore that was killed
    ready.touch(mode=0o600)  # it holds the hashes of passwords: for its owner alone
    try:
        shutil.copyfile(dump, ready)
        with ready.open("rb+") as file:
            os.fsync(file.fileno())
        gone_back.forget(current)  # this going back is told already
        return sqlite.replace(current, ready, _aside(home, mark, settings, ".sqlite3"))
    finally:
        ready.unlink(missing_ok=True)


def _into_postgres(
    home: Path, url: str, dump: Path, mark: Restored, settings: Settings, folder: Path
) -> Path | None:
    database = Database(url)
    try:
        if postgres.others_connected(database):
            raise sqlite.in_use()
        kept = None
        if db.revision(database) is not None:
            kept = _aside(home, mark, settings, ".zip")
            kept.parent.mkdir(parents=True, exist_ok=True)
            make(database, home, kept, at=mark.at, tell=lambda *_: None)
        database.dispose()
        postgres.load(database, dump, _hold(mark), folder)
    finally:
        database.dispose()
    _prepare(url, home, mark, settings)
    return kept


def _hold(mark: Restored) -> str:
    """SQL that sets the hold with the data themselves; no rows are marked yet."""
    value = json.dumps(mark.told()).replace("'", "''")
    name = memory.RESTORED
    return f"""\
DELETE FROM public.setting WHERE name IN ('{name}', '{memory.PASSED_AT}');
INSERT INTO public.setting (name, value) VALUES ('{name}', '{value}');
"""  # noqa: S608 - our own words, and no others'


def _prepare(url: str, home: Path, mark: Restored, settings: Settings) -> None:
    """Upgrade an older backup, set the hold and put in doubt what may have happened since."""
    database = Database(url, before_commit=stamper(lambda: mark.at, settings, spans))
    try:
        local = mark.at.astimezone(settings.zone)
        db.prepare(database, backup_folder=home / KEPT, now=local)
        with database.write() as session:
            if restored.standing(session) is None or not _is_marked(session, mark):
                restored.begin(session, mark)
            memory.forget(session, memory.PASSED_AT)  # nothing has run on these rows yet
            overtake(session, mark.taken_at, mark.at)
            audit.record(
                session,
                audit.actor("máy này"),
                "restore-backup",
                mark.at,
                taken_at=mark.taken_at.isoformat(),
            )
    finally:
        database.dispose()


def _is_marked(session: Session, mark: Restored) -> bool:
    found = restored.standing(session)
    return found is not None and found.at == mark.at and found.marked


def _put_files(home: Path, file: Path, manifest: Manifest, *, settings_kept: bool) -> None:
    """Evidence that is missing here (a name is the hash of its bytes), and settings if none are."""
    for name in manifest.parts:
        if name.startswith(f"{FOLDER}/") and not (home / name).exists():
            (home / FOLDER).mkdir(exist_ok=True)
            half = home / f"{name}.tmp"
            extract(file, name, half)
            half.replace(home / name)
        elif name == SETTINGS and not settings_kept:
            extract(file, name, home / config.FILE_NAME)


def _finish(
    home: Path,
    url: str,
    settings: Settings,
    mark: Restored,
    kept: Path | None,
    *,
    settings_kept: bool,
) -> Outcome:
    database = Database(url)
    try:
        with database.read() as session:
            found = restored.standing(session)
            tokens = session.exec(select(Page.token).where(col(Page.live).is_(True))).all()
            password = mail_password.kept(session)
    finally:
        database.dispose()
    sealed = [one for one in tokens if one is not None]
    lost = bool(sealed) and settings.page_token is None and not _opens(sealed[0], home, settings)
    doubted = len(found.doubted) if found else 0
    mail_lost = password is not None and not _opens(password.sealed, home, settings)
    return Outcome(mark.taken_at, doubted, kept, lost, mail_lost, settings_kept)


def _opens(sealed: str, home: Path, settings: Settings) -> bool:
    try:
        vault.unseal(sealed, home, settings)
    except HabacError:
        return False
    return True


def _aside(home: Path, mark: Restored, settings: Settings, ending: str) -> Path:
    """Where the data before the restore are kept: of two within a second, each under its name."""
    begin = f"truoc-khoi-phuc-{stamp(mark.at.astimezone(settings.zone))}"
    numbered = (home / KEPT / f"{begin}-{number}{ending}" for number in count(2))
    return next(
        one for one in chain([home / KEPT / f"{begin}{ending}"], numbered) if not one.exists()
    )


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A private folder on the home's own disk, gone afterwards."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(workshop.opened(home, workshop.RESTORE))
        except OSError as error:
            raise BackupError(f"Không ghi được vào {home} ({why_not(error)}).") from None
        yield folder
