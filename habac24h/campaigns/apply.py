"""Does exactly what a plan lists, in the caller's transaction; doing it twice does nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, inspect
from sqlmodel import Session, SQLModel, col, select

from habac24h import audit, rows
from habac24h.audit import Actor
from habac24h.campaigns.change import Change, Kind, Plan
from habac24h.campaigns.expand import AiringSlot
from habac24h.campaigns.stored import WITHDRAWN, is_as_wanted
from habac24h.campaigns.wanted import Wanted
from habac24h.models import Airing, Edition, Going, Item, Words

_CHUNK = 500
"""Keys in one SELECT … IN: SQLite takes 999 parameters in old builds."""


def apply(session: Session, plan: Plan, *, by: Actor, now: datetime) -> int:
    """Carry out a plan; returns how many items it changed.

    Nothing is written but what the list says. Raises rows.Conflict, and then the caller's
    transaction keeps nothing, where a row is no longer as planning saw it.
    """
    work = _Work(session, by, now)
    by_key: dict[str, list[Change]] = defaultdict(list)
    for change in plan.to_do:
        by_key[change.key].append(change)
    there = _items(session, by_key)
    new = [one[0] for key, one in by_key.items() if key not in there]
    changed = sum(work.change(item, by_key[key]) for key, item in there.items())
    added = work.add(new)
    if changed or added:
        work.record(plan, [change.key for change in new])
    return changed + added


def _items(session: Session, keys: Iterable[str]) -> dict[str, Item]:
    """The rows of these keys, in the order of the keys."""
    wanted = list(keys)
    found: dict[str, Item] = {}
    for some in _chunks(wanted):
        query = select(Item).where(col(Item.key).in_(some))
        found.update((item.key, item) for item in session.exec(query))
    return {key: found[key] for key in wanted if key in found}


def _ids(session: Session, keys: Sequence[str]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for some in _chunks(keys):
        found.update(session.exec(select(Item.key, Item.id).where(col(Item.key).in_(some))).all())
    return found


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(keys), _CHUNK):
        yield keys[at : at + _CHUNK]


def _insert(session: Session, table: type[SQLModel], values: list[dict[str, Any]]) -> None:
    """Insert many rows at once: the table itself, since the ORM's way costs half as much again."""
    session.execute(insert(inspect(table).local_table), values)


