"""The database: SQLite or PostgreSQL, opened safely, migrated, and used in units of work.

`Database.read()` and `Database.write()` are the only ways in. A write is one transaction that
takes SQLite's write lock at once (BEGIN IMMEDIATE: a deferred BEGIN that upgrades fails whatever
busy_timeout says) and ends with the hook that keeps derived columns true.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from habac24h import bundle, looking
from habac24h.bundle import Rows, Step
from habac24h.clock import stamp
from habac24h.complaints import WAY_BACK, plainly
from habac24h.errors import DamagedError, DatabaseError, UnstorableError, why_not
from habac24h.later import later

if TYPE_CHECKING:
    from alembic import command, config, script, util
else:
    command, config = later("alembic.command"), later("alembic.config")
    script, util = later("alembic.script"), later("alembic.util")

FILE_NAME = "habac24h.sqlite3"
_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITE = {"habac24h_write": True}
_UPGRADE_LOCK = 240025

Hook = Callable[[Session], None]
"""Runs inside the transaction, right before its commit."""


class Database:
    """One database and its units of work."""

    def __init__(
        self,
        url: str,
        *,
        before_commit: Hook | None = None,
        durable: bool = True,
        look_only: bool = False,
    ) -> None:
        """`durable=False` does not wait for the disk (SQLite): for rehearsals, never for work.

        `look_only` opens a SQLite file without changing, making or leaving anything.
        """
        self.url = url
        self._before_commit = before_commit
        self.engine = looking.engine(_parsed(url)) if look_only else _engine(url)
        event.listen(self.engine, "before_cursor_execute", _refuse_nul)
        if self.is_sqlite and not durable:
            event.listen(self.engine, "connect", _hurry)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file (one engine process) rather than PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(str(self.engine.url.database)) if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing that is done in it is kept."""
        with plainly(), self.engine.connect() as connection:
            if not self.is_sqlite:  # whose reads see one moment anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            with _session(connection) as session:
                yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it is kept when the block ends, nothing when it raises."""
        with (
            plainly(),
            self.engine.connect().execution_options(**_WRITE) as connection,
            _session(connection) as session,
        ):
            yield session
            session.flush()
            if self._before_commit:
                self._before_commit(session)
            session.commit()
            # The session rides on the connection's own transaction.
            connection.commit()

    def at_once(self, *steps: Step) -> list[Rows]:
        """One short transaction of prepared statements; what each brought."""
        with plainly():
            return bundle.run(self.engine, steps)

    def now(self) -> datetime:
        """The database server's clock (PostgreSQL only)."""
        with plainly(), self.engine.connect() as connection:
            moment: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
            return moment

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path}"


def prepare(database: Database, *, backup_folder: Path, now: datetime) -> bool:
    """Check the file, refuse a newer one, back up an older one and bring it up to date.

    `now` is local: it names the backup. Returns whether the database was made just now.
    Raises DatabaseError with a sentence.
    """
    with plainly():
        if database.is_sqlite:
            file = Path(str(database.engine.url.database))
            _refuse_lost(file, backup_folder)
            _make_private(file)
            _check_sqlite(database)
        found, newest = revision(database), newest_revision()
        if found == newest:
            return False
        refuse_newer(found)
        if found is not None and database.is_sqlite:
            _copy(database, backup_folder / f"truoc-nang-cap-{stamp(now)}.sqlite3")
        return upgrade(database) is None


def upgrade(database: Database) -> str | None:
    """Run the migrations that are missing, all or none; returns the revision found before.

    Processes that start at the same moment wait for each other, and only one finds it empty.
    """
    with database.engine.connect().execution_options(**_WRITE) as connection, connection.begin():
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
        found = _revision(connection)
        wanted = _alembic()
        wanted.attributes["connection"] = connection
        command.upgrade(wanted, "head")
        return found


