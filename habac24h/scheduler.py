"""The ticker: APScheduler calls the engine's pass every few seconds, and does nothing else.

The rows are the schedule. APScheduler's own job store is its memory, one pass at a time
(`max_instances=1`), missed ticks folded into one (`coalesce`) and never dropped for lateness
(`misfire_grace_time=None`; its default of one second skipped 1,239 of 2,000 due jobs).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from filelock import FileLock, Timeout

from habac24h.clock import Clock
from habac24h.engine.context import Report
from habac24h.errors import HabacError, Refused, full_disk

LOCK_NAME = "engine.lock"
_UNFORESEEN = "Lượt kiểm tra vừa rồi gặp lỗi ngoài dự kiến; chương trình sẽ thử lại."
_log = logging.getLogger("habac24h.scheduler")


class Ticker:
    """Runs `one_pass` at once and then every `seconds`, in a thread of its own."""

    def __init__(self, one_pass: Callable[[], Report], seconds: float, clock: Clock) -> None:
        self._one_pass, self._clock = one_pass, clock
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        self._scheduler.add_job(
            self._tick, IntervalTrigger(seconds=seconds, timezone=UTC), next_run_time=clock.now()
        )
        self.last: Report | None = None
        self.trouble: str | None = None
        self.passes = self.failed = 0
        self.passed_at: datetime | None = None
        """When a pass last ended well."""

    def also(self, work: Callable[[], object], seconds: float) -> None:
        """Do something else every so often, in another thread: no pass ever waits for it.

        Not at once: a start has enough to do.
        """
        self._scheduler.add_job(
            lambda: self._aside(work), IntervalTrigger(seconds=seconds, timezone=UTC)
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the pass under way and end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _tick(self) -> None:
        """One pass; a failure is kept for the screen and never ends the ticking."""
        try:
            self.last, self.trouble = self._one_pass(), None
            self.passes, self.passed_at = self.passes + 1, self._clock.now()
        except HabacError as error:
            self.failed, self.trouble = self.failed + 1, error.sentence
            _log.error("pass failed: %s", error.sentence)
        except Exception as error:
            self.failed += 1
            self.trouble = full_disk(error) or _UNFORESEEN
            _log.error("pass failed: %s", type(error).__name__)

    def _aside(self, work: Callable[[], object]) -> None:
        try:
            work()
        except HabacError as error:
            _log.error("chores failed: %s", error.sentence)
        except Exception as error:
            _log.error("chores failed: %s", type(error).__name__)


@contextmanager
def only_engine(home: Path) -> Iterator[None]:
    """Hold the home's engine lock, which dies with its process; refuses when another holds it."""
    lock = FileLock(home / LOCK_NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Refused(
            "Một bộ lập lịch khác đang chạy trên thư mục dữ liệu này; "
            "mỗi thư mục chỉ chạy một bộ lập lịch (serve hoặc run)."
        ) from None
    try:
        yield
    finally:
        lock.release()
