"""The statements of a claim and of a record, each with its own guards.

All of a trip is sent before any of it has answered, so each statement sees for itself whether it
has anything to do.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, cast, exists, func, insert, inspect, or_, select, update
from sqlalchemy.sql import ColumnElement

from habac24h import memory
from habac24h.bundle import Prepared, the
from habac24h.engine.holding import is_on_the_way
from habac24h.models import (
    Airing,
    Attempt,
    Audit,
    Going,
    Item,
    Outcome,
    Page,
    Setting,
    Words,
)

_AIRING: Any = inspect(Airing).local_table
_ATTEMPT: Any = inspect(Attempt).local_table
_AUDIT: Any = inspect(Audit).local_table
_A: Any = _AIRING.c
_T: Any = _ATTEMPT.c
_I: Any = inspect(Item).local_table.c
_P: Any = inspect(Page).local_table.c
_S: Any = inspect(Setting).local_table.c
_O: Any = _AIRING.alias("other").c
Guard = ColumnElement[bool]


_STATE: Any = _A.state + ""
"""Not to be looked up: new tables have no statistics, and PostgreSQL would walk through all airings
of a state instead of taking the one of this id."""
IT: Guard = _A.id == the("airing_id", _A.id)
_MINE: Guard = (_A.fence == the("fence", _A.fence)) & (_A.worker == the("worker", _A.worker))

AS_READ: Guard = (
    IT & (_A.version == the("old_version", _A.version)) & (_A.fence == the("old_fence", _A.fence))
)
"""Nobody has changed it since it was read waiting, and nobody else has taken it."""
APPROVED: Guard = exists().where(
    _I.id == _A.item_id,
    _I.version == the("item_version", _I.version),
    _I.state == Words.APPROVED,
    _I.page == the("page", _A.page),
)
"""The words are those that were read, and their approval stands."""
ALONE: Guard = ~exists().where(
    _O.page == the("page", _A.page),
    _O.fingerprint == the("fingerprint", _A.fingerprint),
    is_on_the_way(_O.state),
)
"""No other airing has the same words on their way."""
_TOLD: Any = cast(_S.value, Text)
_HOLDS = ('"held": true', '"settled": false')
"""As the row's JSON says it; in people's words a quotation mark stands behind a backslash."""
IN_TIME: Guard = _A.late_until > the("soonest", _A.late_until)
LET: Guard = ~(
    exists().where(_S.name == memory.STOPPED, cast(_S.value, Text) == "true")
    | exists().where(_S.name == memory.RESTORED, or_(*(_TOLD.contains(one) for one in _HOLDS)))
    | exists().where(
        _P.page_id == the("page", _A.page),
        _P.blocked.is_not(None) | (_P.wait_until > the("now", _P.wait_until)),
    )
)
"""Nobody has stopped publishing, no restore holds it, and the page does not ask us to wait."""
FENCED: Guard = IT & (_STATE == Going.SENDING) & _MINE
"""It is still this worker's, by the fence of its own claim."""


def taking(*guards: Guard) -> Prepared:
    """The airing becomes this worker's, where all these guards hold."""
    values = {
        "state": Going.SENDING.value,
        "version": _A.version + 1,
        "fence": the("fence", _A.fence),
        "worker": the("worker", _A.worker),
        "lease_until": the("lease_until", _A.lease_until),
        "page": the("page", _A.page),
        "practice": the("practice", _A.practice),
        "fingerprint": the("fingerprint", _A.fingerprint),
        **dict.fromkeys(("remote_id", "permalink", "seen_at", "not_before", "reason", "said")),
    }
    return Prepared(update(_AIRING).where(*guards).values(values))


def holding(*guards: Guard) -> Prepared:
    """The airing holds the post that the page has taken, where all these guards hold."""
    values = {
        "state": Going.HANDED_OVER.value,
        "version": _A.version + 1,
        "remote_id": the("remote_id", _A.remote_id),
        "lease_until": None,
    }
    return Prepared(update(_AIRING).where(*guards).values(values))


def _row(table: Any, done: Guard, **computed: Any) -> Any:
    """A row that is only written where the statement before it did something."""
    names = [column.name for column in table.c if column.name != "id"]
    values = [computed.get(name, the(name, table.c[name])) for name in names]
    return insert(table).from_select(names, select(*values).where(done))


def telling(*guards: Guard) -> Prepared:
    """A row of the audit log, where all these guards hold by now."""
    return Prepared(_row(_AUDIT, exists().where(*guards)))


_TAKEN = exists().where(FENCED)
_NUMBER = select(func.count() + 1).where(_T.airing_id == the("airing_id", _A.id))

STANDING = Prepared(select(_A.state, _A.version, _A.fence).where(IT))
TAKE = taking(AS_READ, APPROVED, ALONE, IN_TIME, LET)
TRY = Prepared(_row(_ATTEMPT, _TAKEN, number=_NUMBER.scalar_subquery()).returning(_T.id))
TELL_TAKEN = telling(FENCED)
END = Prepared(
    update(_ATTEMPT)
    .where(_T.id == the("attempt_id", _T.id))
    .values(
        outcome=Outcome.ACCEPTED.value,
        finished_at=the("now", _T.finished_at),
        remote_id=the("remote_id", _T.remote_id),
    )
)
"""The outcome is recorded on the attempt whatever has become of the airing meanwhile."""
HOLD = holding(FENCED)
TELL_HELD = telling(FENCED)
"""Goes before HOLD: afterwards nobody sees whether this worker, or one that adopted the same post
meanwhile, made the change."""
