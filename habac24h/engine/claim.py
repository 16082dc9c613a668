"""One airing that is this worker's alone, for as long as its claim is fresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.channels.base import Photo, Post
from habac24h.engine.context import Engine


@dataclass(frozen=True)
class Named:
    """A photo under its SHA-256, checked against it."""

    name: str
    photo: Photo


@dataclass(frozen=True)
class Claim:
    """A claim, made before its first byte leaves."""

    airing_id: int
    attempt_id: int
    fence: int
    post: Post
    target: datetime
    """The hour that was written down."""
    taken_at: float
    """By the clock that never jumps, before the claim was committed or renewed."""
    photos: tuple[Named, ...] = ()

    def is_fresh(self, engine: Engine) -> bool:
        """Whether more of its lease is left than any call may take (half of it).

        Measured by this process itself: a computer's clock may be put right at any moment.
        """
        age = engine.clock.monotonic() - self.taken_at
        return 0 <= age <= engine.lease.total_seconds() / 2


@dataclass(frozen=True)
class Taken:
    """A claim whose post the page has taken: the rows must be told next."""

    claim: Claim
    remote_id: str
