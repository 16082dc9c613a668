"""One seed lived and judged."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
    with _logged() as errors:
        life = Life(house, seed, sockets=sockets, quick=quick).live()
    life.swallowed += [f"a pass logged: {error}" for error in errors]
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
    wall = [f"{post}" for page in life.pages for post in page.posts()]
    trace = (*life.trace, *moves, *ends, *wall)
    return Verdict(
        seed,
        tuple(found),
        trace,
        hashlib.sha256("\n".join(trace).encode()).hexdigest(),
        Counter(end.split()[1] for end in ends),
    )


@contextmanager
def _logged() -> Iterator[list[str]]:
    """What the program logs as going wrong until the block ends."""
    errors: list[str] = []
    logger, keeper = logging.getLogger("habac24h"), _Keeper(errors)
    logger.addHandler(keeper)
    try:
        yield errors
    finally:
        logger.removeHandler(keeper)


class _Keeper(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record.getMessage())
