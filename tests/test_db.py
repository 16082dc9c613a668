"""The store: one transaction or nothing, on both databases, and a sentence for each fault."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from habac24h import complaints, db
from habac24h.db import Database, prepare, sqlite_url
from habac24h.errors import DatabaseError
from habac24h.models import Account, Fact, Page, Setting

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CANARY = "geheim-5d1f"


def _prepared(path: Path) -> Database:
    made = Database(sqlite_url(path))
    prepare(made, backup_folder=path.parent / "backup", now=NOW)
    return made


def _sentence(deed: Callable[[], Any]) -> str:
    with pytest.raises(DatabaseError) as caught:
        deed()
    return caught.value.sentence


def _names(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.exec(select(Setting.name)))


def _write_one(database: Database, name: str = "x") -> None:
    with database.write() as session:
        session.add(Setting(name=name, value=1))


def test_sqlite_is_safe_against_power_loss_and_wrong_references(tmp_path: Path) -> None:
    database = _prepared(tmp_path / "a.sqlite3")
    with database.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    database.dispose()
    assert found == ["wal", 2, 1]  # 2: FULL


def test_a_write_keeps_all_or_nothing(database: Database) -> None:
    _write_one(database, "kept")
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.add(Setting(name="lost", value=1))
        session.flush()
        raise ZeroDivisionError
    assert _names(database) == ["kept"]


def test_a_read_keeps_nothing(database: Database) -> None:
    with database.read() as session:
        session.add(Setting(name="lost", value=1))
        session.flush()
    assert _names(database) == []


def test_a_read_sees_one_moment(database: Database) -> None:
    _write_one(database, "a")
    with database.read() as session:
        before = session.exec(select(Setting.name)).all()
        _write_one(database, "b")
        assert (before, session.exec(select(Setting.name)).all()) == (["a"], ["a"])
    assert _names(database) == ["a", "b"]


def test_the_hook_runs_inside_the_transaction_and_can_stop_it(database: Database) -> None:
    def hook(session: Session) -> None:
        names = set(session.exec(select(Setting.name)))
        if "bad" in names:
            raise ZeroDivisionError
        session.add(Setting(name=f"hook-{len(names)}", value=None))

    hooked = Database(database.engine.url.render_as_string(False), before_commit=hook)
    _write_one(hooked, "good")
    with pytest.raises(ZeroDivisionError):
        _write_one(hooked, "bad")
    hooked.dispose()
    assert _names(database) == ["good", "hook-1"]


def test_a_wrong_reference_is_refused_with_its_cause(database: Database) -> None:
    with pytest.raises(DatabaseError) as caught, database.write() as session:
        session.add(Fact(edition_id=404, name="theme", set_by="lan", set_at=NOW))
    assert caught.value.sentence == (
        "Thao tác này trùng với một thay đổi vừa được lưu ở nơi khác; hãy thử lại."
    )
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_moments_come_back_aware_and_in_utc(database: Database) -> None:
    local = datetime(2026, 11, 20, 19, 30, 5, 123456, tzinfo=timezone(timedelta(hours=7)))
    with database.write() as session:
        session.add(Account(name="lan", role="editor", created_at=local))
        session.add(Page(page_id="1", connected_at=local, wait_until=None))
    with database.read() as session:
        found = session.exec(select(Account)).one().created_at
        empty = session.exec(select(Page)).one().wait_until
    assert found.isoformat() == "2026-11-20T12:30:05.123456+00:00"
    assert empty is None


def test_a_naive_moment_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with (
        pytest.raises(StatementError, match="a moment must carry its time zone"),
        database.write() as session,
    ):
        session.add(Account(name="lan", role="editor", created_at=naive))
    with database.read() as session:
        assert session.exec(select(Account)).all() == []


def test_writers_wait_for_each_other(database: Database) -> None:
    """Read, add one, write: with a late lock on SQLite some of these would fail or be lost."""
    _write_one(database, "n")

    def work() -> None:
        for _ in range(10):
            with database.write() as session:
                row = session.exec(
                    select(Setting).where(Setting.name == "n").with_for_update()
                ).one()
                row.value += 1
                session.add(row)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with database.read() as session:
        assert session.exec(select(Setting.value)).one() == 41


def test_a_locked_file_is_said_so(tmp_path: Path) -> None:
    database = _prepared(tmp_path / "a.sqlite3")
    event.listen(
        database.engine, "connect", lambda conn, _record: conn.execute("PRAGMA busy_timeout=10")
    )
    database.dispose()
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = _sentence(lambda: _write_one(database))
        other.execute("ROLLBACK")
    assert said == ("Cơ sở dữ liệu đang bận vì một chương trình khác; hãy thử lại sau ít phút.")
    _write_one(database, "later")
    assert _names(database) == ["later"]
    database.dispose()


def test_a_read_only_file_is_said_so(tmp_path: Path) -> None:
    _prepared(tmp_path / "a.sqlite3").dispose()
    # By the address, because file modes do not stop the superuser.
    database = Database(f"sqlite:///file:{tmp_path}/a.sqlite3?mode=ro&uri=true")
    said = _sentence(lambda: _write_one(database))
    database.dispose()
    assert said == "Tệp dữ liệu chỉ cho đọc; hãy cấp quyền ghi cho thư mục dữ liệu rồi thử lại."


def test_a_full_disk_is_said_so_and_nothing_is_half_written(tmp_path: Path) -> None:
    database = _prepared(tmp_path / "a.sqlite3")

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(database.engine, "connect", limit)
    database.dispose()

    def fill() -> None:
        with database.write() as session:
            session.add(Setting(name="small", value=1))
            session.flush()
            session.add(Setting(name="large", value="x" * 100_000))

    said = _sentence(fill)
    assert (
        said == "Ổ đĩa đã đầy; hãy xóa bớt tệp không cần trên ổ ấy (đổ cả Thùng rác) rồi làm lại."
    )
    assert _names(database) == []
    database.dispose()


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE])
def test_a_disk_without_room_is_called_full_whatever_sqlite_calls_it(code: int) -> None:
    """Who opens a database on a full disk (each command does) cannot make its shared memory."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    said = complaints.sentence(OperationalError("PRAGMA journal_mode=WAL", {}, error))
    assert said.startswith("Ổ đĩa đã đầy; ")


