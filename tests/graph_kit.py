"""What the tests of the Graph room share: a clock that stands still, a page, a trap for errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import facebook

from habac24h.channels.base import ChannelError, Delivery, Post, Reaction
from habac24h.channels.fanpage import Fanpage
from habac24h.channels.graph.session import GraphSession
from habac24h.clock import VirtualClock

TOKEN = "EAABsecret+token/of=the-page"
APP_SECRET = "0123456789abcdef"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
POST = Post("thang-hanh-dong/2026/phat-dong", "Chào bà con", NOW)

UNKNOWN = (Delivery.UNKNOWN, Reaction.RECONCILE)
NOT_SENT = (Delivery.NOT_SENT, Reaction.RETRY)


def make_session(url: str, **settings: Any) -> GraphSession:
    """A session against one address, with two seconds for a call."""
    known: dict[str, Any] = {"token": TOKEN, "timeout": 2.0, "clock": VirtualClock(NOW)}
    return GraphSession(graph_url=url, **{**known, **settings})


def make_graph(url: str, **settings: Any) -> Any:
    """The unmodified SDK on such a session."""
    graph = facebook.GraphAPI(access_token=TOKEN, session=make_session(url, **settings))
    graph.version = "v25.0"
    return graph


def make_page(url: str | None, **settings: Any) -> Fanpage:
    """The page 1 against one address."""
    known: dict[str, Any] = {
        "page_id": "1",
        "token": TOKEN,
        "version": "v25.0",
        "timeout": 2.0,
        "app_secret": None,
        "clock": VirtualClock(NOW),
    }
    return Fanpage(graph_url=url, **{**known, **settings})


def caught(act: Callable[[], object]) -> ChannelError:
    """The ChannelError that an act raises; anything else fails the test."""
    try:
        result = act()
    except ChannelError as error:
        return error
    raise AssertionError(f"nothing was raised, but {result!r} came back")


def proof(error: ChannelError) -> tuple[Delivery, Reaction]:
    """What an error proves, and what happens next."""
    return error.delivery, error.reaction
