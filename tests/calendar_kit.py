"""What tests of the kept calendar share: an office's rows and bytes, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import icalendar
from sqlmodel import select

from habac24h import workflow
from habac24h.calendar.selection import Selection, export
from habac24h.calendar.tables import EventRow, FeedVersion
from habac24h.office import Office


@dataclass(frozen=True)
class Calendar:
    """An office's calendar as its rows and as its bytes."""

    office: Office

    def row(self, key: str) -> EventRow:
        """One kept event."""
        with self.office.database.read() as session:
            return session.exec(select(EventRow).where(EventRow.key == key)).one()

    def rows(self, kind: str) -> dict[str, EventRow]:
        """All kept events of a kind by key."""
        with self.office.database.read() as session:
            found = session.exec(select(EventRow).where(EventRow.kind == kind)).all()
            return {row.key: row for row in found}

    def version(self) -> tuple[str, int]:
        """The feed's version and its time."""
        with self.office.database.read() as session:
            row = session.exec(select(FeedVersion)).one()
            return row.value, row.moved

    def bytes(self, wanted: Selection | None = None) -> bytes:
        """The file as exported now."""
        with self.office.database.read() as session:
            now, settings = self.office.clock.now(), self.office.settings
            return export(session, wanted or Selection(), now, settings)

    def summaries(self, wanted: Selection | None = None) -> list[str]:
        """The titles of what it shows of items, in order."""
        return [str(one["SUMMARY"]) for one in self.shown(wanted)]

    def shown(self, wanted: Selection | None = None) -> list[Any]:
        """The events that belong to a channel: key dates and deadlines left out."""
        labels = ("Fanpage", "Đài truyền thanh", "Băng rôn", "Cổng thông tin", "Truyền thông trực")
        return [
            event
            for event in icalendar.Calendar.from_ical(self.bytes(wanted)).walk("VEVENT")
            if str(event["CATEGORIES"].cats[0]).startswith(labels)
        ]


def events(body: bytes) -> Iterator[bytes]:
    """The bytes of each event of a file."""
    for part in body.split(b"BEGIN:VEVENT\r\n")[1:]:
        yield part.removesuffix(b"END:VCALENDAR\r\n")


def lines(row: EventRow) -> list[str]:
    """The content lines of a kept event."""
    return row.body.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def move(office: Office, who: str, key: str, to: datetime) -> None:
    """Another time for an item."""
    with office.desk(who) as desk:
        workflow.move(desk, key, to=to)
