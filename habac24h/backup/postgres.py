"""PostgreSQL's own tools: pg_dump takes the copy, psql brings it back in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from habac24h.backup.archive import BackupError
from habac24h.db import Database

_DUMP = ("--format=plain", "--no-owner", "--no-privileges", "--encoding=UTF8", "--no-password")
_LOAD = ("-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "--no-password", "--output", os.devnull)


def dump(url: str, target: Path) -> None:
    """A consistent copy of the database as SQL, while everything goes on."""
    tool = _tool("pg_dump")
    _run([tool, *_DUMP, f"--file={target}", f"--dbname={_address(url)}"], url, "Không sao lưu được")


def load(database: Database, dumped: Path, then: str, folder: Path) -> None:
    """Put a dump in the place of what is there: all of it or nothing.

    `then` is SQL that belongs to the same transaction.
    """
    tool = _tool("psql")
    first, last = folder / "truoc.sql", folder / "sau.sql"
    first.write_text(_emptying(database), encoding="utf-8")
    last.write_text(then, encoding="utf-8")
    files = [f"--file={one}" for one in (first, dumped, last)]
    command = [tool, *_LOAD, *files, f"--dbname={_address(database.url)}"]
    _run(command, database.url, "Không khôi phục được")


def others_connected(database: Database) -> int:
    """How many connections besides ours use this database: workers, pages, people."""
    with database.read() as session:
        found: int = session.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        ).scalar_one()
    return found


def _emptying(database: Database) -> str:
    """SQL that drops what this program made, and nothing of anybody else's."""
    ours = [*SQLModel.metadata.tables, "alembic_version"]
    with database.read() as session:
        functions = session.execute(
            text(
                "SELECT DISTINCT f.proname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_proc f ON f.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND c.relname = ANY(:ours) "
                "AND c.relnamespace = current_schema()::regnamespace"
            ),
            {"ours": ours},
        ).scalars()
        names = sorted(functions)
    lines = [f'DROP TABLE IF EXISTS "{name}" CASCADE;' for name in ours]
    lines += [f'DROP FUNCTION IF EXISTS "{name}" CASCADE;' for name in names]
    return "SET client_min_messages = error;\n" + "\n".join(lines) + "\n"


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            f"Cần chương trình {name} của PostgreSQL; hãy cài bộ “postgresql-client” cùng bản với "
            "máy chủ rồi chạy lại."
        )
    return found


def _address(url: str) -> str:
    """The address without its password: command lines can be read by everybody on a machine."""
    plain = make_url(url).set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _run(command: Sequence[str], url: str, failed: str) -> None:
    password = make_url(url).password
    environ = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    done = subprocess.run(command, env=environ, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise BackupError(
            f"{failed} PostgreSQL; {Path(command[0]).stem} báo: "
            f"{said[0] if said else done.returncode}. Dữ liệu chưa bị thay đổi."
        )
