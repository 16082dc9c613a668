"""Signed-in pages against a bare FastAPI hello: kept, and made anew, with 500 and 20,000 items.

Run with `python -m benchmarks.pages [SIZE …]`; ends with 1 when a budget is missed. Applications
are called without a socket: what a socket costs would flatter the ratio. “Anew” is what the first
look after a change costs, in time of the processor; its budget is the same page of the smallest
office in the same run: forty years of work may not make it `MOST_ANEW` times as slow.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from fastapi import FastAPI
from sqlalchemy import insert, inspect
from sqlmodel import Session

from benchmarks.kit import ROUNDS, verdict
from habac24h.accounts import sessions
from habac24h.clock import VirtualClock
from habac24h.models import Airing, Audit, Confirmation, Edition, Fact, Going, Item, Words
from habac24h.office import Office, open_office
from habac24h.web.app import make_app
from habac24h.web.visitor import COOKIE
from habac24h.workflow import people

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
LEAST, MOST_ANEW = 0.3, 4
CALLS, ANEW = 300, 3
CAMPAIGN = "thuong-xuyen"
A_YEAR = 500
"""Items: half of the last year's lie ahead, so that 20,000 are the work of forty years."""
SOON = timedelta(days=45)
"""Nearer than this a third waits for approval and a third is approved; later all are drafts."""
_PHONE = {"phone_police": "02203 111 222"}
TEXT = "Việc nhà là việc chung: chia nhau nấu cơm, trông con, đón bà. Gọi 111 khi cần giúp. " * 8
PATHS = (
    "/",
    "/lich?kieu=danh-sach",
    "/lich?kieu=danh-sach&state=pending",
    "/lich?kieu=thang",
    f"/noi-dung/{CAMPAIGN}/2026/rieng-0",
    f"/chien-dich/{CAMPAIGN}?nam=2026",
    "/chien-dich?nam=2026",
    "/duyet",
)
ONLY_ANEW = ("/bao-cao", "/nhat-ky")
"""No page of these is kept."""


def main() -> int:
    """Measure each size, the smallest first; 1 when a budget is missed."""
    sizes = sorted(int(one) for one in sys.argv[1:]) or [500, 20_000]
    with ExitStack() as stack:
        runs = [stack.enter_context(_run(size)) for size in sizes]
        return max([one.report() for one in runs] + [one.grown(runs[0]) for one in runs[1:]])


@contextmanager
def _run(size: int) -> Iterator[_Run]:
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder), clock=VirtualClock(NOW), durable=False)
        try:
            yield _Run(office, size, _fill(office, size))
        finally:
            office.close()


def _fill(office: Office, size: int) -> str:
    """So many items in every state over the years, and an approver who is signed in; the cookie."""
    with office.database.write() as session:
        account = people.add(session, "minh", "approver", NOW, password="mùa lúa chín vàng")
        for year in sorted({_due(number, size).year for number in range(size)}):
            _edition(session, year)
        for model, make in ((Item, _item), (Airing, _airing), (Audit, _deed)):
            session.execute(_into(model), [make(number, size) for number in range(size)])
        said = [one for number in range(size) for one in _words(number, size)]
        session.execute(_into(Confirmation), said)
        return sessions.begin(session, account, NOW)


def _into(model: Any) -> Any:
    return insert(inspect(model).local_table)


def _edition(session: Session, year: int) -> None:
    """A year's edition with the phone that its words name."""
    edition = Edition(campaign=CAMPAIGN, year=year, created_at=NOW)
    session.add(edition)
    session.flush()
    assert edition.id is not None
    for name, value in _PHONE.items():
        session.add(
            Fact(
                edition_id=edition.id, name=name, value=value, set_by="lan", set_at=NOW,
                verified_on=NOW.date(),
            )
        )  # fmt: skip
    session.flush()


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
        "channel": _channel(number),
        "facts": _PHONE if number % 4 else {},
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
        "until": due + timedelta(days=7) if _channel(number) == "banner" else None,
        "state": _going(number, size),
    }


def _channel(number: int) -> str:
    return ("fanpage", "loudspeaker", "fanpage", "loudspeaker", "banner")[number % 5]


