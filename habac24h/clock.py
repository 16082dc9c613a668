"""The only place that reads the time: a system clock, and one that tests and rehearsals move."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

_BOOTTIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux's monotonic clock stands still while a computer sleeps; that of Windows goes on."""


class Clock(Protocol):
    """What the rest of the program may ask of time."""

    def now(self) -> datetime:
        """The moment, timezone-aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards, for deadlines within one process."""

    def wait(self, seconds: float) -> None:
        """Let that much time pass."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Time asleep counts: what was begun before a night is old in the morning."""
        return time.clock_gettime(_BOOTTIME) if _BOOTTIME is not None else time.monotonic()

    def wait(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


class RemoteClock:
    """Another machine's clock (the database server's): asked now and then, counted on from there.

    In between this computer only counts seconds, by the measure that never jumps, so that its own
    clock may be wrong or put right at any moment.
    """

    EVERY = 20.0
    """Seconds after which it is asked again."""

    def __init__(self, ask: Callable[[], datetime], local: Clock) -> None:
        self._ask, self._local = ask, local
        self._asked: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        here = self._local.monotonic()
        if self._asked is None or not 0 <= here - self._asked[1] <= self.EVERY:
            self._asked = self._ask().astimezone(UTC), self._local.monotonic()
            here = self._asked[1]
        moment, then = self._asked
        return moment + timedelta(seconds=here - then)

    def monotonic(self) -> float:
        return self._local.monotonic()

    def wait(self, seconds: float) -> None:
        self._local.wait(seconds)


class VirtualClock:
    """A clock that stands still until it is moved; shared by threads."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        return self.now().timestamp()

    def wait(self, seconds: float) -> None:
        self.advance(timedelta(seconds=max(0.0, seconds)))

    def advance(self, by: timedelta) -> None:
        """Move forward (or back, with a negative span)."""
        with self._lock:
            self._now += by

    def set(self, moment: datetime) -> None:
        """Jump to a moment."""
        with self._lock:
            self._now = moment.astimezone(UTC)


class ShiftedClock:
    """A clock that runs on from wherever a person puts it."""

    def __init__(self, base: Clock) -> None:
        self._base, self._shift = base, timedelta(0)

    def now(self) -> datetime:
        return self._base.now() + self._shift

    def monotonic(self) -> float:
        return self._base.monotonic()

    def wait(self, seconds: float) -> None:
        self._base.wait(seconds)

    def move(self, moment: datetime) -> None:
        """Make it this moment now."""
        self._shift = moment.astimezone(UTC) - self._base.now()


STAMP = r"\d{4}-\d{2}-\d{2}-\d{6}|\d{8}-\d{6}"
"""A moment in a file's name, as a pattern: by the office's clock, or an older name's UTC."""


def stamp(moment: datetime) -> str:
    """A local moment for a file's name: people choose by the day that they see."""
    return f"{moment:%Y-%m-%d-%H%M%S}"


def moment_of(written: str, zone: tzinfo) -> datetime | None:
    """The moment (UTC) of a name's stamp; None where its numbers are no date.

    Names of 0.2.0 and before have no hyphens in their dates, and are in UTC.
    """
    local = written[4] == "-"
    form, zone = ("%Y-%m-%d-%H%M%S", zone) if local else ("%Y%m%d-%H%M%S", UTC)
    try:
        return datetime.strptime(written, form).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None
