"""What is due for sending, read some at a time, with everything that a claim needs to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import inspect, literal, select, true, tuple_
from sqlmodel import Session, col

from habac24h.channels.fingerprint import fingerprint
from habac24h.engine import health
from habac24h.engine.context import SOONEST, Engine
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


def due_conditions(engine: Engine) -> tuple[Any, ...]:
    """What is due now; the first two are what the index of open airings is for.

    What Facebook could only show after its limit is not handed over: should this worker die before
    it presses the button itself, the post would go out too late (promise P5).
    """
    now = engine.now()
    return (
        Airing.state == Going.WAITING,
        col(Airing.due) <= now + health.horizon(engine),
        col(Item.channel).in_(AUTOMATIC),
        Item.state == Words.APPROVED,
        Item.page == engine.page.page_id,
        col(Airing.late_until) > now + SOONEST,
        (col(Airing.not_before).is_(None)) | (col(Airing.not_before) <= now),
    )


def due_for_sending(engine: Engine) -> list[int]:
    """Airings to hand over now: within the horizon, or at their hour in the mode `at-due`."""
    return engine.ids(*due_conditions(engine))


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
        after: Any = true()
        while not health.must_wait(self._engine) and (batch := self._read(after)):
            fresh = [one for one in batch if one.airing_id not in self._tried]
            if not fresh:
                after = _place() > _place_of(batch[-1])
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

    def _read(self, after: Any) -> list[Due]:
        ids = select(_A.id).join(inspect(Item).local_table, _I.id == _A.item_id)
        ids = ids.where(*due_conditions(self._engine), after).order_by(_A.due, _A.id).limit(BATCH)
        with self._engine.database.read() as session:
            wanted = list(session.execute(ids).scalars())
            return _read(session, wanted) if wanted else []


def _read(session: Session, wanted: list[int]) -> list[Due]:
    """These airings with their items; an approval covers all airings of an item."""
    items_of = select(_A.item_id).where(_A.id.in_(wanted))
    items = {one.id: one for one in session.execute(select(*_ITEMS).where(_I.id.in_(items_of)))}
    query = select(*_AIRINGS).where(_A.item_id.in_(list(items)))
    airings = {one.id: one for one in session.execute(query)}
    siblings: dict[int, list[Any]] = {}
    for one in airings.values():
        siblings.setdefault(one.item_id, []).append(one)
    return [_due(airings[one], items, siblings) for one in wanted]


def _due(airing: Any, items: dict[int, Any], siblings: dict[int, list[Any]]) -> Due:
    item = items[airing.item_id]
    bound = still_bound(item, siblings[airing.item_id])
    return Due(airing, item, bound, fingerprint(item.text))


def _place() -> Any:
    return tuple_(_A.due, _A.id)


def _place_of(due: Due) -> Any:
    return tuple_(literal(due.airing.due, Moment), literal(due.airing_id))
