"""An office whose approved posts are all due, and a page that answers at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import insert, inspect

from habac24h.channels.base import PageCheck, Photo, Post, Receipt, RemotePost, Snapshot
from habac24h.clock import RemoteClock, SystemClock
from habac24h.config import Settings
from habac24h.engine import sending
from habac24h.engine.context import Engine, LivePage, Look, Report
from habac24h.models import Airing, Item, Words
from habac24h.office import Office, open_office
from habac24h.workflow.binding import approval_sha256, text_sha256
from habac24h.workflow.pages import PRACTICE_ID

AHEAD = timedelta(hours=1)
LATE = timedelta(hours=2)


class Nowhere:
    """A page that takes everything at once: what is left is the work of the rows."""

    def __init__(self, worker: str) -> None:
        self._numbers, self._worker = count(1), worker

    def check(self) -> PageCheck:
        return PageCheck(PRACTICE_ID, "x")

    def snapshot(self, since: datetime) -> Snapshot:
        return Snapshot(since, (), ())

    def upload(self, photo: Photo) -> str:
        raise AssertionError("not measured")

    def schedule(self, post: Post, at: datetime) -> Receipt:
        return Receipt(f"{PRACTICE_ID}_{self._worker}{next(self._numbers)}")

    def publish(self, remote_id: str) -> None:
        raise AssertionError("not measured")

    def delete(self, remote_id: str) -> None:
        raise AssertionError("not measured")

    def read(self, remote_id: str) -> RemotePost | None:
        raise AssertionError("not measured")


@dataclass(frozen=True)
class Work:
    """An office with due posts, and one worker's engine."""

    office: Office
    engine: Engine

    def do(self) -> int:
        """Send one by one, as a pass does, until nothing is due; how many this worker sent."""
        engine = replace(self.engine, report=Report())
        look = Look(engine.now(), (), (), engine.clock.monotonic())
        sending.Shift(engine, look).work()
        return engine.report.deeds["handed-over"]


def opened(home: Path, url: str, worker: str = "1") -> Work:
    """Open (and at first make) the office of a database."""
    home.mkdir(exist_ok=True)
    office = open_office(home, settings=Settings(database_url=SecretStr(url)))
    local, database = SystemClock(), office.database
    engine = Engine(
        database=database,
        settings=office.settings,
        clock=local if database.is_sqlite else RemoteClock(database.now, local),
        page=LivePage(PRACTICE_ID, Nowhere(worker), practice=True),
        worker=f"worker-{worker}",
    )
    return Work(office, engine)


def fill(office: Office, number: int, *, ahead: timedelta = AHEAD, page: str = PRACTICE_ID) -> None:
    """So many approved posts, one airing each, all in the same minute."""
    items, airings = _rows(office.clock.now(), number, ahead, page)
    with office.database.write() as session:
        session.execute(insert(inspect(Item).local_table), items)
        session.execute(insert(inspect(Airing).local_table), airings)


def plain_items(office: Office, number: int) -> list[dict[str, Any]]:
    """Values of so many items."""
    return _rows(office.clock.now(), number, AHEAD, PRACTICE_ID)[0]


def _rows(now: datetime, number: int, ahead: timedelta, page: str) -> tuple[list[Any], list[Any]]:
    item, airing = _first(now, now + ahead)
    item.page = page
    plain, going = item.model_dump(), airing.model_dump()
    items, airings = [], []
    for n in range(1, number + 1):
        item.key = f"thuong-xuyen/2026/rieng-{n:06}"
        item.title = f"Bài {n}"
        item.text = f"Bài số {n}: cả nhà cùng chia sẻ việc nhà, yêu thương nhau hơn mỗi ngày."
        airing.key = f"{item.key}@1"
        words = {"id": n, "key": item.key, "title": item.title, "text": item.text}
        words["approved_sha256"] = text_sha256(item.text)
        words["approval_sha256"] = approval_sha256(item, [airing])
        items.append(plain | words)
        airings.append(going | {"id": n, "item_id": n, "key": airing.key, "uid": f"{n}@habac24h"})
    return items, airings


def _first(now: datetime, due: datetime) -> tuple[Item, Airing]:
    """What all of them have in common."""
    item = Item(
        key="",
        campaign="thuong-xuyen",
        year=2026,
        activity="rieng",
        channel="fanpage",
        state=Words.APPROVED,
        page=PRACTICE_ID,
        created_at=now,
        updated_at=now,
    )
    airing = Airing(
        key="",
        item_id=0,
        uid="",
        due=due,
        late_until=due + LATE,
        created_at=now,
        modified_at=now,
    )
    return item, airing
