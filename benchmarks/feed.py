"""The feed: building it with icalendar, building it cold, joining kept bytes, serving it.

Run with `python -m benchmarks.feed`; ends with 1 when a budget is missed. Everything is measured in
one run, in rounds one after the other; ratios only, absolute figures drift with the machine. Pages
are called as ASGI applications, without a socket: what a socket costs would flatter the ratio.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
from fastapi import FastAPI
from sqlmodel import select

from benchmarks.kit import ROUNDS, verdict
from habac24h import audit, rows
from habac24h.calendar import feeds
from habac24h.calendar.event import Event, event_bytes
from habac24h.calendar.feed import joined
from habac24h.calendar.selection import Selection, export
from habac24h.clock import VirtualClock
from habac24h.config import Settings
from habac24h.models import Airing, Edition, Item
from habac24h.office import Office, open_office
from habac24h.throttle import Throttle
from habac24h.web.app import make_app
from habac24h.web.shelf import Shelf

CALLS = 300
NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
TEXT = "Bạo lực không phải chuyện riêng của mỗi nhà: hãy lên tiếng, hãy gọi 111, 113. " * 12
LEAST_200, MOST_304 = 100.0, 3.0
"""Budgets: a full 200 from kept bytes against icalendar; a 304 against a bare FastAPI hello."""


def main() -> int:
    """Measure both sizes; 1 when a budget is missed."""
    sizes = [int(one) for one in sys.argv[1:]] or [1_000, 10_000]
    return max(_measure(size) for size in sizes)


def _measure(size: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        office = _office(Path(folder), size)
        try:
            return _Run(office, size).report()
        finally:
            office.close()


def _office(folder: Path, size: int) -> Office:
    """An office with so many drafts within the window, its calendar kept by the hook."""
    office = open_office(folder, clock=VirtualClock(NOW), settings=Settings(), durable=False)
    with office.database.write() as session:
        session.add(Edition(campaign="thuong-xuyen", year=2026, created_at=NOW))
        items = [_item(number) for number in range(size)]
        session.add_all(items)
        session.flush()
        for number, item in enumerate(items):
            session.add(_airing(session, item, number, size))
            rows.touch(session, item.id)
    return office


def _item(number: int) -> Item:
    return Item(
        key=f"thuong-xuyen/2026/rieng-{number}",
        campaign="thuong-xuyen",
        year=2026,
        activity=f"rieng-{number}",
        channel="fanpage",
        title=f"Bài số {number} về bình đẳng giới",
        text=f"{number}. {TEXT}",
        handmade=True,
        created_at=NOW,
        updated_at=NOW,
    )


def _airing(session: Any, item: Item, number: int, size: int) -> Airing:
    due = NOW + timedelta(days=380) * number / size
    key = f"{item.key}@1"
    return Airing(
        key=key,
        item_id=item.id or 0,
        uid=rows.uid_for(session, key),
        due=due,
        late_until=due,
        created_at=NOW,
    )


@dataclass(frozen=True)
class _Run:
    """One office, every work measured in turn."""

    office: Office
    size: int

    def report(self) -> int:
        """Print what each work took and the ratios that have a budget."""
        works = self._works()
        taken: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                taken[name].append(work())
        print(f"{self.size:,} events, {len(self._exported()):,} bytes")
        for name, spans in taken.items():
            print(f"  {name:36} {statistics.median(spans) * 1000:12.3f} ms", flush=True)
        whole, hello = taken["baseline: icalendar"], taken["a bare FastAPI hello"]
        return max(
            _told(self._named("200 / icalendar"), whole, taken["200 plain"], least=LEAST_200),
            _told(self._named("200 gzip / icalendar"), whole, taken["200 gzip"], least=LEAST_200),
            _told(self._named("joining rows / icalendar"), whole, taken["joining kept bytes"]),
            _told(self._named("our cold build / icalendar"), whole, taken["our cold build"]),
            _told(self._named("304 / hello"), taken["a 304"], hello, most=MOST_304),
        )

    def _named(self, what: str) -> str:
        return f"feed of {self.size:,}: {what}"

    def _works(self) -> dict[str, Callable[[], float]]:
        with self.office.database.write() as session:
            token = feeds.add(session, "a", Selection(drafts=True), by=audit.PROGRAM, now=NOW)
        address = f"/lich/{token}.ics"
        app = make_app(self.office)
        app.state.throttle = Throttle(10**9)
        shelf: Shelf = app.state.shelf
        events = self._events()
        return {
            "baseline: icalendar": lambda: _timed(lambda: _by_icalendar(events)),
            "our cold build": lambda: _timed(lambda: _cold(events)),
            "joining kept bytes": lambda: _timed(self._exported),
            "a bare FastAPI hello": lambda: _asked(_hello(), "/", {}, 200),
            "a 304": lambda: _asked(app, address, {"if-none-match": _tag(shelf, token)}, 304),
            "200 plain": lambda: _asked(app, address, {}, 200),
            "200 gzip": lambda: _asked(app, address, {"accept-encoding": "gzip"}, 200),
            "an item touched, nothing visible": self._touch,
            "one edit, its event and the version": self._edit,
        }

    def _exported(self) -> bytes:
        with self.office.database.read() as session:
            return export(session, Selection(drafts=True), NOW, self.office.settings)

    def _events(self) -> list[Event]:
        return [_event(number) for number in range(self.size)]

    def _touch(self) -> float:
        return _timed(lambda: self._write({}), 20)

    def _edit(self) -> float:
        return _timed(lambda: self._write({"title": f"Tên mới {time.perf_counter_ns()}"}), 20)

    def _write(self, values: dict[str, str]) -> None:
        with self.office.database.write() as session:
            item = session.exec(select(Item).limit(1)).one()
            rows.change_item(session, item, NOW, **values)


def _tag(shelf: Shelf, token: str) -> str:
    """What a reader has who came just before; edits of the round before have moved it."""
    look = shelf.look(token)
    assert look is not None
    return look.etag


def _event(number: int) -> Event:
    start = NOW + timedelta(minutes=number)
    return Event(
        uid=f"{number}@habac24h",
        start=start,
        end=start + timedelta(minutes=15),
        summary=f"Fanpage: Bài số {number} về bình đẳng giới",
        description=f"Tuyên truyền thường xuyên\nTrạng thái: nháp\n\n{number}. {TEXT}",
        location="",
        categories=("Fanpage", "Tuyên truyền thường xuyên"),
        color="royalblue",
        cancelled=False,
        tentative=True,
        sequence=0,
        created=NOW,
        modified=NOW,
    )


def _cold(events: Sequence[Event]) -> bytes:
    bodies = [event_bytes(one) for one in events]
    return joined(bodies, name="a", description="b", color="purple", modified=NOW)


def _by_icalendar(events: Sequence[Event]) -> bytes:
    """As anybody would: one component each, added to a calendar, serialised."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//a//b//VI")
    calendar.add("version", "2.0")
    for one in events:
        found = icalendar.Event()
        for name, value in (
            ("uid", one.uid),
            ("dtstamp", one.modified),
            ("dtstart", one.start),
            ("dtend", one.end),
            ("summary", one.summary),
            ("description", one.description),
            ("categories", list(one.categories)),
            ("color", one.color),
            ("status", "TENTATIVE"),
            ("transp", "TRANSPARENT"),
            ("sequence", one.sequence),
            ("created", one.created),
            ("last-modified", one.modified),
        ):
            found.add(name, value)
        calendar.add_component(found)
    return calendar.to_ical()


