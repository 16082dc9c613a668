"""What a peer's due job has to keep in the same database, besides what its own store does.

A duty is told in moments; each moment is one durable transaction.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_LOG = (
    "INSERT INTO log (at, who, act, job, details, hash)"
    " VALUES (:at, 'program', :act, :job, :details, :hash)"
)


@dataclass(frozen=True)
class Duty:
    """The tables that it needs, and the statements of each moment."""

    tables: tuple[str, ...]
    moments: tuple[tuple[str, ...], ...]

    def texts(self, *, sqlite: bool) -> tuple[tuple[str, ...], ...]:
        """The moments' statements as the driver wants them: on PostgreSQL one trip for each."""
        return self.moments if sqlite else tuple((_as_one(one),) for one in self.moments)


def values(job: int, moment: int) -> dict[str, str | int]:
    """What may be bound in a moment of a job; the log's line has a hash over all it says."""
    act = ("claim", "handed-over")[moment]
    bound: dict[str, Any] = {
        "job": job,
        "at": datetime.now(UTC).isoformat(),
        "act": act,
        "remote": f"100_{job}",
        "mark": f"{job:064x}",
        "details": json.dumps({"worker": "worker-1", "fence": 1}),
    }
    said = json.dumps(list(bound.values()), ensure_ascii=False)
    return bound | {"hash": hashlib.sha256(said.encode()).hexdigest()}


def _as_one(moment: tuple[str, ...]) -> str:
    *before, last = (re.sub(r":(\w+)", r"%(\1)s", one) for one in moment)
    return "".join(f"WITH step AS ({one}) " for one in before) + last


BARE = Duty(
    ("CREATE TABLE IF NOT EXISTS outcome (job INTEGER PRIMARY KEY, at TEXT, remote TEXT)",),
    (("INSERT INTO outcome (job, at, remote) VALUES (:job, :at, :remote)",),),
)
"""The outcome alone: a crash during the call leaves no trace that it was made."""

KEPT = Duty(
    (
        "CREATE TABLE IF NOT EXISTS attempt (job INTEGER PRIMARY KEY, at TEXT, mark TEXT,"
        " outcome TEXT, remote TEXT)",
        "CREATE TABLE IF NOT EXISTS log (at TEXT, who TEXT, act TEXT, job INTEGER,"
        " details TEXT, hash TEXT)",
    ),
    (
        (
            "INSERT INTO attempt (job, at, mark, outcome) VALUES (:job, :at, :mark, 'open')",
            _LOG,
        ),
        (
            "UPDATE attempt SET outcome = 'accepted', remote = :remote WHERE job = :job",
            _LOG,
        ),
    ),
)
"""What ours keeps as well: the attempt before the call, its outcome after it, a line of the log for
each. Fewer columns and indexes than ours, nothing checked: the least that the promises need."""
