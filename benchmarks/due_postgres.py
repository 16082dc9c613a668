"""Due items on PostgreSQL: four workers of ours beside a page's answer, and beside two job stores.

Run with `python -m benchmarks.due_postgres`; ends with 1 when a budget is missed. Ours: four
processes, as `habac24h run` starts them, claiming and recording one by one. The
peers, told without a budget: procrastinate, one process with four jobs under way; APScheduler, one
scheduler (two on one store double jobs) with four threads.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.due_peers import DUTIES, apscheduler_rate, procrastinate_rate
from benchmarks.due_rows import fill, opened
from benchmarks.kit import ROUNDS, disk_folder, postgres, postgres_database, tell, verdict

ITEMS = 800
WORKERS = 4
ANSWER = 1.0
"""Seconds in which a page answers (facts/speed.md takes as much for many at once)."""
LEAST = 20.0
"""The rows of a post may cost a twentieth of its call: decision 0010 says why no more is asked."""
PEERS = {"APScheduler's store": apscheduler_rate, "procrastinate": procrastinate_rate}


def main() -> int:
    """Measure interleaved rounds; 1 when a budget is missed."""
    ratios = {(peer, duty): list[float]() for peer in PEERS for duty in DUTIES}
    times: list[float] = []
    with disk_folder() as folder, postgres(folder) as server:
        for number in range(ROUNDS):
            with postgres_database(server, f"ours{number}") as url:
                ours = rate(folder / f"ours-{number}", url)
            print(f"round {number + 1}: ours {ours:.0f} items a second")
            times.append(ours * ANSWER / WORKERS)
            for (peer, duty), found in ratios.items():
                with postgres_database(server, f"{duty}{number}") as url:
                    theirs = PEERS[peer](url, duty, ITEMS, WORKERS)
                print(f"  {peer}, {duty}: {theirs:.0f}")
                found.append(ours / theirs)
    for peer in PEERS:
        tell(f"due items on PostgreSQL / {peer}, which keeps less", ratios[peer, "bare"])
        tell(f"due items on PostgreSQL / {peer}", ratios[peer, "kept"])
    what = "due items on PostgreSQL / what a page takes that answers in a second"
    return verdict(what, times, least=LEAST)


def rate(home: Path, url: str) -> float:
    """Items a second of all workers together."""
    work = opened(home, url)
    fill(work.office, ITEMS)
    work.office.close()
    with _workers(home, url) as processes:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        began = time.perf_counter()
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        done = [int(process.stdout.readline()) for process in processes if process.stdout]
        taken = time.perf_counter() - began
    assert sum(done) == ITEMS, done
    return ITEMS / taken


@contextmanager
def _workers(home: Path, url: str) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "benchmarks.due_postgres", str(home), url]
    processes = [
        subprocess.Popen(
            [*command, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for n in range(1, WORKERS + 1)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def worker(home: str, url: str, name: str) -> None:
    """One process: ready, wait for the word, work until nothing is due, tell how many."""
    work = opened(Path(home), url, name)
    print("ready", flush=True)
    sys.stdin.readline()
    print(work.do(), flush=True)
    work.office.close()


if __name__ == "__main__":
    if len(sys.argv) == 4:
        worker(*sys.argv[1:])
    else:
        raise SystemExit(main())
