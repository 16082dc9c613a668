"""The same number of due jobs in the stores of APScheduler and procrastinate.

Each job does what ours must do too: it keeps its outcome, one committed row in the same database.
What the stores do besides is their own: APScheduler removes the job, procrastinate marks it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import procrastinate
import psycopg
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, event

_ran = threading.Semaphore(0)
_own = threading.local()
_TABLE = "CREATE TABLE IF NOT EXISTS outcome (job INTEGER PRIMARY KEY, at TEXT, remote TEXT)"


def act(url: str, number: int) -> None:
    """A job that sends nothing and keeps its outcome."""
    record(url, number)
    _ran.release()


def record(url: str, number: int) -> None:
    """One committed row, over one connection for each thread."""
    link = _own.__dict__.get(url)
    mark = "?" if url.startswith("sqlite") else "%s"
    if link is None:
        link = _own.__dict__[url] = _connected(url)
    row = (number, datetime.now(UTC).isoformat(), f"100_{number}")
    link.execute(f"INSERT INTO outcome VALUES ({mark}, {mark}, {mark})", row)


def apscheduler_rate(url: str, number: int, threads: int = 1) -> float:
    """Jobs a second, all due, from the first look at the store until it is empty.

    `misfire_grace_time=None`: with its default of one second it would skip most of them.
    """
    with _connected(url) as link:
        link.execute(_TABLE)
    scheduler = _scheduler(url, threads)
    scheduler.start(paused=True)
    due = datetime.now(UTC) - timedelta(minutes=1)
    for n in range(number):
        scheduler.add_job(act, "date", args=(url, n), run_date=due, id=f"job-{n}")
    began = time.perf_counter()
    scheduler.resume()
    for _ in range(number):
        _ran.acquire()
    while scheduler.get_jobs():
        time.sleep(0.005)
    taken = time.perf_counter() - began
    scheduler.shutdown()
    return number / taken


def procrastinate_rate(url: str, number: int, workers: int) -> float:
    """Jobs a second, all due, with so many of them under way at once in one process."""
    return asyncio.run(_procrastinate(url, number, workers))


async def _procrastinate(url: str, number: int, workers: int) -> float:
    connector = procrastinate.PsycopgConnector(conninfo=url)
    app = procrastinate.App(connector=connector)

    @app.task(name="act")
    async def job(number: int) -> None:
        await connector.execute_query_async(
            "INSERT INTO outcome VALUES (%(n)s, now()::text, %(remote)s)",
            n=number,
            remote=f"100_{number}",
        )

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await connector.execute_query_async(_TABLE)
        await job.batch_defer_async(*[{"number": n} for n in range(number)])
        began = time.perf_counter()
        await app.run_worker_async(
            wait=False, concurrency=workers, install_signal_handlers=False, listen_notify=False
        )
        return number / (time.perf_counter() - began)


def _scheduler(url: str, threads: int) -> BackgroundScheduler:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda link, _record: _durable(link))
    return BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": ThreadPoolExecutor(threads)},
        job_defaults={"misfire_grace_time": None, "coalesce": True},
        timezone=UTC,
    )


def _connected(url: str) -> Any:
    if not url.startswith("sqlite"):
        return psycopg.connect(url, autocommit=True)
    link = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
    _durable(link)
    return link


def _durable(link: Any) -> None:
    """The same promise as ours: what is committed survives a power cut."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        link.execute(f"PRAGMA {pragma}")
