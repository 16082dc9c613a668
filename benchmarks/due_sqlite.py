"""Due items on a durable SQLite file: claimed and recorded one by one, beside APScheduler's store.

Run with `python -m benchmarks.due_sqlite`; ends with 1 when the budget is missed. Ours writes two
transactions for each item (the attempt before the call, its outcome after it), with audit rows;
APScheduler's store removes each job in one, and keeps no trace of it.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks.due_peers import DUTIES, apscheduler_rate
from benchmarks.due_rows import fill, opened
from benchmarks.kit import ROUNDS, disk_folder, tell, verdict
from habac24h.db import sqlite_url

ITEMS = 250
LEAST = 1.2
GROWING = 40
"""So many transactions of thirty pages pass the thousand at which SQLite begins the log anew."""


def main() -> int:
    """Measure interleaved rounds; 1 when the budget is missed."""
    ratios: dict[str, list[float]] = {duty: [] for duty in DUTIES}
    with disk_folder() as folder:
        for number in range(ROUNDS):
            ours = rate(folder / f"ours-{number}")
            print(f"round {number + 1}: ours {ours:.0f} items a second")
            for duty, found in ratios.items():
                url = sqlite_url(folder / f"{duty}-{number}.sqlite3")
                theirs = apscheduler_rate(url, duty, ITEMS)
                print(f"  APScheduler, {duty}: {theirs:.0f}")
                found.append(ours / theirs)
    tell("due items on SQLite / APScheduler's store, which keeps less", ratios["bare"])
    return verdict("due items on SQLite / APScheduler's store", ratios["kept"], least=LEAST)


def rate(home: Path) -> float:
    """Items a second."""
    home.mkdir()
    work = opened(home, sqlite_url(home / "a.sqlite3"))
    grow_log(home / "a.sqlite3")
    fill(work.office, ITEMS)
    began = time.perf_counter()
    assert work.do() == ITEMS
    taken = time.perf_counter() - began
    work.office.close()
    return ITEMS / taken


def grow_log(path: Path) -> None:
    """Let the write-ahead log reach the size that it keeps.

    While the file still grows each commit waits up to twice as long. The peer's grows while its
    jobs are added one by one, before the clock starts; our items come in one transaction.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("PRAGMA synchronous=FULL")
        link.execute("CREATE TABLE grown (filling TEXT)")
        for _ in range(GROWING):
            link.execute("INSERT INTO grown VALUES (?)", ("x" * 120_000,))
        link.execute("DROP TABLE grown")


if __name__ == "__main__":
    raise SystemExit(main())
