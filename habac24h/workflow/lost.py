"""How long a post may stay unseen: until when a try that got no answer may still show its post.

The engine waits so long before it tries again, and people are told the same hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from habac24h.channels.base import LATEST_EFFECT
from habac24h.config import Settings
from habac24h.models import Attempt, Outcome

TIMES_PATIENCE = 3.1
"""LATEST_EFFECT beside the usual ten minutes of patience; a shorter patience shortens both."""


def patience(settings: Settings) -> timedelta:
    """How long a post must be unseen before it counts as absent."""
    return timedelta(minutes=settings.scheduler.absent_minutes)


def longest_patience(settings: Settings) -> timedelta:
    """How long a post must be unseen whose call was never answered: it may come late."""
    usual = patience(settings)
    return max(usual, min(usual * TIMES_PATIENCE, LATEST_EFFECT))


def comes_until(tries: Iterable[Attempt], now: datetime, settings: Settings) -> datetime | None:
    """The last moment at which a lost try may still show its post; None once that is over."""
    ended = [
        one.finished_at
        for one in tries
        if one.outcome == Outcome.UNKNOWN and one.remote_id is None and one.finished_at is not None
    ]
    if not ended:
        return None
    until = max(ended) + longest_patience(settings)
    return until if now < until else None
