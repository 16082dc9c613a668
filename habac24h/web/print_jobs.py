"""Papers drawn beside the pages: typst holds the interpreter, so many are drawn in a process.

Jobs are kept in memory alone: nothing is lost with them that a press of a button does not bring.
"""

from __future__ import annotations

import logging
import multiprocessing
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from habac24h.errors import HabacError, NotFound, full_disk
from habac24h.papers.folder import Filed, bundle
from habac24h.papers.registry import paper

KEPT = 12
"""Jobs that are remembered, each with its file (a week has some 2 MB)."""
_log = logging.getLogger("habac24h.web")
_LOST = "Việc in bị ngắt giữa chừng; hãy in lại."


@dataclass
class Job:
    """One printing of many papers; `made` is its file when it is done, `trouble` why it is not."""

    name: str
    total: int
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    done: int = 0
    made: tuple[str, bytes] | None = None
    trouble: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.made is not None or self.trouble is not None


class Jobs:
    """The printings of one web application, one after the other."""

    def __init__(self, executor: Callable[[], Executor] | None = None) -> None:
        self._executor = executor or _own_process
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._press = threading.Lock()

    def get(self, job_id: str) -> Job:
        """The job, or NotFound when it was forgotten."""
        found = self._jobs.get(job_id)
        if found is None:
            raise NotFound("Việc in này không còn; hãy in lại ở trang In.")
        return found

    def start(self, files: Sequence[Filed], name: str, paper_id: str | None) -> Job:
        """Begin to draw; the oldest jobs that are over are forgotten."""
        job = Job(name, len(files))
        with self._lock:
            over = [one.id for one in self._jobs.values() if one.is_over]
            for old in over[: max(0, len(self._jobs) + 1 - KEPT)]:
                del self._jobs[old]
            self._jobs[job.id] = job
        threading.Thread(
            target=self._run, args=(job, tuple(files), paper_id), name=f"in-{job.id}", daemon=True
        ).start()
        return job

    def _run(self, job: Job, files: Sequence[Filed], paper_id: str | None) -> None:
        try:
            with self._press:
                job.made = bundle(self._drawn(job, files), job.name, paper_id)
        except HabacError as error:
            job.trouble = error.sentence
        except Exception as error:
            _log.exception("printing failed")
            job.trouble = full_disk(error) or _LOST

    def _drawn(self, job: Job, files: Sequence[Filed]) -> dict[str, bytes]:
        try:
            return _draw(job, files, self._executor())
        except BrokenExecutor:  # a computer that forbids child processes prints as well
            job.done = 0
            return _draw(job, files, ThreadPoolExecutor(1))


def _draw(job: Job, files: Sequence[Filed], executor: Executor) -> dict[str, bytes]:
    """The papers by the names of their files, one after the other."""
    told = [(one.paper.id, one.sheet.contents, one.form) for one in files]
    made = {}
    with _running(executor) as press:
        for one, content in zip(files, press.map(drawn, told), strict=True):
            made[one.name] = content
            job.done += 1
    return made


def drawn(told: tuple[str, Any, str]) -> bytes:
    """One paper (its id, what stands on it, its format) as bytes, in whatever process."""
    paper_id, contents, form = told
    return paper(paper_id).formats[form](contents)


def _own_process() -> Executor:
    """Spawned, not forked: the pages have threads and open databases."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def _running(press: Executor) -> Iterator[Executor]:
    try:
        yield press
    finally:
        press.shutdown(wait=False, cancel_futures=True)