def test_a_full_disk_of_the_server_is_said_so() -> None:
    class DiskFull(Exception):
        sqlstate = "53100"

    said = complaints.sentence(OperationalError("INSERT", {}, DiskFull("could not extend file")))
    assert said.startswith("Ổ đĩa của máy chủ PostgreSQL đã đầy; ")


def test_a_file_that_is_no_database_is_said_so_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"Ke hoach nam 2026\n" * 400)
    database = Database(sqlite_url(path))
    said = _sentence(lambda: prepare(database, backup_folder=tmp_path / "b", now=NOW))
    database.dispose()
    assert said == (
        "Tệp dữ liệu không phải là cơ sở dữ liệu của habac24h hoặc đã bị hỏng; "
        "hãy chạy `habac24h doctor` để biết khôi phục từ bản sao lưu nào và bằng lệnh gì."
    )
    assert path.read_bytes() == b"Ke hoach nam 2026\n" * 400


def test_a_damaged_file_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    database = _prepared(path)
    with database.write() as session:
        for number in range(300):
            session.add(Setting(name=f"n{number}", value="x" * 200))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    content = bytearray(path.read_bytes())
    content[-12_288:-4_096] = b"\xff" * 8_192
    path.write_bytes(content)
    broken = Database(sqlite_url(path))
    said = _sentence(lambda: prepare(broken, backup_folder=tmp_path / "b", now=NOW))
    broken.dispose()
    assert said.startswith(f"Tệp dữ liệu {path} bị hỏng (")
    assert said.endswith(
        "); hãy chạy `habac24h doctor` để biết khôi phục từ bản sao lưu nào và bằng lệnh gì."
    )


