"""Figures for Prometheus at /metrics: on this computer; elsewhere only with the settings' token.

Counts and seconds alone: no titles, no words, no names.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlmodel import Session, col, func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from habac24h import memory
from habac24h.channels.registry import KINDS
from habac24h.models import Airing, Attempt, Going, Item, Words
from habac24h.web.room import Here, Room
from habac24h.web.security import READING

router = APIRouter()
_AUTOMATIC = tuple(name for name, kind in KINDS.items() if not kind.manual)
_METHODS = {"GET", "HEAD", "POST"}


class Figures:
    """The counters of one web process, and the rows' own figures at the moment of asking."""

    def __init__(self, room: Room) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "habac24h_requests",
            "Answers of this web process",
            ["method", "status"],
            registry=self.registry,
        )
        self.registry.register(_Rows(room))


class Counting:
    """Counts the answers by method and class of status."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app, self._requests = app, figures.requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in _METHODS else "other"

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.labels(method, f"{message['status'] // 100}xx").inc()
            await send(message)

        await self._app(scope, receive, counted)


@router.api_route("/metrics", methods=list(READING))
def metrics(request: Request, room: Here) -> Response:
    """The text format of Prometheus; 404 for strangers, as for any address that is not there."""
    if not request.state.here and not _may(request, room):
        return PlainTextResponse("Không có trang này.\n", 404)
    figures: Figures = request.app.state.figures
    return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)


def _may(request: Request, room: Room) -> bool:
    """Whether the reader has the token of the settings."""
    wanted = room.office.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return wanted is not None and secrets.compare_digest(
        given.encode(), wanted.get_secret_value().encode()
    )


class _Rows(Collector):
    """Read from the rows whenever somebody asks."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked at registration: the database may not be there yet."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Every figure of the rows and of this process's scheduler."""
        now = self._room.now()
        with self._room.look() as session:
            yield from _airings(session)
            yield from _due(session, now)
            yield from _sent(session)
            yield _passed(session, now)
        yield from _ticker(self._room)


def _airings(session: Session) -> Iterator[Metric]:
    found = GaugeMetricFamily("habac24h_airings", "Airings by state", labels=["state"])
    query = select(Airing.state, func.count()).group_by(Airing.state)
    counts = dict(session.exec(query).all())
    for state in Going:
        found.add_metric([state.value], counts.get(state, 0))
    yield found


def _due(session: Session, now: datetime) -> Iterator[Metric]:
    """Approved posts whose hour has come and that are not on the page yet."""
    query = (
        select(func.count(), func.min(Airing.due))
        .join(Item, col(Item.id) == col(Airing.item_id))
        .where(
            Item.state == Words.APPROVED,
            Airing.state == Going.WAITING,
            col(Item.channel).in_(_AUTOMATIC),
            col(Airing.due) <= now,
        )
    )
    count, earliest = session.exec(query).one()
    late = (now - earliest).total_seconds() if earliest else 0.0
    yield GaugeMetricFamily("habac24h_due", "Approved posts past their hour, not sent", count)
    yield GaugeMetricFamily("habac24h_late_seconds", "How late the earliest of them is", late)


def _sent(session: Session) -> Iterator[Metric]:
    found = GaugeMetricFamily("habac24h_attempts", "Kept attempts by outcome", labels=["outcome"])
    query = select(Attempt.outcome, func.count()).group_by(Attempt.outcome)
    for outcome, count in sorted(session.exec(query).all()):
        found.add_metric([outcome], count)
    yield found


def _passed(session: Session, now: datetime) -> Metric:
    told = memory.recall(session, memory.PASSED_AT)
    age = (now - datetime.fromisoformat(told)).total_seconds() if told else float("nan")
    return GaugeMetricFamily("habac24h_last_pass_seconds", "Since a pass last ended well", age)


def _ticker(room: Room) -> Iterator[Metric]:
    if room.ticker is None:
        return
    found = CounterMetricFamily("habac24h_passes", "Passes of this process", labels=["outcome"])
    found.add_metric(["ok"], room.ticker.passes)
    found.add_metric(["failed"], room.ticker.failed)
    yield found
