"""After a restore, subscribers are told of everything again: nothing of theirs counts as newer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from backup_kit import SQLITE, Safe, postgres_tools, safe
from engine_kit import HOUR, SOON

from habac24h import audit, workflow
from habac24h.calendar import feeds
from habac24h.calendar.selection import Selection
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.web.conditional import is_known
from habac24h.web.shelf import Look, Shelf

__all__ = ["postgres_tools"]
SECOND = timedelta(seconds=1)


@pytest.fixture
def kept(office: Office, clock: VirtualClock, postgres_tools: None) -> Iterator[Safe]:
    with safe(office, clock) as made:
        yield made


def fetch(kept: Safe, token: str) -> tuple[Look, dict[str, int]]:
    """What a subscriber gets: the look, and each event's SEQUENCE by its UID."""
    shelf = Shelf(kept.here.office)
    look = shelf.look(token)
    assert look is not None
    look, body = shelf.body(look)
    events = body.plain.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    found = {}
    for event in events:
        uid, sequence = (re.search(rf"{name}:(.*)", event) for name in ("UID", "SEQUENCE"))
        assert uid is not None and sequence is not None
        found[uid[1].strip()] = int(sequence[1])
    return look, found


@SQLITE
def test_a_restore_lifts_the_calendar_above_what_was_seen_since_the_backup(kept: Safe) -> None:
    here = kept.here
    key = here.write(SOON)
    with here.office.database.write() as session:
        wanted = Selection(channel="fanpage", drafts=True)
        token = feeds.add(session, "lan", wanted, by=audit.PROGRAM, now=here.clock.now())
    file = kept.backup()
    for number in range(5):
        here.clock.advance(SECOND)
        with here.desk() as desk:
            workflow.move(desk, key, to=here.clock.now() + SOON + number * HOUR)
    seen, events = fetch(kept, token)
    kept.bring_back(file)
    now, again = fetch(kept, token)
    assert set(again) == set(events)
    assert all(again[uid] > sequence for uid, sequence in events.items())
    assert not is_known({"if-none-match": seen.etag}, now.etag, now.modified)
    assert not is_known({"if-modified-since": seen.last_modified}, now.etag, now.modified)
