"""Waking up with 100,000 future items: is anything due? Beside APScheduler's store.

Run with `python -m benchmarks.waking`; ends with 1 when the budget is missed. Ours is the question
of a tick as the database is asked it; APScheduler's store is asked what it is asked at each waking:
what is due, and when to wake next. A whole tick of ours asks more (leases, doubt, withdrawals);
it is told without a budget.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from sqlalchemy import create_engine, insert

from benchmarks.due_rows import Work, fill, opened
from benchmarks.kit import ROUNDS, disk_folder, postgres, postgres_database, verdict
from habac24h import memory
from habac24h.db import sqlite_url
from habac24h.engine.context import Report
from habac24h.engine.due import DUE, due_now
from habac24h.engine.passes import run_pass

ITEMS = 100_000
TIMES = 40
MOST = 0.1
AHEAD = timedelta(days=60)


def main() -> int:
    """Measure interleaved rounds on both databases; 1 when a budget is missed."""
    with disk_folder() as folder:
        code = measure("SQLite", folder / "s", *(sqlite_url(folder / f"{n}.db") for n in "ab"))
        with (
            postgres(folder) as server,
            postgres_database(server, "ours") as ours,
            postgres_database(server, "theirs") as theirs,
        ):
            return max(code, measure("PostgreSQL", folder / "p", ours, theirs))


def measure(kind: str, home: Path, ours: str, theirs: str) -> int:
    """One kind of database."""
    work = opened(home, ours)
    fill(work.office, ITEMS, ahead=AHEAD)
    with work.office.database.write() as session:
        now = work.office.clock.now().isoformat()
        memory.remember(session, memory.LOOKED_AT, now)
    store = _store(theirs)
    ratios = []
    with work.office.database.engine.connect() as link:
        ask = _question(work, link)
        for _ in range(ROUNDS):
            mine, other = seconds(ask), seconds(lambda: _wake(store))
            ratios.append(mine / other)
        tick = seconds(lambda: run_pass(replace(work.engine, report=Report()), full=False))
    print(f"{kind}: ours {mine * 1000:.3f} ms, APScheduler {other * 1000:.3f} ms, ", end="")
    print(f"a whole tick of ours {tick * 1000:.1f} ms")
    store.shutdown()
    work.office.close()
    return verdict(f"waking up on {kind} / APScheduler's store", ratios, most=MOST)


def seconds(work: Callable[[], object]) -> float:
    """Mean seconds of one call, after one to warm up."""
    work()
    began = time.perf_counter()
    for _ in range(TIMES):
        work()
    return (time.perf_counter() - began) / TIMES


def _question(work: Work, link: Any) -> Callable[[], object]:
    """What is due, as the driver is asked it."""
    with work.office.database.read() as session:
        known = due_now(work.engine, session)
    made = DUE.compile(dialect=work.office.database.engine.dialect)
    state, cursor = made.construct_expanded_state(known), link.connection.cursor()
    processors: dict[str, Any] = dict(state.processors)
    bound = {n: processors.get(n, _as_it_is)(value) for n, value in state.parameters.items()}
    given: Any = [bound[n] for n in state.positiontup] if state.positiontup else bound

    def ask() -> object:
        cursor.execute(state.statement, given)
        found = cursor.fetchall()
        assert found == []
        return found

    return ask


def _as_it_is(value: Any) -> Any:
    return value


def _store(url: str) -> SQLAlchemyJobStore:
    """100,000 jobs of the future, put in as the store keeps them (one by one takes an hour)."""
    from apscheduler.schedulers.background import BackgroundScheduler

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    store = SQLAlchemyJobStore(engine=engine)
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    due = datetime.now(UTC) + AHEAD
    scheduler.add_job(print, "date", run_date=due, id="first")
    with engine.begin() as link:
        state = link.execute(store.jobs_t.select()).one().job_state
        rows = [
            {"id": f"job-{n}", "next_run_time": due.timestamp() + n, "job_state": state}
            for n in range(ITEMS)
        ]
        link.execute(insert(store.jobs_t), rows)
    return store


def _wake(store: SQLAlchemyJobStore) -> None:
    assert store.get_due_jobs(datetime.now(UTC)) == []
    store.get_next_run_time()


if __name__ == "__main__":
    raise SystemExit(main())
