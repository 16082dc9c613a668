"""Real workers under kill -9, SIGSTOP and cut connections: nothing doubled, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from torture.run import Count, Size, torture

SEED = 5


def small(workers: int) -> Size:
    return Size(items=20, workers=workers, first=1, last=8, blows=6, storm=60, calm=60)


def must_be_whole(count: Count) -> None:
    assert (count.doubles, count.lost, count.endless, count.unwanted) == (0, 0, 0, 0), str(count)
    assert count.states["done"] + count.states["cancelled"] == count.items, str(count)
    assert count.deeds["kill -9"] > 0, str(count)


def test_one_worker_on_sqlite_doubles_and_loses_nothing(tmp_path: Path) -> None:
    must_be_whole(torture(tmp_path, small(1), seed=SEED))


@pytest.mark.postgres
def test_three_workers_on_postgres_double_and_lose_nothing(
    tmp_path: Path, postgres_url: str
) -> None:
    must_be_whole(torture(tmp_path, small(3), seed=SEED, database_url=postgres_url))
