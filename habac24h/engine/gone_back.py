"""A SQLite file that was put back without `restore`: noticed by what the scheduler last saw of it.

A snapshot of the machine, an earlier version of the file, a copy from a stick: the rows are older
than the page, and nobody told the program. Beside the database a small file names the newest row
of the audit log that was seen. It is written after the rows, so it may be older than the database,
never newer; a log that does not hold that row has gone back, and is held as after a restore.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from habac24h import audit, memory
from habac24h.calendar.overtaking import overtake
from habac24h.engine.context import Engine
from habac24h.models import Audit
from habac24h.workflow import restored
from habac24h.workflow.restored import Restored

ENDING = "-da-thay"
_LONGEST_AHEAD = timedelta(days=30)
"""No post waits on Facebook for longer: as old as a database without a log may be."""
_HASH = select(Audit.hash).where(col(Audit.id) == bindparam("id"))
_NEWEST = select(Audit.id, Audit.hash).order_by(col(Audit.id).desc()).limit(1)
_LATEST = select(Audit.at).order_by(col(Audit.at).desc()).limit(1)


@dataclass(frozen=True)
class Seen:
    """One row of the audit log."""

    id: int
    hash: str


def path_beside(file: Path) -> Path:
    """Where the scheduler notes what it has seen of this database."""
    return Path(f"{file}{ENDING}")


def forget(file: Path | None) -> None:
    """Nothing was seen of the database that stands, or will stand, here."""
    if file is not None:
        path_beside(file).unlink(missing_ok=True)


@contextmanager
def watched(engine: Engine) -> Iterator[None]:
    """Look at the database before a pass sends anything, and note what was seen of it.

    What people did since the last pass is noted before a byte of it leaves, what the pass did at
    its end: one small file each, and only where something changed.
    """
    file = engine.database.file
    if file is None:
        yield
        return
    seen = _read(file)  # before the rows: what it names was stored before it
    newest, is_back = _compared(engine, seen)
    if is_back:
        with engine.database.write() as session:
            hold(session, file, engine.now())
        newest, _ = _compared(engine, None)
    noted = _note(file, newest, seen)
    yield
    newest, _ = _compared(engine, None)
    _note(file, newest, noted)


def hold(session: Session, file: Path | None, now: datetime) -> None:
    """Hold publishing, as after a restore, where this database is older than what was seen."""
    seen = _read(file) if file is not None else None
    if seen is None or not _lacks(session, seen):
        return
    latest = session.execute(_LATEST).scalar()
    taken_at = min(latest, now) if latest is not None else now - _LONGEST_AHEAD
    audit.record(session, audit.PROGRAM, "data-went-back", now)
    restored.begin(session, Restored(at=now, taken_at=taken_at, lost_row=seen.hash))
    memory.forget(session, memory.PASSED_AT)  # nothing has run on these rows yet
    overtake(session, taken_at, now)


def _compared(engine: Engine, seen: Seen | None) -> tuple[Seen | None, bool]:
    """The newest row of the log, and whether what was seen is missing from it."""
    with engine.database.read() as session:
        row = session.execute(_NEWEST).one_or_none()
        newest = Seen(row.id, row.hash) if row is not None else None
        return newest, seen is not None and seen != newest and _lacks(session, seen)


def _lacks(session: Session, seen: Seen) -> bool:
    """Whether that row is not in the log, and nobody has noticed it yet."""
    if session.execute(_HASH, {"id": seen.id}).scalar() == seen.hash:
        return False
    known = restored.standing(session)
    return known is None or known.lost_row != seen.hash


def _read(file: Path) -> Seen | None:
    """What was seen; nothing where the note is missing or cut off."""
    try:
        told = json.loads(path_beside(file).read_text(encoding="ascii"))
        return Seen(int(told["id"]), str(told["hash"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _note(file: Path, newest: Seen | None, noted: Seen | None) -> Seen | None:
    """Name the newest row in the file, where it names another; what it names afterwards."""
    if newest is None or newest == noted:
        return noted
    half = Path(f"{path_beside(file)}.tmp")
    try:
        half.touch(mode=0o600)
        half.write_text(json.dumps({"id": newest.id, "hash": newest.hash}), encoding="ascii")
        half.replace(path_beside(file))
    except OSError:  # an older note is as good: it only notices less
        return noted
    return newest
