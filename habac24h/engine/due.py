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
from habac24h.models import Airing, Going, Item, Words
from habac24h.workflow.binding import still_bound

BATCH = 40
CROWD = 10 * BATCH
"""Among so many a worker chooses its batch where others are at work too."""
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
_FIRST = DUE.limit(bindparam("most"))
_LAST = select(_A.due, _A.id).where(_A.id == bindparam("last"))
_LATER = _FIRST.where(tuple_(_A.due, _A.id) > _LAST.correlate(None).scalar_subquery())


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
    goes on with a batch from elsewhere among the next ones.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tried: set[int] = set()
        self._last: int | None = None  # all up to it were tried
        self._crowded, self._stale = False, False

    def others_were_quicker(self) -> None:
        """What came last was taken by another worker."""
        self._crowded = self._stale = True

    def __iter__(self) -> Iterator[Due]:
        while batch := self._read():
            yield from self._some(batch)

    def _some(self, batch: list[Due]) -> Iterator[Due]:
        read_at, self._stale = self._engine.clock.monotonic(), False
        for due in batch:
            self._tried.add(due.airing_id)
            yield due
            age = self._engine.clock.monotonic() - read_at
            if self._stale or age > READ_ANEW.total_seconds():
                return

    def _read(self) -> list[Due]:
        with self._engine.database.read() as session:
            if health.waits(self._engine, session):
                return []
            known = due_now(self._engine, session) | {"most": CROWD if self._crowded else BATCH}
            while ids := self._ids(session, known):
                if fresh := [one for one in ids if one not in self._tried]:
                    return _read(session, self._share(fresh))
                self._last = ids[-1]
        return []

    def _ids(self, session: Session, known: dict[str, Any]) -> list[int]:
        if self._last is None:
            return list(session.execute(_FIRST, known).scalars())
        return list(session.execute(_LATER, known | {"last": self._last}).scalars())

    def _share(self, fresh: list[int]) -> list[int]:
        """A batch of them; in a crowd from a place that other workers do not think of."""
        start = 0
        if self._crowded:
            place = f"{self._engine.worker} {len(self._tried)}"
            start = crc32(place.encode()) % len(fresh)
        return [*fresh[start:], *fresh[:start]][:BATCH]


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
