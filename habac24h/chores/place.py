"""What a chore works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from habac24h.clock import Clock
from habac24h.config import Settings
from habac24h.db import Database


@dataclass(frozen=True)
class Place:
    """One office as its chores see it; the clock is the one that the engine goes by."""

    home: Path
    settings: Settings
    database: Database
    clock: Clock

    def local(self) -> datetime:
        """The moment in the office's zone."""
        return self.clock.now().astimezone(self.settings.zone)

    def today(self) -> date:
        """The local day."""
        return self.local().date()
