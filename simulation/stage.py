"""The database with a hook before each unit of work, before each commit and after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from habac24h.bundle import Rows, Step
from habac24h.complaints import plainly
from habac24h.db import Database
from simulation.baton import commit_hook, hook

TRIP = "trip"
"""A claim or a record is about to be stored: what it follows from was read a while ago."""


@dataclass(frozen=True)
class _Seat:
    """A connection and its session, kept from unit to unit: making them costs more than a query.

    To SQLAlchemy it is one endless transaction; the true ones are begun and ended on the driver.
    """

    connection: Connection
    session: Session

    def tell(self, word: str) -> None:
        self.connection.connection.driver_connection.execute(word)  # type: ignore[union-attr]

    def clear(self) -> None:
        self.session.expunge_all()
        self.session.info.clear()

    def close(self) -> None:
        self.session.close()
        self.connection.close()


class StagedDatabase(Database):
    """Hooks stand outside of transactions: SQLite's write lock is never held at one.

    What happens inside a transaction is invisible to all others, so nothing is lost by that. To
    die right before the commit is to raise here: the transaction is rolled back, as it is for a
    process that is gone.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, durable=False)
        self._bare = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        """Without listeners, which would be asked at each statement."""
        self._free: list[_Seat] = []

    @contextmanager
    def read(self) -> Iterator[Session]:
        hook("read")
        with self._seat("BEGIN") as seat:
            yield seat.session
            seat.tell("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Session]:
        hook("write")
        with self._seat("BEGIN IMMEDIATE") as seat:
            yield seat.session
            seat.session.flush()
            commit_hook()
            seat.tell("COMMIT")
        hook("written")

    def at_once(self, *steps: Step) -> list[Rows]:
        hook(TRIP)
        commit_hook()
        brought = super().at_once(*steps)
        hook("written")
        return brought

    def dispose(self) -> None:
        while self._free:
            self._free.pop().close()
        self._bare.dispose()
        super().dispose()

    @contextmanager
    def _seat(self, begin: str) -> Iterator[_Seat]:
        """One that nobody sits on; after trouble it is thrown away, and all of it rolled back."""
        seat = self._free.pop() if self._free else self._new_seat()
        try:
            with plainly():
                seat.tell(begin)
                yield seat
        except BaseException:
            seat.close()
            raise
        seat.clear()
        self._free.append(seat)

    def _new_seat(self) -> _Seat:
        connection = self._bare.connect()
        return _Seat(connection, Session(bind=connection, expire_on_commit=False))

    def _connect(self) -> Any:
        fairy = self.engine.raw_connection()
        link = fairy.driver_connection
        fairy.detach()
        return link
