"""A bundle of prepared statements: one short transaction, in one trip to the server.

For the two moments that every post passes under a deadline, claim and record. Each statement is
compiled once, each carries its own guards, so that all can be sent before any has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

WRITER_LOCK = 240024
"""On PostgreSQL people's writing takes it alone, claims and records share it: an edit and a claim
never see half of each other, and workers do not wait for one another."""
_PREFIX = "the_"
_SHARED = f"SELECT pg_advisory_xact_lock_shared({WRITER_LOCK})"
_Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Rows:
    """What one statement brought: how many rows it touched, and those that it returned."""

    count: int
    returned: tuple[Any, ...] = ()


@dataclass(frozen=True)
class _Part:
    """One value of a statement: fixed (as the driver wants it), or given for each run."""

    name: str
    given: str | None
    fixed: Any
    convert: _Convert | None

    def value(self, values: Mapping[str, Any]) -> Any:
        if self.given is None:
            return self.fixed
        found = values[self.given]
        return self.convert(found) if self.convert else found


@dataclass(frozen=True)
class _Compiled:
    text: str
    parts: tuple[_Part, ...]
    in_order: bool
    """Whether the driver takes question marks rather than names."""
    returns: bool

    def given(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them."""
        if self.in_order:
            return [part.value(values) for part in self.parts]
        return {part.name: part.value(values) for part in self.parts}


@dataclass(frozen=True)
class Prepared:
    """A statement of SQLAlchemy Core, compiled once for each kind of database."""

    statement: Any
    _compiled: dict[str, _Compiled] = field(default_factory=dict, compare=False, repr=False)

    def for_(self, dialect: Dialect) -> _Compiled:
        """Its text for this database."""
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self.statement, dialect)
        return found


def the(name: str, like: Any) -> Any:
    """A value that is given for each run, of this column's kind; forgetting it is a KeyError."""
    return bindparam(_PREFIX + name, None, type_=like.type)


Step = tuple[Prepared, Mapping[str, Any]]


def run(engine: Engine, steps: Sequence[Step]) -> list[Rows]:
    """All of it is kept, or nothing; raises DBAPIError. What each statement brought, in order."""
    proxied = engine.raw_connection()
    try:
        return _run(proxied, engine.dialect, steps)
    except engine.dialect.loaded_dbapi.Error as error:
        lost = engine.dialect.is_disconnect(error, proxied.driver_connection, None)
        if lost:
            proxied.invalidate(error)
        raise _told(error, engine.dialect, lost) from error
    finally:
        proxied.close()  # which rolls back whatever was not committed


def _run(proxied: PoolProxiedConnection, dialect: Dialect, steps: Sequence[Step]) -> list[Rows]:
    ready = [(one.for_(dialect), values) for one, values in steps]
    if dialect.name == "sqlite":
        return _on_file(proxied.driver_connection, ready)
    return _on_server(proxied.driver_connection, ready)


def _on_file(link: Any, steps: Sequence[tuple[_Compiled, Mapping[str, Any]]]) -> list[Rows]:
    link.execute("BEGIN IMMEDIATE")
    found = [_rows(link.execute(one.text, one.given(values)), one) for one, values in steps]
    link.execute("COMMIT")
    return found


def _on_server(link: Any, steps: Sequence[tuple[_Compiled, Mapping[str, Any]]]) -> list[Rows]:
    with link.pipeline():
        link.execute(_SHARED)
        cursors = [link.execute(one.text, one.given(values)) for one, values in steps]
        link.commit()
    return [_rows(cursor, one) for cursor, (one, _values) in zip(cursors, steps, strict=True)]


def _rows(cursor: Any, compiled: _Compiled) -> Rows:
    returned = tuple(cursor.fetchall()) if compiled.returns else ()
    return Rows(len(returned) if compiled.returns else cursor.rowcount, returned)


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    made = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    names = made.positiontup if made.positiontup is not None else made.params
    return _Compiled(
        text=str(made),
        parts=tuple(_part(name, made, dialect) for name in names),
        in_order=made.positiontup is not None,
        returns=statement.is_select or bool(made.effective_returning),
    )


def _part(name: str, made: Any, dialect: Dialect) -> _Part:
    bind = made.binds.get(name)  # values of an IN have none; they are plain
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect) if bind is not None else None
    if name.startswith(_PREFIX):
        return _Part(name, name.removeprefix(_PREFIX), None, convert)
    fixed = made.params[name]
    return _Part(name, None, convert(fixed) if convert else fixed, None)


def _told(error: Exception, dialect: Dialect, lost: bool) -> BaseException:
    """The driver's error as SQLAlchemy tells it, without what the rows contain."""
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(None, None, error, base, True, lost, dialect)
