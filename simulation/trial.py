"""One seed lived and judged."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import structlog
from sqlmodel import col, select

from habac24h.models import Airing, Audit
from simulation.house import House
from simulation.life import Life
from simulation.promises import broken

TAIL = 40


@dataclass(frozen=True)
class Verdict:
    """What a seed came to; `trace_sha256` is over every step and every end."""

    seed: int
    broken: tuple[str, ...]
    trace: tuple[str, ...]
    trace_sha256: str
    ends: Counter[str]

    def __str__(self) -> str:
        """For whoever has to find out: the seed, the breaks, the last steps."""
        last = "\n".join(f"  {line}" for line in self.trace[-TAIL:])
        said = "\n".join(self.broken)
        return f"seed {self.seed}\n{said}\nlast steps:\n{last}"


def run_seed(house: House, seed: int, *, sockets: bool = False, quick: bool = False) -> Verdict:
    """Live it, judge it."""
    with structlog.testing.capture_logs() as logs:
        life = Life(house, seed, sockets=sockets, quick=quick).live()
    life.swallowed += [f"a pass met {log.get('error')}" for log in logs]
    found = broken(life)
    with life.office.database.read() as session:
        rows = session.exec(select(Airing).order_by(col(Airing.id)))
        ends = [f"{one.key} {one.state} {one.remote_id} {one.reason}" for one in rows]
        log = session.exec(select(Audit).order_by(col(Audit.id)))
        moves = [
            f"{row.at:%d %H:%M:%S} {row.by} {row.details.get('worker', '')} {row.act} "
            f"{row.airing or row.item}: {row.before} -> {row.after}"
            for row in log
        ]
    wall = [f"{post}" for post in life.page.posts()]
    trace = (*life.trace, *moves, *ends, *wall)
    return Verdict(
        seed,
        tuple(found),
        trace,
        hashlib.sha256("\n".join(trace).encode()).hexdigest(),
        Counter(end.split()[1] for end in ends),
    )
