"""The way from our graph session to the practice page, hooks on both sides of each request.

Without sockets the prepared request is handed to the page as its server would have read it, and the
answer comes back as `transport.exchange` would have told it. A test compares both ways.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import requests

from habac24h.channels.graph import session as graph_session
from habac24h.channels.graph import transport
from habac24h.channels.graph.transport import Answer, Silence
from habac24h.channels.practice_page import PracticePage
from habac24h.channels.practice_page.answers import Answer as PageAnswer
from habac24h.channels.practice_page.incoming import Incoming, read_request
from habac24h.channels.practice_page.server import http_date
from habac24h.channels.practice_page.trouble import GraphTrouble
from habac24h.channels.practice_page.wall import Late
from habac24h.clock import VirtualClock
from simulation.baton import hook

CUT = frozenset({"reset", "hang", "cut-off"})


@dataclass
class Wire:
    """`unplugged` is how often a connection is refused before a byte was sent."""

    pages: dict[int, PracticePage]
    """By the port of their addresses."""
    clock: VirtualClock
    draw: random.Random
    unplugged: float = 0.0
    sockets: bool = False
    late: list[Late] = field(default_factory=list)
    """Every effect that the page promised to itself for later."""

    @contextmanager
    def laid(self) -> Iterator[None]:
        """Every graph session of this process uses this wire."""
        with (
            patch.object(graph_session, "exchange", self.exchange),
            patch.object(requests.sessions, "get_environ_proxies", lambda *_, **__: {}),
        ):
            yield

    def exchange(
        self,
        request: requests.PreparedRequest,
        *,
        seconds: float,
        verify: bool | str,
        proxies: dict[str, str],
    ) -> Answer | Silence:
        """One call, as `transport.exchange` makes it."""
        name = f"{request.method} {_short(request.url or '')}"
        hook(name)
        if self.draw.random() < self.unplugged:
            return Silence(sent=False)
        begun = self.clock.now()
        if self.sockets:
            outcome = transport.exchange(request, seconds=seconds, verify=verify, proxies=proxies)
        else:
            outcome = self._here(request, seconds)
        for page in self.pages.values():
            with page._store.look() as (wall, _now):
                self.late += [one for one in wall.late if one not in self.late]
        hook(f"{name} answered")
        if self.clock.now() > begun + timedelta(seconds=seconds):
            return Silence(sent=True)  # asleep for longer than the call's deadline
        return outcome

    def _page(self, request: requests.PreparedRequest) -> PracticePage:
        return self.pages[urlsplit(request.url or "").port or 0]

    def _here(self, request: requests.PreparedRequest, seconds: float) -> Answer | Silence:
        answer = self._page(request)._answer(*_incoming(request))
        if answer.manner == "hang":
            self.clock.advance(timedelta(seconds=seconds))
        if answer.manner in CUT or _takes(answer) > seconds:
            return Silence(sent=True)
        headers = {name.lower(): value for name, value in answer.headers}
        headers["date"] = http_date(self._page(request)._now())
        return Answer(answer.status, headers, answer.body)


def _incoming(request: requests.PreparedRequest) -> tuple[Incoming, GraphTrouble | None]:
    """The request as the page's server reads it."""
    parts = urlsplit(request.url or "")
    body = request.body or b""
    headers = {"host": parts.netloc, **request.headers}
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    body = body.encode() if isinstance(body, str) else body
    return read_request(request.method or "GET", path, headers, body)


def _takes(answer: PageAnswer) -> float:
    return (answer.seconds or 0.0) * len(answer.body) if answer.manner == "drip" else 0.0


def _short(url: str) -> str:
    """The last part of the path, for the trace."""
    return urlsplit(url).path.rpartition("/")[2]
