"""An office at its desks: people, items in any state, and everything that a move could change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.db import FILE_NAME
from habac24h.errors import Refused
from habac24h.models import Airing, Audit, Confirmation, Going, Item, Revision, Words
from habac24h.office import Office, open_office
from habac24h.workflow import Desk, people
from habac24h.workflow.binding import still_bound

START = datetime(2026, 1, 1, tzinfo=UTC)
"""Seven in the morning at the office."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = timedelta(minutes=10)
"""Near enough for a person to say that it is done."""
ROLES = {
    "lan": "editor",
    "hoa": "editor",
    "minh": "approver",
    "tam": "approver",
    "quan": "admin",
}


@dataclass
class Bureau:
    """One office and its people; a test's every step goes through here."""

    office: Office
    clock: VirtualClock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def desk(self, who: str = "lan", **settings: Any) -> Iterator[Desk]:
        """One unit of work of one person, maybe under other settings."""
        used = self.office.settings.model_copy(update=settings)
        with self.office.database.write() as session:
            yield Desk.of(session, used, self.clock.now(), who)

    def write(
        self,
        channel: str = "fanpage",
        *,
        after: timedelta = DAY,
        length: timedelta | None = None,
        text: str | None = None,
        by: str = "lan",
        campaign: str = "thuong-xuyen",
    ) -> str:
        """A new draft, due so long from now; its key."""
        number = next(self.numbers)
        due = self.clock.now() + after
        with self.desk(by) as desk:
            return workflow.new(
                desk,
                campaign,
                2026,
                channel=channel,
                to=due,
                until=due + length if length else None,
                title=f"Bài {number}",
                text=f"Bài số {number}: cùng chia sẻ việc nhà." if text is None else text,
            ).key

    def do(self, who: str, deed: str, key: str, **values: Any) -> Any:
        """One move as a unit of work of its own."""
        with self.desk(who) as desk:
            return getattr(workflow, deed)(desk, key, **values)

    def approved(self, channel: str = "fanpage", **values: Any) -> str:
        """Written by lan, submitted by lan, approved by minh."""
        key = self.write(channel, **values)
        self.do("lan", "submit", key)
        self.do("minh", "approve", key)
        return key

    def item(self, key: str) -> Item:
        """The item as it is stored now."""
        with self.office.database.read() as session:
            return session.exec(select(Item).where(Item.key == key)).one()

    def airing(self, key: str) -> Airing:
        """The airing, by its own key or by its item's."""
        with self.office.database.read() as session:
            query = select(Airing).where(Airing.key == (key if "@" in key else f"{key}@1"))
            return session.exec(query).one()

    def states(self, key: str) -> tuple[str, str, str | None]:
        """The words' state, the first airing's, and where its withdrawing leads."""
        airing = self.airing(key)
        return self.item(key).state, airing.state, airing.wanted

    def set_item(self, key: str, /, **values: Any) -> None:
        """Put an item where no move of a person would bring it."""
        self._set(update(Item).where(col(Item.key) == key), values)

    def set_airing(self, key: str, /, **values: Any) -> None:
        """Put an airing where only the engine, the planner or time would bring it."""
        name = key if "@" in key else f"{key}@1"
        self._set(update(Airing).where(col(Airing.key) == name), values)

    def _set(self, statement: Any, values: dict[str, Any]) -> None:
        with self.office.database.write() as session:
            session.execute(statement.values(**values))

    def add_airing(self, key: str, due: datetime, **values: Any) -> str:
        """One more airing of an item, as planning makes them; its key."""
        with self.office.database.write() as session:
            item = session.exec(select(Item).where(Item.key == key)).one()
            there = session.exec(select(Airing).where(Airing.item_id == item.id)).all()
            name = f"{key}@{len(there) + 1}"
            session.add(
                Airing(
                    key=name,
                    item_id=item.id or 0,
                    n=len(there) + 1,
                    uid=name,
                    due=due,
                    late_until=values.pop("late_until", due + 2 * HOUR),
                    created_at=self.clock.now(),
                    **values,
                )
            )
        return name

    def acts(self, key: str) -> list[tuple[str, str | None, str | None, str | None]]:
        """The audit rows of an item, oldest first: act, airing, before, after."""
        with self.office.database.read() as session:
            return _acts(session, key)

    def audit(self, key: str) -> Audit:
        """The item's last audit row."""
        with self.office.database.read() as session:
            query = select(Audit).where(Audit.item == key).order_by(col(Audit.id).desc())
            return session.exec(query.limit(1)).one()

    def everything(self, key: str) -> dict[str, Any]:
        """All that is stored of an item."""
        with self.office.database.read() as session:
            return _everything(session, key)

    def tried(
        self, who: str, deed: Callable[[Desk, str], Any], key: str, *, words: str, going: str
    ) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Everything before and after one move from these states (None: refused); then undone."""
        with self.office.database.read() as session:
            for table, name, state in ((Item, key, words), (Airing, f"{key}@1", going)):
                session.execute(update(table).where(col(table.key) == name).values(state=state))
            before = _everything(session, key)
            session.expire_all()
            try:
                deed(Desk.of(session, self.office.settings, self.clock.now(), who), key)
            except Refused:
                assert _everything(session, key) == before
                return before, None
            return before, _everything(session, key)

    def is_bound(self, key: str) -> bool:
        """Whether the rows are exactly what was approved."""
        with self.office.database.read() as session:
            item = session.exec(select(Item).where(Item.key == key)).one()
            return still_bound(item, _all(session, Airing, item))


def _acts(session: Session, key: str) -> list[tuple[str, str | None, str | None, str | None]]:
    query = select(Audit).where(Audit.item == key).order_by(col(Audit.id))
    return [(row.act, row.airing, row.before, row.after) for row in session.exec(query)]


def _everything(session: Session, key: str) -> dict[str, Any]:
    item = session.exec(select(Item).where(Item.key == key)).one()
    airings = _all(session, Airing, item)
    said = select(Confirmation).where(
        col(Confirmation.airing_id).in_([airing.id for airing in airings])
    )
    return {
        "item": item.model_dump(),
        "airings": [airing.model_dump() for airing in airings],
        "revisions": [one.model_dump() for one in _all(session, Revision, item)],
        "confirmations": [one.model_dump() for one in session.exec(said)],
        "acts": _acts(session, key),
    }


def _all(session: Session, table: Any, item: Item) -> list[Any]:
    query = select(table).where(table.item_id == item.id).order_by(table.id)
    return list(session.exec(query))


def open_bureau(home: Path) -> Bureau:
    """A new office on SQLite, which does not wait for the disk, with its five people; no cards."""
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE_NAME).write_bytes(_first_day())
    clock = VirtualClock(START)
    return Bureau(_open(home, clock), clock)


@cache
def _first_day() -> bytes:
    """The database after a first start with these people: made once in a process, then copied."""
    with TemporaryDirectory() as folder:
        made = staffed(_open(Path(folder), clock := VirtualClock(START)), clock)
        made.office.close()
        return (Path(folder) / FILE_NAME).read_bytes()


def _open(home: Path, clock: VirtualClock) -> Office:
    return open_office(home, clock=clock, settings=Settings(cards=False), durable=False)


def staffed(office: Office, clock: VirtualClock) -> Bureau:
    """The five people of a test's office."""
    with office.database.write() as session:
        for name, role in ROLES.items():
            people.add(session, name, role, clock.now())
    return Bureau(office, clock)


WORDS = tuple(Words)
GOING = tuple(Going)
