"""The same number of due jobs in the stores of APScheduler and procrastinate.

Each job keeps what its duty says (`due_duty.py`). What the stores do besides is their own:
APScheduler removes the job, procrastinate marks it.
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

from benchmarks.due_duty import BARE, KEPT, Duty, values

DUTIES = {"bare": BARE, "kept": KEPT}
"""By name: a job's arguments go through pickle or JSON."""
_ran = threading.Semaphore(0)
_own = threading.local()


def act(url: str, duty: str, number: int) -> None:
    """A job that sends nothing and keeps its duty, over one connection for each thread."""
    link = _own.__dict__.get(url)
    if link is None:
        link = _own.__dict__[url] = _connected(url)
    for moment, texts in enumerate(DUTIES[duty].texts(sqlite=_is_sqlite(url))):
        bound = values(number, moment)
        if len(texts) > 1:
            link.execute("BEGIN IMMEDIATE")
        for text in texts:
            link.execute(text, bound)
        if len(texts) > 1:
            link.execute("COMMIT")
    _ran.release()


def apscheduler_rate(url: str, duty: str, number: int, threads: int = 1) -> float:
    """Jobs a second, all due, from the first look at the store until it is empty.

    `misfire_grace_time=None`: with its default of one second it would skip most of them.
    """
    with _connected(url) as link:
        _make(link, DUTIES[duty])
    scheduler = _scheduler(url, threads)
    scheduler.start(paused=True)
    due = datetime.now(UTC) - timedelta(minutes=1)
    for n in range(number):
        scheduler.add_job(act, "date", args=(url, duty, n), run_date=due, id=f"job-{n}")
    began = time.perf_counter()
    scheduler.resume()
    for _ in range(number):
        _ran.acquire()
    while scheduler.get_jobs():
        time.sleep(0.005)
    taken = time.perf_counter() - began
    scheduler.shutdown()
    return number / taken


def procrastinate_rate(url: str, duty: str, number: int, workers: int) -> float:
    """Jobs a second, all due, with so many of them under way at once in one process."""
    return asyncio.run(_procrastinate(url, DUTIES[duty], number, workers))


async def _procrastinate(url: str, duty: Duty, number: int, workers: int) -> float:
    connector = procrastinate.PsycopgConnector(conninfo=url)
    app, texts = procrastinate.App(connector=connector), duty.texts(sqlite=False)

    @app.task(name="act")
    async def job(number: int) -> None:
        for moment, (text,) in enumerate(texts):
            await connector.execute_query_async(text, **values(number, moment))

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for table in duty.tables:
            await connector.execute_query_async(table)
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


def _make(link: Any, duty: Duty) -> None:
    for table in duty.tables:
        link.execute(table)


def _is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def _connected(url: str) -> Any:
    if not _is_sqlite(url):
        return psycopg.connect(url, autocommit=True)
    link = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
    _durable(link)
    return link


def _durable(link: Any) -> None:
    """The same promise as ours: what is committed survives a power cut."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        link.execute(f"PRAGMA {pragma}")
