"""Engines of the same database compile each statement once in a test run, not once in each test.

SQLAlchemy keeps compiled statements by engine and dialect; each test has an engine of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

Maker = Callable[..., Engine]
_ROOM = 3000


def sharing(create_engine: Maker) -> Maker:
    """The same maker, whose engines share dialect and compiled statements with the first one."""
    first: dict[str, Engine] = {}

    def made(url: Any, **options: Any) -> Engine:
        engine = create_engine(url, query_cache_size=_ROOM, **options)
        known = first.setdefault(engine.dialect.name, engine)
        if known is not engine:
            engine.dialect = engine.pool._dialect = known.dialect
            engine._compiled_cache = known._compiled_cache
        return engine

    return made
