"""What is due for sending, read some at a time, with everything that a claim needs to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, inspect, select, tuple_
from sqlmodel import Session, col

from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import SOONEST, Engine, ids_query
from habac24h.engine.late import AUTOMATIC
from habac24h.models import Airing, Going, Item, Moment, Words
from habac24h.workflow.binding import still_bound

BATCH = 40
READ_ANEW = timedelta(seconds=10)
"""How old a batch may grow: on a slow page people and other workers change much meanwhile."""
_A: Any = inspect(Airing).local_table.c
_I: Any = inspect(Item).local_table.c
_ITEMS = (
    _I.id, _I.key, _I.title, _I.text, _I.page, _I.version, _I.images, _I.image_alts,
    _I.approved_sha256, _I.approval_sha256,
)  # fmt: skip
_AIRINGS = (
    _A.id, _A.key, _A.item_id, _A.n, _A.due, _A.until, _A.places, _A.late_until, _A.version,
    _A.fence,
)  # fmt: skip
_WANTED = select(_A.item_id).where(_A.id.in_(bindparam("wanted", expanding=True)))
_THEIR_ITEMS = select(*_ITEMS).where(_I.id.in_(_WANTED))
_THEIR_AIRINGS = select(*_AIRINGS).where(_A.item_id.in_(bindparam("items", expanding=True)))


@dataclass(frozen=True)
class Due:
    """An airing to hand over, and its item, as they stood when they were read."""

    airing: Any
    item: Any
    is_bound: bool
    """Whether they are exactly what people approved (promise P1)."""
    mark: str
    """The fingerprint of the words."""

    @property
    def airing_id(self) -> int:
        """The airing's row."""
        found: int = self.airing.id
        return found


DUE = ids_query(
    Airing.state == Going.WAITING,
    col(Airing.due) <= bindparam("latest"),
    col(Item.channel).in_(AUTOMATIC),
    Item.state == Words.APPROVED,
    col(Item.page) == bindparam("page_id"),
    col(Airing.late_until) > bindparam("soonest"),
    (col(Airing.not_before).is_(None)) | (col(Airing.not_before) <= bindparam("now")),
)
"""What is due; the first two are what the index of open airings is for.

What Facebook could only show after its limit is not handed over: should this worker die before it
presses the button itself, the post would go out too late (promise P5).
"""
_FIRST = DUE.limit(BATCH)
_LATER = DUE.where(tuple_(_A.due, _A.id) > tuple_(bindparam("due", type_=Moment), bindparam("id")))
_LATER = _LATER.limit(BATCH)


def due_now(engine: Engine, session: Session) -> dict[str, Any]:
    """What the statement DUE wants to know at this moment."""
    now = engine.now()
    return {
        "now": now,
        "latest": now + health.horizon(engine, session),
        "soonest": now + SOONEST,
        "page_id": engine.page.page_id,
    }


def is_something_due(engine: Engine, session: Session) -> bool:
    """Whether something is to be handed over: within the horizon, or at its hour (`at-due`)."""
    return session.execute(DUE.limit(1), due_now(engine, session)).first() is not None


class Queue:
    """One due airing after the other, earliest first, each once, until nothing is due.

    Workers that begin at the same place would take turns in being too late. Whoever meets that
    goes on elsewhere in a fresh batch.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tried: set[int] = set()
        self._crowded, self._stale = False, False

    def others_were_quicker(self) -> None:
        """What came last was taken by another worker."""
        self._crowded = self._stale = True

    def __iter__(self) -> Iterator[Due]:
        after: Due | None = None
        while batch := self._read(after):
            fresh = [one for one in batch if one.airing_id not in self._tried]
            if not fresh:
                after = batch[-1]
            yield from self._some(fresh)

    def _some(self, batch: list[Due]) -> Iterator[Due]:
        read_at, self._stale = self._engine.clock.monotonic(), False
        start = self._elsewhere(len(batch)) if self._crowded else 0
        for due in (*batch[start:], *batch[:start]):
            self._tried.add(due.airing_id)
            yield due
            age = self._engine.clock.monotonic() - read_at
            if self._stale or age > READ_ANEW.total_seconds():
                return

    def _elsewhere(self, length: int) -> int:
        """A place that other workers do not think of."""
        place = f"{self._engine.worker} {len(self._tried)}"
        return crc32(place.encode()) % length if length else 0

    def _read(self, after: Due | None) -> list[Due]:
        with self._engine.database.read() as session:
            if health.waits(self._engine, session):
                return []
            known = due_now(self._engine, session)
            if after is not None:
                known |= {"due": after.airing.due, "id": after.airing_id}
            query = _FIRST if after is None else _LATER
            wanted = list(session.execute(query, known).scalars())
            return _read(session, wanted) if wanted else []


def _read(session: Session, wanted: list[int]) -> list[Due]:
    """These airings with their items; an approval covers all airings of an item."""
    items = {one.id: one for one in session.execute(_THEIR_ITEMS, {"wanted": wanted})}
    siblings_too = session.execute(_THEIR_AIRINGS, {"items": list(items)})
    airings = {one.id: one for one in siblings_too}
    siblings: dict[int, list[Any]] = {}
    for one in airings.values():
        siblings.setdefault(one.item_id, []).append(one)
    return [_due(airings[one], items, siblings) for one in wanted]


def _due(airing: Any, items: dict[int, Any], siblings: dict[int, list[Any]]) -> Due:
    item = items[airing.item_id]
    bound = still_bound(item, siblings[airing.item_id])
    return Due(airing, item, bound, fingerprint(item.text))
