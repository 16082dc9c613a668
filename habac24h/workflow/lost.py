"""Until when a try that got no answer may still show its post on the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from habac24h.channels.base import LATEST_EFFECT
from habac24h.models import Attempt, Outcome


def comes_until(tries: Iterable[Attempt], now: datetime) -> datetime | None:
    """The last moment at which a lost try may still show its post; None once that is over."""
    ended = [
        one.finished_at
        for one in tries
        if one.outcome == Outcome.UNKNOWN and one.remote_id is None and one.finished_at is not None
    ]
    last = max(ended, default=None)
    return last + LATEST_EFFECT if last is not None and now < last + LATEST_EFFECT else None
