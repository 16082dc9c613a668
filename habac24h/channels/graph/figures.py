"""One figure of one post: GET /{post}/insights?metric=…, asked alone.

One dead name fails the whole call (facts/facebook.md, Graph API, Insights), so each call names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from habac24h.channels.base import ChannelError, Reaction
from habac24h.channels.graph.errors import whole
from habac24h.channels.graph.ids import checked

_RIGHTS = frozenset({3, 10, *range(200, 300)})
_METRIC = 100
_GONE = 33


class NoFigure(StrEnum):
    """Why Facebook gave no number, where that is an answer and not a failure."""

    NONE = "none"
    """It counts nothing for this post (small pages have no figures), or not yet."""
    GONE = "gone"
    """There is no such post for us."""
    METRIC = "metric"
    """It does not know this figure any more."""
    RIGHT = "right"
    """The token lacks read_insights."""


def read_figure(graph: Any, remote_id: str, metric: str) -> int | NoFigure:
    """The number, or why there is none; ChannelError for limits, dead tokens and the network."""
    try:
        answer = graph.get_connections(checked(remote_id), "insights", metric=metric)
    except ChannelError as error:
        if error.reaction in (Reaction.WAIT, Reaction.RETRY):
            raise
        if error.code == _METRIC:
            return NoFigure.GONE if error.subcode == _GONE else NoFigure.METRIC
        if error.code in _RIGHTS:
            return NoFigure.RIGHT
        raise
    return _value(answer["data"], metric)


def _value(entries: Any, metric: str) -> int | NoFigure:
    """The number since the post is public; kinds of reactions are added up."""
    fitting = [one for one in entries if isinstance(one, dict) and one.get("name") == metric]
    ordered = sorted(fitting, key=lambda one: one.get("period") != "lifetime")
    values = ordered[0].get("values") if ordered else None
    if not isinstance(values, list) or not values or not isinstance(values[-1], dict):
        return NoFigure.NONE
    found = values[-1].get("value")
    if isinstance(found, Mapping):
        parts = [whole(part) for part in found.values()]
        return sum(part for part in parts if part is not None)
    number = whole(found)
    return NoFigure.NONE if number is None else number
