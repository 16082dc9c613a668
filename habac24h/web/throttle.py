"""How often one address may be asked: a number of times within an hour, by the office's clock."""

from __future__ import annotations

import math
import threading
from collections import deque
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


class Throttle:
    """A moving window for each key, of which there are few; safe to use from several threads.

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
            hits = self._hits.setdefault(key, deque())
            while hits and hits[0] <= now - self._within:
                hits.popleft()
            if len(hits) >= self._most:
                return max(1, math.ceil((hits[0] + self._within - now).total_seconds()))
            hits.append(now)
            return None
