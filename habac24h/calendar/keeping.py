"""Keeps the calendar's rows true in the transaction that changed something.

`stamper` makes the hook that runs before each commit:
1. What was touched (items, the editions) is written down as entries: events without stamps.
2. An entry whose hash of everything visible is its row's hash costs nothing more.
3. Otherwise its bytes are made once, SEQUENCE + 1, `modified` in whole seconds and always later.
4. What stands on the calendar itself and is wanted no more is cancelled, never deleted.
5. The feed's version is moved by the database's triggers; here its time follows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import case, insert, literal, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from habac24h import memory, own_settings, rows
from habac24h.calendar.airings import Names, airing_entries
from habac24h.calendar.deadlines import deadlines
from habac24h.calendar.entry import Entry, instant
from habac24h.calendar.event import event_bytes, visible_hash
from habac24h.calendar.feed import WRITER_VERSION
from habac24h.calendar.fixed import DEADLINE, EDITION, KEY_DATE, EditionSpan, fixed_entries
from habac24h.calendar.observances import observances
from habac24h.calendar.recast import recast_cancelled
from habac24h.calendar.tables import EVENTS, VERSION, Audience, EventRow
from habac24h.channels.registry import kind
from habac24h.config import Settings
from habac24h.models import Airing, CampaignRow, Confirmation, Going, Item, Place

Spans = Callable[[Session], Sequence[EditionSpan]]
"""How the planned editions are found; given from above, since definitions are read there."""
_CHUNK = 500
_MADE_FOR = "calendar_made_for"
_FIXED = (KEY_DATE, EDITION, DEADLINE)


def stamper(
    now: Callable[[], datetime], settings: Settings, spans: Spans
) -> Callable[[Session], None]:
    """The hook that brings the calendar's rows up to date before each commit.

    `settings` are those of the file; what the pages changed is read in the transaction itself: the
    very address of the links may have changed a moment ago, in another process.
    """
    current = own_settings.Current(settings)

    def restamp(session: Session) -> None:
        touched, editions = rows.touched(session), rows.editions_touched(session)
        if not touched and not editions:
            return
        keeper = _Keeper(session, current.within(session), now().replace(microsecond=0))
        keeper.keep_items(touched)
        if editions:
            keeper.keep_fixed(spans(session))
        keeper.finish()

    return restamp


def catch_up(session: Session, now: datetime, settings: Settings, spans: Spans) -> None:
    """Make everything again where the program or a setting writes other bytes than are kept."""
    made_for = _made_for(settings)
    if memory.recall(session, _MADE_FOR) == made_for:
        return
    keeper = _Keeper(session, settings, now.replace(microsecond=0), anew=True)
    keeper.keep_items(session.exec(select(Item.id)).all())
    keeper.keep_fixed(spans(session))
    keeper.finish()
    memory.remember(session, _MADE_FOR, made_for)


def _made_for(settings: Settings) -> str:
    """Everything beside rows that the bytes follow from."""
    said = (
        WRITER_VERSION,
        settings.timezone,
        settings.public_url,
        settings.report_day,
        tuple(observances().values()),
        deadlines(),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


class _Keeper:
    """One transaction's work on the calendar; `now` in whole seconds."""

    def __init__(
        self, session: Session, settings: Settings, now: datetime, *, anew: bool = False
    ) -> None:
        self._session, self._settings, self._now = session, settings, now
        self._anew = anew
        self._moved = False

    def keep_items(self, item_ids: Iterable[int | None]) -> None:
        """Bring the events of these items up to date."""
        for some in _chunks([one for one in item_ids if one is not None]):
            self._put(list(self._entries(some)))

    def keep_fixed(self, spans: Sequence[EditionSpan]) -> None:
        """Bring key dates, editions and deadlines up to date; cancel those that are no more."""
        wanted = list(fixed_entries(spans, self._settings))
        self._put(wanted)
        there = select(EventRow.key).where(
            col(EventRow.kind).in_(_FIXED), col(EventRow.cancelled_at).is_(None)
        )
        gone = set(self._session.exec(there)) - {one.key for one in wanted}
        for key in sorted(gone):
            self._cancel(key)

    def finish(self) -> None:
        """The version's own time: now, or a second after the last where that is not earlier."""
        if not self._moved:
            return
        at = int(self._now.timestamp())
        later = case((VERSION.c.moved < at, literal(at)), else_=VERSION.c.moved + 1)
        self._session.execute(update(VERSION).values(moved=later))

    def _entries(self, item_ids: Sequence[int]) -> Iterator[Entry]:
        query = (
            select(Item, Airing, CampaignRow.title)
            .join(Airing, col(Airing.item_id) == col(Item.id))
            .outerjoin(CampaignRow, col(CampaignRow.id) == col(Item.campaign))
            .where(col(Item.id).in_(item_ids))
            .order_by(col(Airing.id))
        )
        found = self._session.exec(query).all()
        titles = {item.campaign: title or item.campaign for item, _airing, title in found}
        names = Names(titles, self._places(airing for _item, airing, _title in found))
        for item, airing, _title in found:
            hangs = not self._is_down(item, airing)
            yield from airing_entries(item, airing, names, self._settings, hangs=hangs)

    def _places(self, airings: Iterable[Airing]) -> dict[str, str]:
        """Their names; most touched airings are posts, which have no places."""
        if not any(airing.places for airing in airings):
            return {}
        return dict(self._session.exec(select(Place.id, Place.name)).all())

    def _is_down(self, item: Item, airing: Airing) -> bool:
        """Whether it was hung and people said of every place that it was taken down."""
        if not kind(item.channel).taken_down or airing.state != Going.DONE:
            return False
        query = select(Confirmation.place, Confirmation.kind)
        said = self._session.exec(query.where(Confirmation.airing_id == airing.id)).all()
        hung = {place for place, what in said if what == "done"}
        return bool(hung) and hung <= {place for place, what in said if what == "taken_down"}

    def _put(self, entries: Sequence[Entry]) -> None:
        known = self._known([entry.key for entry in entries])
        new: list[dict[str, Any]] = []
        for entry in entries:
            row = known.get(entry.key)
            if row is not None:
                self._change(row, entry)
            elif entry.audience != Audience.NONE:
                new.append(self._values(entry))
        if new:
            self._moved = True
            self._session.flush()
            self._session.execute(insert(EVENTS), new)

    def _known(self, keys: Sequence[str]) -> dict[str, Any]:
        wanted = [one for one in EVENTS.c if one.name != "body"]
        found: dict[str, Any] = {}
        for some in _chunks(keys):
            query = columns(*wanted).where(EVENTS.c.key.in_(some))
            found.update((row.key, row) for row in self._session.execute(query))
        return found

    def _values(self, entry: Entry) -> dict[str, Any]:
        """A new row: SEQUENCE 0, made just now."""
        uid = entry.uid or rows.uid_for(self._session, entry.key)
        event = replace(
            entry.event, uid=uid, sequence=0, created=self._created(entry), modified=self._now
        )
        return {
            "uid": uid,
            "key": entry.key,
            "kind": entry.kind,
            "airing_id": entry.airing_id,
            "cancelled_at": self._now if event.cancelled else None,
            "sequence": 0,
            "hash": visible_hash(event),
            "body": event_bytes(event),
            "created_at": event.created,
            "modified_at": self._now,
            **self._where(entry),
        }

    def _created(self, entry: Entry) -> datetime:
        return entry.event.created if entry.uid else self._now

    def _change(self, row: Any, entry: Entry) -> None:
        values = {k: v for k, v in self._where(entry).items() if getattr(row, k) != v}
        event = replace(entry.event, uid=row.uid, created=row.created_at)
        found = visible_hash(event)
        if entry.audience != Audience.NONE and (self._anew or found != row.hash):
            changed = found != row.hash
            sequence = row.sequence + 1 if changed else row.sequence
            modified = self._later(row.modified_at) if changed else row.modified_at
            event = replace(event, sequence=sequence, modified=modified)
            values |= {"hash": found, "sequence": sequence, "modified_at": modified}
            values |= {"body": event_bytes(event)}
        if event.cancelled != (row.cancelled_at is not None):
            values["cancelled_at"] = self._now if event.cancelled else None
        self._update(row.uid, values)

    def _cancel(self, key: str) -> None:
        """A date that is wanted no more: its kept bytes say so for ninety days."""
        row = self._session.exec(select(EventRow).where(EventRow.key == key)).one()
        modified = self._later(row.modified_at)
        body = recast_cancelled(row.body, row.sequence + 1, modified)
        self._update(
            row.uid,
            {
                "hash": hashlib.sha256(body).hexdigest(),
                "body": body,
                "sequence": row.sequence + 1,
                "modified_at": modified,
                "cancelled_at": self._now,
            },
        )

    def _update(self, uid: str, values: dict[str, Any]) -> None:
        if values:
            self._moved = True
            self._session.execute(update(EVENTS).where(EVENTS.c.uid == uid).values(**values))

    def _later(self, before: datetime) -> datetime:
        """Now, or the second after the last change: a subscriber must see it rise."""
        return max(self._now, before.replace(microsecond=0) + timedelta(seconds=1))

    def _where(self, entry: Entry) -> dict[str, Any]:
        zone = self._settings.zone
        return {
            "campaign": entry.campaign,
            "channel": entry.channel,
            "places": list(entry.places),
            "audience": entry.audience.value,
            "starts": instant(entry.event.start, zone).astimezone(UTC),
            "ends": instant(entry.event.end, zone).astimezone(UTC),
        }


def _chunks(given: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """SQLite takes 999 parameters in old builds."""
    for at in range(0, len(given), _CHUNK):
        yield given[at : at + _CHUNK]
