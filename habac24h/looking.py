"""A SQLite file that is only looked at: opened read-only, nothing made, nothing left behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.pool import NullPool


def engine(url: URL) -> Engine:
    """An engine that cannot write; PostgreSQL is asked for read-only transactions."""
    if url.get_backend_name() != "sqlite":
        server = url.set(drivername="postgresql+psycopg")
        options = {"options": "-c default_transaction_read_only=on", "connect_timeout": 10}
        return create_engine(server, hide_parameters=True, connect_args=options)
    path = Path(str(url.database))
    made = create_engine(
        "sqlite://", creator=lambda: connect(path), poolclass=NullPool, hide_parameters=True
    )
    event.listen(made, "begin", _begin)
    return made


def connect(path: Path) -> sqlite3.Connection:
    """Where nobody else has the file open its log is folded in, and `immutable` leaves no trace.

    Beside a running program SQLite must see that program's log, which `mode=ro` shares.
    """
    mode = "mode=ro" if Path(f"{path}-wal").exists() else "mode=ro&immutable=1"
    opened = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=10, check_same_thread=False
    )
    opened.isolation_level = None
    return opened


def _begin(connection: Connection) -> Any:
    connection.exec_driver_sql("BEGIN")
