"""What the pages work with: the office, its ticker, its practice page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from sqlmodel import Session

from habac24h.channels.practice_page import PracticePage
from habac24h.office import Office
from habac24h.scheduler import Ticker


@dataclass(frozen=True)
class Room:
    """One office behind one web application; read only."""

    office: Office
    ticker: Ticker | None = None
    practice: PracticePage | None = None
    shared: str | None = None
    """Where the office's other computers open the pages, http://may-van-hoa:8024; None: nowhere."""

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return self.office.settings.zone

    def now(self) -> datetime:
        """The moment by the office's clock, UTC."""
        return self.office.clock.now()

    def today(self) -> date:
        """The local day."""
        return self.now().astimezone(self.zone).date()

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A read-only session."""
        with self.office.database.read() as session:
            yield session


def _room(request: Request) -> Room:
    found = request.app.state.room
    assert isinstance(found, Room)
    return found


Here = Annotated[Room, Depends(_room)]
