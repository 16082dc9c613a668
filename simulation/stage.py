"""The database with a hook before each unit of work, before each commit and after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from habac24h.bundle import Rows, Step
from habac24h.db import Database
from simulation.baton import commit_hook, hook

TRIP = "trip"
"""A claim or a record is about to be stored: what it follows from was read a while ago."""


class StagedDatabase(Database):
    """Hooks stand outside of transactions: SQLite's write lock is never held at one.

    What happens inside a transaction is invisible to all others, so nothing is lost by that. To
    die right before the commit is to raise here: the driver rolls back, as it does for a process
    that is gone.
    """

    @contextmanager
    def read(self) -> Iterator[Session]:
        hook("read")
        with super().read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        hook("write")
        with super().write() as session:
            yield session
            commit_hook()
        hook("written")

    def at_once(self, *steps: Step) -> list[Rows]:
        hook(TRIP)
        commit_hook()
        brought = super().at_once(*steps)
        hook("written")
        return brought