def revision(database: Database) -> str | None:
    """The schema's revision; None for an empty database."""
    with database.engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    """Read without alembic, which holds 10 MB and has nothing to do on most days."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return found


def newest_revision() -> str:
    """The revision that this program brings, by the names of its migrations (v0012_… is 0012)."""
    newest = max(path.name for path in (_MIGRATIONS / "versions").glob("v*.py"))
    return newest[1:].partition("_")[0]


def _alembic() -> config.Config:
    made = config.Config()
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def refuse_newer(found: str | None) -> None:
    """Raise DatabaseError for a schema that this program does not know."""
    if found is None:
        return
    try:
        script.ScriptDirectory.from_config(_alembic()).get_revision(found)
    except util.CommandError:
        raise DatabaseError(
            f"Cơ sở dữ liệu này thuộc bản habac24h mới hơn (mã {found}); "
            "hãy cài bản mới của chương trình rồi mở lại. Dữ liệu chưa bị thay đổi."
        ) from None


def _check_sqlite(database: Database) -> None:
    with database.engine.connect().execution_options(**_WRITE) as connection:
        answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        connection.rollback()
    if answer != "ok":
        raise DamagedError(
            f"Tệp dữ liệu {database.engine.url.database} bị hỏng ({answer}); {WAY_BACK}"
        )


def is_emptied(file: Path) -> bool:
    """Whether a SQLite file has no byte left, and no log beside it that could fill it again."""
    log = Path(f"{file}-wal")
    return file.stat().st_size == 0 and not (log.exists() and log.stat().st_size)


def _make_private(file: Path) -> None:
    """It holds the hashes of passwords: for its owner alone."""
    try:
        file.touch(mode=0o600)
    except OSError as error:
        if not file.exists():  # what is there and cannot be written is told by the driver
            raise DatabaseError(
                f"Không ghi được vào thư mục dữ liệu {file.parent} ({why_not(error)}); hãy kiểm "
                "tra thư mục ấy và quyền ghi của tài khoản đang dùng."
            ) from None


def _refuse_lost(file: Path, backup_folder: Path) -> None:
    """Where there are backups there were data: an empty office must not quietly take their place.

    It would plan, and post, as if nothing had ever gone out.
    """
    if file.exists() and not is_emptied(file):
        return
    if not any(next(backup_folder.glob(one), None) for one in ("habac24h-*.zip", "truoc-*")):
        return
    lost = "trống (0 byte)" if file.exists() else "không còn"
    raise DamagedError(
        f"Tệp dữ liệu {file} {lost} mà {backup_folder} có bản sao lưu: hãy chạy `habac24h doctor` "
        "để biết bản nào cần khôi phục. Nếu thật sự muốn bắt đầu lại từ đầu, hãy chuyển thư mục "
        f"{backup_folder.name} sang nơi khác rồi chạy lại."
    )


def _copy(database: Database, target: Path) -> None:
    """Copy a live SQLite file (copying the file itself would lose the write-ahead log)."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o600)  # it holds the hashes of passwords: for its owner alone
        with (
            closing(sqlite3.connect(str(database.engine.url.database))) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    except (OSError, sqlite3.Error):
        raise DatabaseError(
            f"Không sao lưu được dữ liệu vào {target.parent} nên chưa nâng cấp; "
            "hãy kiểm tra quyền ghi và dung lượng ổ đĩa. Dữ liệu chưa bị thay đổi."
        ) from None


def _engine(url: str) -> Engine:
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        _refuse_no_file(parsed)
        engine = create_engine(
            parsed, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.get_backend_name() in {"postgresql", "postgres"}:
        return _postgres(parsed)
    raise DatabaseError(
        f"Không dùng được cơ sở dữ liệu loại “{parsed.get_backend_name()}”; "
        "chỉ có sqlite và postgresql."
    )


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (SQLAlchemyError, ValueError):  # its own words may repeat the password
        raise DatabaseError(
            "Địa chỉ cơ sở dữ liệu (DATABASE_URL) không đúng; ví dụ đúng: "
            "postgresql://người-dùng:mật-khẩu@máy/tên."
        ) from None


def _refuse_no_file(url: URL) -> None:
    """A database in memory would lose everything at the end of each command."""
    if url.drivername != "sqlite" or url.host or url.database in (None, "", ":memory:"):
        raise DatabaseError(
            "Địa chỉ cơ sở dữ liệu (DATABASE_URL) phải chỉ một tệp, ví dụ "
            "sqlite:////thư-mục/habac24h.sqlite3."
        )


def _postgres(url: URL) -> Engine:
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True
        )
    except ImportError:
        raise DatabaseError(
            'Dùng PostgreSQL cần cài thêm: pip install "habac24h[postgres]".'
        ) from None


def _refuse_nul(*given: Any) -> None:
    """PostgreSQL has no U+0000 in its texts; what one database cannot keep, neither takes."""
    values = given[3]
    for row in values if isinstance(values, list) else (values,):
        if any(type(one) is str and "\0" in one for one in _each(row)):
            raise UnstorableError


def _each(row: Any) -> Any:
    return row.values() if isinstance(row, dict) else row or ()


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("habac24h_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _session(connection: Connection) -> Session:
    return Session(bind=connection, expire_on_commit=False, autoflush=True)
