"""3,000 posts due in the same minute, three workers on PostgreSQL, a page that needs a second.

Run with `python -m benchmarks.many [SECONDS]`: not to the end, but so long (and until the passes
under way end, five minutes at most). It tells how many were handed over, how long 3,000 would take,
and whether anything was doubled; ends with 1 when they would take longer than the late limit.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlmodel import col, func, select

from benchmarks.due_rows import fill, opened
from benchmarks.kit import disk_folder, postgres, postgres_database
from habac24h.channels.practice_page import PracticePage
from habac24h.clock import SystemClock
from habac24h.config import Settings
from habac24h.engine.context import Report
from habac24h.engine.passes import run_pass
from habac24h.models import Airing, Attempt
from habac24h.office import PRACTICE_TOKEN, Office, open_office

ITEMS = 3_000
WORKERS = 3
PAGE = "1024"  # a page like a real one: each worker would run a practice page of its own
ANSWER = 1.0
"""Seconds that the page needs for each answer."""
SECONDS = 240
LATE_LIMIT = timedelta(hours=2)


class Slow(PracticePage):
    """The practice page, a second later."""

    def _answer(self, *given: Any) -> Any:
        time.sleep(ANSWER)
        return super()._answer(*given)


def main(seconds: float) -> int:
    """Let the workers work for a while, and count."""
    page = Slow(page_id=PAGE, name="x", token=PRACTICE_TOKEN, now=SystemClock().now)
    with (
        disk_folder() as folder,
        postgres(folder) as server,
        postgres_database(server, "many") as url,
        page,
    ):
        work = opened(folder / "home", url)
        fill(work.office, ITEMS, ahead=timedelta(days=1), page=PAGE)
        began = time.monotonic()
        _let_work(folder / "home", url, page.url, seconds)
        code = _tell(work.office, page, time.monotonic() - began)
        work.office.close()
    return code


def _let_work(home: Path, url: str, page: str, seconds: float) -> None:
    command = [sys.executable, "-m", "benchmarks.many", str(home), url, page, str(seconds)]
    processes = [subprocess.Popen([*command, f"w{n}"]) for n in range(WORKERS)]
    for process in processes:
        assert process.wait() == 0


def _tell(office: Office, page: PracticePage, seconds: float) -> int:
    with office.database.read() as session:
        query = select(Attempt.worker, func.count()).group_by(Attempt.worker)
        each = dict(session.exec(query.order_by(col(Attempt.worker))).all())
        states = dict(session.exec(select(Airing.state, func.count()).group_by(Airing.state)).all())
    done, twins = sum(each.values()), Counter(post.message for post in page.posts())
    doubles = sum(count - 1 for count in twins.values())
    whole = timedelta(seconds=round(seconds * ITEMS / max(1, done)))
    print(f"{done} of {ITEMS} handed over in {seconds:.0f} s by {WORKERS} workers: {each}")
    calls = dict(Counter(request.call for request in page.requests))
    print(f"states {states}; calls to the page {calls}; {doubles} doubles")
    met = whole <= LATE_LIMIT and doubles == 0
    print(f"all in {whole}, budget the late limit of {LATE_LIMIT}: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def worker(home: str, url: str, page: str, seconds: str, name: str) -> None:
    """One process: passes without a pause until the time is over."""
    settings = Settings(
        database_url=SecretStr(url),
        page_id=PAGE,
        page_token=SecretStr(PRACTICE_TOKEN),
        graph_url=page,
    )
    office = open_office(Path(home), settings=settings)
    end = time.monotonic() + float(seconds)
    with office.engine(name) as engine:
        while time.monotonic() < end:
            run_pass(replace(engine, report=Report()))
    office.close()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        worker(*sys.argv[1:])
    else:
        raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) == 2 else SECONDS))
