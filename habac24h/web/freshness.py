"""Whether anything in the database has changed: a mark that costs microseconds to read.

SQLite: PRAGMA data_version of a connection that never writes; it moves with every commit of any
other connection, of this process or another. PostgreSQL: the text of the present snapshot, which
names every transaction that can be seen: two equal ones see exactly the same rows. (The position
in the log would not do: a commit is written there a moment before others can see it.)
"""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from habac24h.db import Database

Mark = int | str


class Freshness:
    """Reads the mark of one database; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self.is_quick = database.is_sqlite
        """Whether a look takes microseconds: a file is read at once, a server asked over a net."""
        self._look = _OfSqlite(database.engine) if self.is_quick else _OfPostgres(database.engine)

    def mark(self) -> Mark | None:
        """The mark of what can be seen now; None when nobody can tell."""
        return self._look.mark()


class _OfSqlite:
    """Made when first asked: a database that is not there yet has nothing to keep."""

    def __init__(self, engine: Engine) -> None:
        self._file, self._lock = str(engine.url.database), threading.Lock()
        self._link: sqlite3.Connection | None = None
        event.listen(engine, "engine_disposed", self.close)

    def mark(self) -> Mark | None:
        with self._lock:
            try:
                if self._link is None:
                    self._link = sqlite3.connect(self._file, check_same_thread=False)
                found: int = self._link.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.Error:
                return None
            return found

    def close(self, _engine: Engine) -> None:
        """Let go of the file, as the office does."""
        with self._lock:
            if self._link is not None:
                self._link.close()
            self._link = None


class _OfPostgres:
    """One connection of its own, so that no other statement stands between two looks."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, threading.Lock()
        self._link: Any = None
        event.listen(engine, "engine_disposed", self.close)

    def mark(self) -> Mark | None:
        with self._lock:
            try:
                if self._link is None:
                    self._link = self._engine.connect().execution_options(
                        isolation_level="AUTOCOMMIT"
                    )
                found: str = self._link.exec_driver_sql(
                    "SELECT pg_current_snapshot()::text"
                ).scalar_one()
            except SQLAlchemyError:  # a server that went away comes back with another connection
                self._forget()
                return None
            return found

    def close(self, _engine: Engine) -> None:
        """Let go of the server, as the office does."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        if self._link is not None:
            self._link.invalidate()
            self._link.close()
        self._link = None