def _hello() -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/")
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    return app


def _timed(work: Callable[[], object], times: int = 1) -> float:
    """Mean seconds of one call."""
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times


def _asked(app: FastAPI, path: str, headers: dict[str, str], status: int) -> float:
    """Mean seconds of one request, after a first one that nobody counts."""
    return asyncio.run(_ask_often(app, path, headers, status))


async def _ask_often(app: FastAPI, path: str, headers: dict[str, str], status: int) -> float:
    await _ask(app, path, headers, status)
    began = time.perf_counter()
    for _ in range(CALLS):
        await _ask(app, path, headers, status)
    return (time.perf_counter() - began) / CALLS


async def _ask(app: FastAPI, path: str, headers: dict[str, str], status: int) -> None:
    sent = {"host": "127.0.0.1", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    seen: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            seen.append(message["status"])

    await app(scope, receive, send)
    assert seen == [status], seen


def _told(
    what: str,
    slow: Sequence[float],
    fast: Sequence[float],
    *,
    least: float | None = None,
    most: float | None = None,
) -> int:
    """The rounds' ratios beside their budget, if they have one; 1 when it is missed."""
    ratios = [one / other for one, other in zip(slow, fast, strict=True)]
    if least is None and most is None:
        print(f"{what}: {statistics.median(ratios):.2f}, no budget")
        return 0
    return verdict(what, ratios, least=least, most=most)


if __name__ == "__main__":
    raise SystemExit(main())
