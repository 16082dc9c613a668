"""A practice page on a clock that stands still, and a plain caller over http.client."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from habac24h.channels.fanpage import Fanpage
from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock

PAGE, NAME, TOKEN = "1024", "Hà Bắc 24h", "token-of-the-page"
FEED = f"/v25.0/{PAGE}/feed"
START = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers with lower-case names, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> tuple[int, int, int | None]:
        """HTTP status, Graph code, subcode."""
        error = self.json["error"]
        return self.status, error["code"], error.get("error_subcode")


@dataclass(frozen=True)
class Caller:
    """Calls a page as a Graph client would; `token` None sends none."""

    page: PracticePage
    token: str | None = TOKEN

    def call(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 10,
    ) -> Reply:
        sent = dict(headers or {})
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        body = None
        if form is not None:
            body = urlencode(form)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        with connected(self.page, timeout) as connection:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, names, response.read())

    def get(self, path: str, **params: str) -> Reply:
        return self.call("GET", path + (f"?{urlencode(params)}" if params else ""))

    def post(self, path: str, **form: str) -> Reply:
        return self.call("POST", path, form)

    def schedule(self, message: str, after: timedelta = timedelta(hours=1)) -> str:
        """Create a scheduled post so long after the page's clock; its id."""
        reply = self.post(f"/v25.0/{PAGE}/feed", **hidden_until(self.now() + after, message))
        assert reply.status == 200, reply.body
        return str(reply.json["id"])

    def publish(self, message: str) -> str:
        """Create a post that is public at once; its id."""
        return str(self.post(f"/v25.0/{PAGE}/feed", message=message).json["id"])

    def ids(self, edge: str, **params: str) -> list[str]:
        return [post["id"] for post in self.get(f"/v25.0/{PAGE}/{edge}", **params).json["data"]]

    def now(self) -> datetime:
        return self.page._now()


def hidden_until(moment: datetime, message: str) -> dict[str, str]:
    """The form of a scheduled post."""
    return {
        "message": message,
        "published": "false",
        "scheduled_publish_time": str(int(moment.timestamp())),
        "unpublished_content_type": "SCHEDULED",
    }


@contextmanager
def connected(page: PracticePage, timeout: float = 10) -> Iterator[http.client.HTTPConnection]:
    """One connection to the page."""
    place = urlsplit(page.url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=timeout)
    try:
        yield connection
    finally:
        connection.close()


def practice_page(clock: VirtualClock, state_file: Path | None = None, **more: Any) -> PracticePage:
    """A page that is not started yet."""
    return PracticePage(
        page_id=PAGE, name=NAME, token=TOKEN, now=clock.now, state_file=state_file, **more
    )


def sdk_fanpage(
    wall: PracticePage,
    clock: VirtualClock,
    *,
    token: str = TOKEN,
    page_id: str = PAGE,
    secret: str | None = None,
) -> Fanpage:
    """The real channel, whose calls go to a practice page."""
    return Fanpage(
        page_id=page_id,
        token=token,
        graph_url=wall.url,
        version="v25.0",
        timeout=2.0,
        app_secret=secret,
        clock=clock,
    )


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
def fanpage(clock: VirtualClock) -> Iterator[PracticePage]:
    with practice_page(clock) as started:
        yield started


@pytest.fixture
def caller(fanpage: PracticePage) -> Caller:
    return Caller(fanpage)


def create(caller: Caller, message: str = "Chào", timeout: float = 10) -> Reply:
    form = hidden_until(caller.now() + timedelta(hours=1), message)
    return caller.call("POST", FEED, form, timeout=timeout)


def stored(fanpage: PracticePage) -> int:
    return len(fanpage.posts())
