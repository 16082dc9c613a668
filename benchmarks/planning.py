"""Inserting a plan's rows, beside the driver's own executemany and the ORM's add_all.

Run with `python -m benchmarks.planning`; ends with 1 when a budget is missed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import inspect

from benchmarks.due_rows import Work, opened, plain_items
from benchmarks.kit import ROUNDS, disk_folder, verdict
from habac24h.campaigns import apply
from habac24h.db import sqlite_url
from habac24h.models import Item

ITEMS = 8_000
LEAST_EXECUTEMANY = 0.4
LEAST_ADD_ALL = 8.0


def main() -> int:
    """Measure interleaved rounds on SQLite; 1 when a budget is missed."""
    executemany, add_all = [], []
    with disk_folder() as folder:
        work = opened(folder / "home", sqlite_url(folder / "a.sqlite3"))
        rows = plain_items(work.office, ITEMS)
        for _ in range(ROUNDS):
            ours = _timed(work, lambda session: apply._insert(session, Item, rows))
            driver = _timed(work, lambda session: _executemany(session, rows))
            orm = _timed(work, lambda session: session.add_all(Item(**row) for row in rows))
            print(
                f"ours {ITEMS / ours:,.0f}, executemany {ITEMS / driver:,.0f}, "
                f"add_all {ITEMS / orm:,.0f} rows a second"
            )
            executemany.append(driver / ours)
            add_all.append(orm / ours)
        work.office.close()
    return max(
        verdict("planning / executemany", executemany, least=LEAST_EXECUTEMANY),
        verdict("planning / add_all", add_all, least=LEAST_ADD_ALL),
    )


def _timed(work: Work, insert: Callable[[Any], object]) -> float:
    """Seconds to insert and commit; the table is emptied afterwards."""
    began = time.perf_counter()
    with work.office.database.write() as session:
        insert(session)
    taken = time.perf_counter() - began
    with work.office.database.write() as session:
        session.execute(inspect(Item).local_table.delete())
    return taken


def _executemany(session: Any, rows: list[dict[str, Any]]) -> None:
    """The limit: values that are ready for the driver, one prepared statement."""
    table = inspect(Item).local_table
    names = [column.name for column in table.columns]
    processors = [column.type.dialect_impl(session.bind.dialect) for column in table.columns]
    ready = [
        tuple(
            (bind(row[name]) if bind is not None else row[name])
            for name, bind in zip(names, _binds(processors, session), strict=True)
        )
        for row in rows
    ]
    marks = ", ".join("?" for _ in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    link = session.connection().connection.cursor()
    link.executemany(f"INSERT INTO item ({quoted}) VALUES ({marks})", ready)


def _binds(processors: list[Any], session: Any) -> list[Any]:
    return [one.bind_processor(session.bind.dialect) for one in processors]


if __name__ == "__main__":
    raise SystemExit(main())