@dataclass(frozen=True)
class _Work:
    """One applying: whose, and when."""

    session: Session
    by: Actor
    now: datetime

    def change(self, item: Item, changes: Sequence[Change]) -> int:
        """Bring one row to where its changes want it; 0 when it is there already."""
        kinds = {change.kind for change in changes}
        wanted = changes[0].wanted
        airings = self._airings(item)
        if not _is_as_seen(item, airings, changes[0]):
            if _is_done(item, wanted):
                return 0
            raise rows.Conflict(item.key)
        if wanted is None:
            self._withdraw(item, airings, changes[0])
            return 1
        if Kind.MOVE in kinds or Kind.REVIVE in kinds:
            self._set_airings(item, airings, wanted)
        self._set_words(item, wanted, changes)
        return 1

    def add(self, changes: Sequence[Change]) -> int:
        """Insert new items and their airings, many at a time."""
        wanted = [change.wanted for change in changes if change.wanted is not None]
        if len(wanted) != len(changes) or any(one.kind is not Kind.ADD for one in changes):
            gone = next(one.key for one in changes if one.kind is not Kind.ADD)
            raise rows.Conflict(gone)
        if not wanted:
            return 0
        self._keep_editions(wanted)
        self.session.flush()
        _insert(self.session, Item, [self._item_values(one) for one in wanted])
        ids = _ids(self.session, [one.key for one in wanted])
        airings = (
            self._airing_values(ids[one.key], airing, one)
            for one in wanted
            for airing in one.slot.airings
        )
        _insert(self.session, Airing, list(airings))
        for item_id in ids.values():
            rows.touch(self.session, item_id)
        return len(wanted)

    def record(self, plan: Plan, added: Sequence[str]) -> None:
        """One audit row for the whole list; changed items have rows of their own besides."""
        counts: dict[str, int] = defaultdict(int)
        for change in plan.to_do:
            counts[change.kind.value] += 1
        audit.record(
            self.session,
            self.by,
            "plan",
            self.now,
            year=plan.year,
            counts=dict(sorted(counts.items())),
            added=list(added),
        )

    def _airings(self, item: Item) -> list[Airing]:
        query = select(Airing).where(Airing.item_id == item.id).order_by(col(Airing.n))
        return list(self.session.exec(query))

    def _withdraw(self, item: Item, airings: Sequence[Airing], change: Change) -> None:
        for airing in airings:
            if airing.state != Going.CANCELLED:
                rows.change_airing(self.session, airing, state=Going.CANCELLED)
        before = item.state
        rows.change_item(
            self.session,
            item,
            self.now,
            state=Words.DROPPED,
            dropped_by="plan",
            reason=change.reason,
            planned={**item.planned, WITHDRAWN: True},
        )
        self._record_item(item, before, [change])

    def _set_airings(self, item: Item, airings: Sequence[Airing], wanted: Wanted) -> None:
        """Make the airings those of the slot; one that is too many is cancelled, never deleted."""
        slots = {airing.n: airing for airing in wanted.slot.airings}
        for airing in airings:
            slot = slots.pop(airing.n, None)
            if slot is not None and not is_as_wanted(airing, slot, wanted.slot.places):
                rows.change_airing(self.session, airing, **self._times(slot, wanted))
            elif slot is None and airing.state != Going.CANCELLED:
                rows.change_airing(self.session, airing, state=Going.CANCELLED)
        if slots:
            new = [self._airing_values(item.id, slot, wanted) for slot in slots.values()]
            _insert(self.session, Airing, new)

    def _set_words(self, item: Item, wanted: Wanted, changes: Sequence[Change]) -> None:
        before = item.state
        rows.change_item(
            self.session,
            item,
            self.now,
            state=Words.DRAFT,
            dropped_by=None,
            reason=None,
            planned=wanted.planned(),
            **_words(wanted),
        )
        self._record_item(item, before, changes)

    def _record_item(self, item: Item, before: str, changes: Sequence[Change]) -> None:
        for change in changes:
            audit.record(
                self.session,
                self.by,
                f"plan-{change.kind.value}",
                self.now,
                item=item.key,
                before=before,
                after=item.state,
                reason=change.reason,
            )

    def _keep_editions(self, wanted: Iterable[Wanted]) -> None:
        for campaign, year in sorted({(one.campaign, one.year) for one in wanted}):
            query = select(Edition).where(Edition.campaign == campaign, Edition.year == year)
            if self.session.exec(query).first() is None:
                self.session.add(Edition(campaign=campaign, year=year, created_at=self.now))
                rows.touch_editions(self.session)

    def _item_values(self, wanted: Wanted) -> dict[str, Any]:
        return {
            "key": wanted.key,
            "campaign": wanted.campaign,
            "year": wanted.year,
            "activity": wanted.slot.activity_id,
            "state": Words.DRAFT,
            "version": 1,
            "authors": [],
            "images": [],
            "image_alts": {},
            "one_person": False,
            "handmade": False,
            "planned": wanted.planned(),
            "created_at": self.now,
            "updated_at": self.now,
            **_words(wanted),
        }

    def _airing_values(
        self, item_id: int | None, slot: AiringSlot, wanted: Wanted
    ) -> dict[str, Any]:
        return {
            "key": slot.key,
            "item_id": item_id,
            "n": slot.n,
            "uid": rows.uid_for(self.session, slot.key),
            "version": 1,
            "fence": 0,
            "was_public": False,
            "practice": False,
            "created_at": self.now,
            **self._times(slot, wanted),
        }

    def _times(self, slot: AiringSlot, wanted: Wanted) -> dict[str, Any]:
        """Times, places, and whether its hour is over already."""
        return {
            "due": slot.due,
            "until": slot.until,
            "late_until": slot.late_until,
            "places": list(wanted.slot.places),
            "state": Going.SKIPPED if slot.late_until <= self.now else Going.WAITING,
        }


def _words(wanted: Wanted) -> dict[str, Any]:
    slot = wanted.slot
    return {
        "channel": slot.channel,
        "topic": slot.topic_id,
        "template": slot.template,
        "title": slot.title,
        "text": wanted.text,
        "facts": dict(wanted.facts),
        "late_limit": wanted.late_limit,
    }


def _is_as_seen(item: Item, airings: Sequence[Airing], change: Change) -> bool:
    """Whether the row is exactly what planning looked at."""
    versions = tuple((airing.key, airing.version) for airing in airings)
    seen = change.seen
    return seen is not None and (seen.item, seen.airings) == (item.version, versions)


def _is_done(item: Item, wanted: Wanted | None) -> bool:
    """Whether an earlier applying of the same list brought the row here."""
    if wanted is None:
        return item.state == Words.DROPPED
    same = all(getattr(item, name) == value for name, value in _words(wanted).items())
    return same and item.state != Words.DROPPED and item.planned == wanted.planned()