def test_a_missing_folder_is_said_so_and_not_made(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "none" / "a.sqlite3"))
    said = _sentence(lambda: prepare(database, backup_folder=tmp_path / "b", now=NOW))
    assert said == (
        f"Không ghi được vào thư mục dữ liệu {tmp_path / 'none'} (không có tệp hay thư mục này); "
        "hãy kiểm tra thư mục ấy và quyền ghi của tài khoản đang dùng."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            f"mysql://u:{CANARY}@h/d",
            "Không dùng được cơ sở dữ liệu loại “mysql”; chỉ có sqlite và postgresql.",
        ),
        (
            f"postgresql://u:{CANARY}@h:port/d",
            "Địa chỉ cơ sở dữ liệu (DATABASE_URL) không đúng; ví dụ đúng: "
            "postgresql://người-dùng:mật-khẩu@máy/tên.",
        ),
        (
            CANARY,
            "Địa chỉ cơ sở dữ liệu (DATABASE_URL) không đúng; ví dụ đúng: "
            "postgresql://người-dùng:mật-khẩu@máy/tên.",
        ),
    ],
)
def test_an_address_of_another_kind_is_refused_without_its_password(
    url: str, sentence: str
) -> None:
    assert _sentence(lambda: Database(url)) == sentence


def test_no_server_is_a_sentence_without_the_password() -> None:
    database = Database(f"postgresql://lan:{CANARY}@127.0.0.1:1/d?connect_timeout=2")
    said = _sentence(lambda: _names(database))
    database.dispose()
    assert CANARY not in said
    assert said.startswith(
        "Không dùng được máy chủ PostgreSQL; hãy kiểm tra máy chủ có đang chạy không và "
        "DATABASE_URL (tên máy, người dùng, mật khẩu). Máy chủ báo: "
    )


def test_the_servers_clock_is_asked_plainly() -> None:
    database = Database("postgresql://lan@127.0.0.1:1/d?connect_timeout=2")
    assert _sentence(database.now).startswith("Không dùng được máy chủ PostgreSQL; ")
    database.dispose()


@pytest.mark.postgres
def test_a_wrong_user_or_database_is_a_sentence_without_the_password(postgres_url: str) -> None:
    wrong = db.make_url(postgres_url).set(database="khong-co", password=CANARY)
    database = Database(wrong.render_as_string(False))
    said = _sentence(lambda: _names(database))
    database.dispose()
    assert CANARY not in said
    assert said.endswith('FATAL:  database "khong-co" does not exist.')


@pytest.mark.postgres
def test_every_way_to_write_a_postgres_address_works(postgres_url: str) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        database = Database(f"{scheme}://{postgres_url.partition('://')[2]}")
        assert database.is_sqlite is False
        assert database.now().tzinfo is not None
        database.dispose()


@pytest.mark.postgres
def test_a_deadlock_is_a_sentence_that_says_try_again(postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    prepare(database, backup_folder=tmp_path, now=NOW)
    for name in ("a", "b"):
        _write_one(database, name)
    both_hold_one = threading.Barrier(2)
    told: list[str] = []

    def work(first: str, second: str) -> None:
        def lock(session: Session, name: str) -> None:
            session.exec(select(Setting).where(Setting.name == name).with_for_update()).one()

        try:
            with database.write() as session:
                lock(session, first)
                both_hold_one.wait(timeout=20)
                lock(session, second)
        except DatabaseError as error:
            told.append(error.sentence)

    threads = [
        threading.Thread(target=work, args=pair, daemon=True) for pair in (("a", "b"), ("b", "a"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    database.dispose()
    assert told == ["Cơ sở dữ liệu đang bận vì một chương trình khác; hãy thử lại sau ít phút."]