def _going(number: int, size: int) -> Going:
    """What is over was done, but for every tenth item: that was missed, and somebody said why."""
    if _due(number, size) >= NOW:
        return Going.WAITING
    return Going.MISSED if number % 10 == 3 else Going.DONE


def _words(number: int, size: int) -> Iterator[dict[str, Any]]:
    """What people said of it: done and taken down, or why not."""
    due, going = _due(number, size), _going(number, size)
    kinds = {Going.DONE: ("done", "taken_down"), Going.MISSED: ("not_done",)}.get(going, ())
    for kind in kinds if _channel(number) != "fanpage" else ():
        if kind != "taken_down" or _channel(number) == "banner":
            yield _BARE_WORD | {"airing_id": number + 1, "kind": kind, "at": due}


def _deed(number: int, size: int) -> dict[str, Any]:
    """A row of the log for each item; a chain is not what is measured."""
    return _BARE_DEED | {
        "id": number + 1_000_000,
        "at": min(_due(number, size), NOW),
        "act": ("submit", "approve", "edit", "confirm")[number % 4],
        "item": f"{CAMPAIGN}/2026/rieng-{number}",
        "details": {"note": "đã xem"},
    }


_BARE_ITEM = Item(
    key="", campaign=CAMPAIGN, year=0, activity="", channel="", handmade=True,
    created_at=NOW, updated_at=NOW,
).model_dump()  # fmt: skip
_BARE_AIRING = Airing(
    key="", item_id=0, uid="", due=NOW, late_until=NOW, created_at=NOW
).model_dump()
_BARE_WORD = Confirmation(airing_id=0, kind="", by="lan", at=NOW).model_dump(exclude={"id"})
_BARE_DEED = Audit(at=NOW, by="lan", act="", previous="0" * 64, hash="0" * 64).model_dump()
"""Made once: twenty thousand models would take longer than everything that is measured."""


@dataclass(frozen=True)
class _Run:
    """One office, its pages in turn with the hello."""

    office: Office
    size: int
    cookie: str
    anew: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """By page: the processor's seconds of each round, after `report`."""

    def report(self) -> int:
        """Print what each page takes, kept and anew, and its ratio to the hello."""
        app, hello = make_app(self.office), _hello()
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(ROUNDS):
            taken["hello"].append(_often(hello, "/", CALLS, None))
            for path in (*PATHS, *ONLY_ANEW):
                clear = app.state.kept.clear
                self.anew[path].append(_often(app, path, ANEW, self.cookie, clear, process_time))
            for path in PATHS:
                taken[path].append(_often(app, path, CALLS, self.cookie))
        print(f"{self.size:,} items; hello {_ms(taken['hello'])} ms")
        for path in (*PATHS, *ONLY_ANEW):
            size, made = len(_page(app, path, self.cookie)), _ms(self.anew[path])
            kept = f"kept {_ms(taken[path])} ms, " if path in PATHS else ""
            print(f"  {path}: {size:,} bytes, {kept}anew {made} ms of the processor")
        return max(
            verdict(
                f"  {path}, kept, in hellos a second",
                [one / two for one, two in zip(taken["hello"], taken[path], strict=True)],
                least=LEAST,
            )
            for path in PATHS
        )

    def grown(self, small: _Run) -> int:
        """The pages made anew against those of a smaller office."""
        return max(
            verdict(
                f"  {path}, anew, {self.size:,} items / {small.size:,}",
                [one / two for one, two in zip(self.anew[path], small.anew[path], strict=True)],
                most=MOST_ANEW,
            )
            for path in (*PATHS, *ONLY_ANEW)
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
    before: Callable[[], object] = lambda: None,
    watch: Callable[[], float] = perf_counter,
) -> float:
    """Mean seconds of one request, after a first one that nobody counts."""
    return asyncio.run(_ask_often(app, path, times, cookie, before, watch))


async def _ask_often(
    app: FastAPI,
    path: str,
    times: int,
    cookie: str | None,
    before: Callable[[], object],
    watch: Callable[[], float],
) -> float:
    await _ask(app, path, cookie)
    spent = 0.0
    for _ in range(times):
        before()
        began = watch()
        await _ask(app, path, cookie)
        spent += watch() - began
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
