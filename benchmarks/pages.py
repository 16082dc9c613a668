"""Signed-in pages against a bare FastAPI hello: kept, and made anew, with 500 and 20,000 items.

Run with `python -m benchmarks.pages [SIZE …]`; ends with 1 when the budget is missed. Applications
are called without a socket: what a socket costs would flatter the ratio. “Anew” has no budget; it
is what the first look after a change costs.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import insert, inspect

from benchmarks.kit import ROUNDS, verdict
from habac24h.accounts import sessions
from habac24h.clock import VirtualClock
from habac24h.models import Airing, Edition, Going, Item, Words
from habac24h.office import Office, open_office
from habac24h.web.app import make_app
from habac24h.web.visitor import COOKIE
from habac24h.workflow import people

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
LEAST = 0.3
CALLS, ANEW = 300, 1
CAMPAIGN = "thuong-xuyen"
A_YEAR = 500
"""Items: half of the last year's lie ahead, so that 20,000 are the work of forty years."""
SOON = timedelta(days=45)
"""Nearer than this a third waits for approval and a third is approved; later all are drafts."""
_ITEMS: Any = inspect(Item).local_table
_AIRINGS: Any = inspect(Airing).local_table
TEXT = "Việc nhà là việc chung: chia nhau nấu cơm, trông con, đón bà. Gọi 111 khi cần giúp. " * 8
PATHS = (
    "/",
    "/lich?kieu=danh-sach",
    "/lich?kieu=thang",
    f"/noi-dung/{CAMPAIGN}/2026/rieng-0",
    f"/chien-dich/{CAMPAIGN}?nam=2026",
    "/duyet",
)


def main() -> int:
    """Measure each size; 1 when the budget is missed."""
    sizes = [int(one) for one in sys.argv[1:]] or [500, 20_000]
    return max(_measure(size) for size in sizes)


def _measure(size: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder), clock=VirtualClock(NOW), durable=False)
        try:
            return _Run(office, size, _fill(office, size)).report()
        finally:
            office.close()


def _fill(office: Office, size: int) -> str:
    """So many items in every state over the years, and an approver who is signed in; the cookie."""
    with office.database.write() as session:
        account = people.add(session, "minh", "approver", NOW, password="mùa lúa chín vàng")
        session.add(Edition(campaign=CAMPAIGN, year=2026, created_at=NOW))
        session.flush()
        session.execute(insert(_ITEMS), [_item(number, size) for number in range(size)])
        session.execute(insert(_AIRINGS), [_airing(number, size) for number in range(size)])
        return sessions.begin(session, account, NOW)


def _due(number: int, size: int) -> datetime:
    """The first item is due tomorrow; the others lie evenly, the last half year's ahead."""
    apart = timedelta(days=365) / A_YEAR
    return NOW + (timedelta(days=1) if number == 0 else apart * (number - size + A_YEAR // 2))


def _item(number: int, size: int) -> dict[str, Any]:
    due = _due(number, size)
    state = (Words.DRAFT, Words.PENDING, Words.APPROVED)[number % 3]
    if not NOW <= due < NOW + SOON:
        state = Words.APPROVED if due < NOW else Words.DRAFT
    return _BARE_ITEM | {
        "id": number + 1,
        "key": f"{CAMPAIGN}/{due.year}/rieng-{number}",
        "year": due.year,
        "activity": f"rieng-{number}",
        "channel": "fanpage" if number % 2 else "loudspeaker",
        "title": f"Bài số {number} về bình đẳng giới",
        "text": f"{number}. {TEXT}",
        "state": state,
        "author": "lan",
        "submitter": None if state == Words.DRAFT else "lan",
        "submitted_at": None if state == Words.DRAFT else NOW,
    }


def _airing(number: int, size: int) -> dict[str, Any]:
    due = _due(number, size)
    return _BARE_AIRING | {
        "id": number + 1,
        "key": f"{CAMPAIGN}/{due.year}/rieng-{number}@1",
        "item_id": number + 1,
        "uid": f"{number}@habac24h",
        "due": due,
        "late_until": due + timedelta(hours=2),
        "state": Going.DONE if due < NOW else Going.WAITING,
    }


_BARE_ITEM = Item(
    key="", campaign=CAMPAIGN, year=0, activity="", channel="", handmade=True,
    created_at=NOW, updated_at=NOW,
).model_dump()  # fmt: skip
_BARE_AIRING = Airing(
    key="", item_id=0, uid="", due=NOW, late_until=NOW, created_at=NOW
).model_dump()
"""Made once: twenty thousand models would take longer than everything that is measured."""


@dataclass(frozen=True)
class _Run:
    """One office, its pages in turn with the hello."""

    office: Office
    size: int
    cookie: str

    def report(self) -> int:
        """Print what each page takes, kept and anew, and its ratio to the hello."""
        app, hello = make_app(self.office), _hello()
        taken: dict[str, list[float]] = {path: [] for path in ("hello", *PATHS)}
        anew: dict[str, list[float]] = {path: [] for path in PATHS}
        for _ in range(ROUNDS):
            taken["hello"].append(_often(hello, "/", CALLS, None))
            for path in PATHS:
                anew[path].append(_often(app, path, ANEW, self.cookie, app.state.kept.clear))
                taken[path].append(_often(app, path, CALLS, self.cookie))
        print(f"{self.size:,} items; hello {_ms(taken['hello'])} ms")
        for path in PATHS:
            size = len(_page(app, path, self.cookie))
            kept, made = _ms(taken[path]), _ms(anew[path])
            print(f"  {path}: {size:,} bytes, kept {kept} ms, anew {made} ms")
        return max(
            verdict(
                f"  {path}, kept, in hellos a second",
                [one / two for one, two in zip(taken["hello"], taken[path], strict=True)],
                least=LEAST,
            )
            for path in PATHS
        )


def _ms(spans: list[float]) -> str:
    return f"{statistics.median(spans) * 1000:.3f}"


def _hello() -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/")
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    return app


def _often(
    app: FastAPI,
    path: str,
    times: int,
    cookie: str | None,
    before: Callable[[], object] | None = None,
) -> float:
    """Mean seconds of one request, after a first one that nobody counts."""
    return asyncio.run(_ask_often(app, path, times, cookie, before or (lambda: None)))


async def _ask_often(
    app: FastAPI, path: str, times: int, cookie: str | None, before: Callable[[], object]
) -> float:
    await _ask(app, path, cookie)
    spent = 0.0
    for _ in range(times):
        before()
        began = time.perf_counter()
        await _ask(app, path, cookie)
        spent += time.perf_counter() - began
    return spent / times


def _page(app: FastAPI, path: str, cookie: str) -> bytes:
    return asyncio.run(_ask(app, path, cookie))


async def _ask(app: FastAPI, path: str, cookie: str | None) -> bytes:
    sent = {"host": "127.0.0.1", **({"cookie": f"{COOKIE}={cookie}"} if cookie else {})}
    name, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": name,
        "raw_path": name.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    seen: list[int] = []
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            seen.append(message["status"])
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    assert seen == [200], (path, seen)
    return bytes(body)


if __name__ == "__main__":
    raise SystemExit(main())
