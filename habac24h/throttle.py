"""How often one address may be asked: a number of times within an hour, by the office's clock."""

from __future__ import annotations

import math
import threading
from collections import deque
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
_MOST_KEYS = 1000


class Throttle:
    """A moving window for each key,; safe to use from several threads.

    Our own: `limits` starts a thread at each hit of its memory store, and reads a clock that no
    test can turn.
    """

    def __init__(self, most: int, within: timedelta = HOUR) -> None:
        self._most, self._within = most, within
        self._hits: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str, now: datetime) -> int | None:
        """None, and the hit counts; or the whole seconds until the next one is welcome."""
        with self._lock:
            hits = self._recent(key, now)
            if len(hits) >= self._most:
                return max(1, math.ceil((hits[0] + self._within - now).total_seconds()))
            hits.append(now)
            return None

    def is_full(self, key: str, now: datetime) -> bool:
        """Whether another hit would have to wait; nothing is counted."""
        with self._lock:
            return len(self._recent(key, now)) >= self._most

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        if len(self._hits) > _MOST_KEYS:
            self._forget(now)
        hits = self._hits.setdefault(key, deque())
        while hits and hits[0] <= now - self._within:
            hits.popleft()
        return hits

    def _forget(self, now: datetime) -> None:
        """Keys that strangers choose (names at the door) must not fill the memory."""
        old = now - self._within
        self._hits = {key: hits for key, hits in self._hits.items() if hits and hits[-1] > old}
