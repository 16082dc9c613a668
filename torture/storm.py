"""Workers under a storm: killed, stopped for longer than a lease, cut off from their database."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from habac24h.clock import SystemClock
from torture.office import Desks
from torture.processes import Process, end, start

CLOCK = SystemClock()
CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
FAULTS: tuple[dict[str, object], ...] = (
    {"kind": "error", "code": 2, "effect": "applied"},
    {"kind": "error", "code": 1},
    {"kind": "reset", "effect": "applied"},
    {"kind": "reset", "effect": "late", "minutes": 0.05},
    {"kind": "html", "status": 502},
    {"kind": "hang", "effect": "applied", "seconds": 3},
    {"kind": "truncated"},
    {"kind": "swallow", "call": "create"},
    {"kind": "lag", "call": "create", "looks": 2},
    {"kind": "normalise", "call": "create"},
    {"kind": "new-id", "call": "create"},
)
"""Each strikes some of the writes. A late effect comes while a lost try is waited for; a
failed list would rest the page for a minute, so lists fail rarely."""
LISTS: dict[str, object] = {"kind": "cut-off", "call": "list", "probability": 0.02, "times": 2}
RATE = 0.03


LOOK = 0.05
"""Seconds between looks at how far the workers came."""


@dataclass
class Worker:
    """One `habac24h run`, and until when it is stopped."""

    process: Process
    stopped_until: float | None = None


@dataclass
class Storm:
    """`count` workers in `home`; `deeds` counts what was done to them."""

    home: Path
    env: dict[str, str]
    desks: Desks
    count: int
    draw: random.Random
    workers: list[Worker] = field(default_factory=list)
    deeds: Counter[str] = field(default_factory=Counter)

    def rage(self, blows: int, limit: float) -> None:
        """So many blows, each after a few more moves of the engine; what died starts again.

        Counted in moves, not in seconds: a slow machine is struck as often in the middle of its
        work as a quick one.
        """
        over = CLOCK.monotonic() + limit
        self._fill()
        while blows and CLOCK.monotonic() < over:
            goal = self.desks.moves() + self.draw.randrange(1, 6)
            while self.desks.moves() < goal and CLOCK.monotonic() < over:
                CLOCK.wait(LOOK)
                self._wake()
                self._fill()
            self.draw.choice(self._blows())(self.draw.choice(self.workers))
            blows -= 1
        self._fill()

    def end(self) -> None:
        """Every worker ends."""
        for worker in self.workers:
            end(worker.process)
        self.workers.clear()

    def _blows(self) -> list[Callable[[Worker], None]]:
        blows = [self._kill, self._kill, self._change]
        if hasattr(signal, "SIGSTOP"):  # Windows has no such thing
            blows += [self._stop, self._stop]
        return blows if self.desks.office.database.is_sqlite else [*blows, self._cut]

    def _fill(self) -> None:
        self.workers = [one for one in self.workers if one.process.poll() is None]
        while len(self.workers) < self.count:
            self.deeds["starts"] += 1
            log = self.home / "workers.txt"
            process = start("run", home=self.home, env=self.env, log=log)
            self.workers.append(Worker(process))

    def _kill(self, worker: Worker) -> None:
        worker.process.kill()
        worker.process.wait()
        self.deeds["kill -9"] += 1

    def _stop(self, worker: Worker) -> None:
        worker.process.send_signal(signal.SIGSTOP)
        worker.stopped_until = CLOCK.monotonic() + self.draw.uniform(0.5, 8)
        self.deeds["SIGSTOP"] += 1

    def _wake(self) -> None:
        for worker in self.workers:
            if worker.stopped_until is not None and worker.stopped_until <= CLOCK.monotonic():
                worker.process.send_signal(signal.SIGCONT)
                worker.stopped_until = None

    def _change(self, _worker: Worker) -> None:
        self.deeds[self.desks.change_one()] += 1

    def _cut(self, _worker: Worker) -> None:
        with self.desks.office.database.engine.connect() as connection:
            connection.execute(CUT)
        self.deeds["connections cut"] += 1
