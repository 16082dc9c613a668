"""From the rows and their evidence to the material of one report; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from habac24h import audit, memory
from habac24h.accounts.names import names_of_people
from habac24h.campaigns import library
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import kind
from habac24h.figures.series import newest
from habac24h.models import Airing, Audit, CampaignRow, Confirmation, Going, Item, Place, Words
from habac24h.report import from_units
from habac24h.report.material import Material, Piece, Spot, Turn
from habac24h.report.period import Period
from habac24h.report.texts import texts
from habac24h.workflow import Desk
from habac24h.workflow.attendance import NOWHERE, Present, attendance
from habac24h.workflow.confirmation import DONE, NOT_DONE, RETRACTED, TAKEN_DOWN
from habac24h.workflow.on_paper import in_full
from habac24h.workflow.outcome import is_practice, is_to_come, result, was_approved
from habac24h.workflow.state import late_words, overdue, waits, waits_in_sql
from habac24h.workflow.view import Counted, Filter, Row, beginning, days_in_sql, rows

_LINK = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")
_FIRST_WORK = ("new", "edit", "submit")
"""Acts by which a person begins with an item; planning makes drafts months ahead."""


def gather(desk: Desk, period: Period, *, practice: bool = False) -> Material:
    """Everything that the report of a period counts.

    `practice` counts what only the practice page saw, and everything that a rehearsal did.
    """
    reader = _Reader(desk, period, practice)
    everything = reader.everything()
    found = everything if practice else reader.without_practice(everything)
    return Material(
        period=period,
        made=desk.now.astimezone(desk.settings.zone),
        practice=practice,
        pieces=tuple(reader.piece(row) for row in found),
        campaigns=_campaigns(desk.session),
        topics=packaged_topics(),
        texts=texts(desk.session, period),
        audit_head=audit.head(desk.session),
        taken_down=reader.taken_down_from_before(),
        left_out=len(everything) - len(found),
        passed=reader.passed(),
        leads=_leads(desk, {row.item.campaign for row in found}),
        units=from_units.asked_for(desk.session, period),
    )


def wanted(period: Period, *, practice: bool = False) -> Filter:
    """The filter of a list that shows exactly what the report counts."""
    return Filter(
        since=period.since,
        until=period.until,
        campaign=period.campaign,
        counted=Counted(practice=practice),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the rows of one report; what all rows need is read once."""

    desk: Desk
    period: Period
    practice: bool

    def everything(self) -> list[Row]:
        """The items that count, with what only the practice page saw."""
        asked = wanted(self.period, practice=True)
        return rows(self.desk.session, asked, self.desk.settings.zone)

    def without_practice(self, found: list[Row]) -> list[Row]:
        """What counts of them in earnest: of a rehearsal nothing."""
        if memory.recall(self.desk.session, memory.REHEARSAL):
            return []
        asked, zone = wanted(self.period), self.desk.settings.zone
        return [row for row in found if not is_practice(beginning(row, asked, zone))]

    def piece(self, row: Row) -> Piece:
        """One item."""
        item = row.item
        begun = beginning(row, wanted(self.period), self.desk.settings.zone)
        found = result(item, begun)
        assert found is not None
        approved, called = was_approved(item, found), names_of_people(self.desk.session)
        return Piece(
            key=item.key,
            title=item.title,
            campaign=item.campaign,
            channel=item.channel,
            topic=item.topic,
            result=found,
            approved=approved,
            approver=in_full(item.approver or "", called) if approved else "",
            alone=approved and item.one_person,
            begun=self._begun.get(item.key),
            later=is_to_come(found, begun, self.desk.now),
            turns=tuple(
                self._turn(row, airing)
                for airing in begun
                if airing.state != Going.SKIPPED or waits(item, airing)
            ),
        )

    def taken_down_from_before(self) -> int:
        """Places where what was hung before these days was taken down within them."""
        session, period = self.desk.session, self.period
        if self._only_rehearsed():
            return 0
        first, last = self._hours
        query = (
            select(func.count())
            .select_from(Confirmation)
            .join(Airing, col(Airing.id) == col(Confirmation.airing_id))
            .where(Confirmation.kind == TAKEN_DOWN, col(Airing.due) < first)
            .where(col(Confirmation.at) >= first, col(Confirmation.at) < last)
        )
        if period.campaign:
            query = query.where(col(Airing.key).startswith(f"{period.campaign}/", autoescape=True))
        return session.exec(query).one()

    def passed(self) -> Mapping[str, int]:
        """By campaign the items whose hours in these days all lay before the planning."""
        if self._only_rehearsed():
            return {}
        first, last = self._hours
        mine = (
            select(Airing.id)
            .where(Airing.item_id == Item.id)
            .where(col(Airing.due) >= first, col(Airing.due) < last)
        )
        query = (
            select(Item.campaign, func.count())
            .where(Item.state != Words.DROPPED, mine.exists())
            .where(~mine.where((Airing.state != Going.SKIPPED) | waits_in_sql()).exists())
            .group_by(col(Item.campaign))
            .order_by(col(Item.campaign))
        )
        if self.period.campaign:
            query = query.where(Item.campaign == self.period.campaign)
        return dict(self.desk.session.exec(query).all())

    def _only_rehearsed(self) -> bool:
        """Whether all of this office is a rehearsal, and the report counts none."""
        return bool(memory.recall(self.desk.session, memory.REHEARSAL)) and not self.practice

    @property
    def _hours(self) -> tuple[datetime, datetime]:
        """The first moment of the days, and the first after them."""
        zone, period = self.desk.settings.zone, self.period
        return (
            datetime.combine(period.since, time(0), zone),
            datetime.combine(period.until + timedelta(days=1), time(0), zone),
        )

    def _turn(self, row: Row, airing: Airing) -> Turn:
        zone = self.desk.settings.zone
        manual = kind(row.item.channel).manual
        said = self._said.get(airing.id or 0, ())
        return Turn(
            key=airing.key,
            due=airing.due.astimezone(zone),
            until=airing.until.astimezone(zone) if airing.until else None,
            state=airing.state,
            link=_link(airing, said),
            public_at=airing.public_at.astimezone(zone)
            if airing.public_at and not manual
            else None,
            reason=(airing.reason or "").strip(),
            spots=tuple(self._spots(airing, said)) if manual else (),
            figures={} if airing.practice else self._figures.get(airing.id or 0, {}),
            overdue=overdue(row.item, airing, self.desk.now),
            late=late_words(row.item, airing, self.desk.now) or "",
        )

    def _spots(self, airing: Airing, said: Iterable[Confirmation]) -> Iterator[Spot]:
        words = list(said)
        for place in (*airing.places,) or (None,):
            mine = [one for one in words if one.place == place]
            kinds = {one.kind for one in mine}
            yield Spot(
                place=place or NOWHERE,
                name=self._places.get(place or NOWHERE, place or ""),
                said=True if DONE in kinds else False if NOT_DONE in kinds else None,
                down=any(one.kind == TAKEN_DOWN and self._in_time(airing, one) for one in mine),
                said_at=_done_at(mine, self.desk.settings.zone),
                note="; ".join(dict.fromkeys(one.note for one in mine if one.note)),
                evidence=any(one.evidence for one in mine),
                present=self._present.get((airing.id or 0, place or NOWHERE)),
            )

    def _in_time(self, airing: Airing, said: Confirmation) -> bool:
        """A word about what ended within the days counts whenever it was given."""
        zone, last = self.desk.settings.zone, self.period.until
        end = airing.until or airing.due
        return min(end, said.at).astimezone(zone).date() <= last

    @property
    def _items(self) -> Any:
        """The ids of all items with a time in these days, as a query within queries."""
        days = days_in_sql(wanted(self.period), self.desk.settings.zone)
        return select(Airing.item_id).where(*days)

    @property
    def _airings(self) -> Any:
        """The ids of their airings: an office of many years is not read for one of them."""
        return select(Airing.id).where(col(Airing.item_id).in_(self._items))

    @cached_property
    def _said(self) -> Mapping[int, list[Confirmation]]:
        found: dict[int, list[Confirmation]] = {}
        query = select(Confirmation).where(
            col(Confirmation.airing_id).in_(self._airings), Confirmation.kind != RETRACTED
        )
        for one in self.desk.session.exec(query.order_by(col(Confirmation.id))):
            found.setdefault(one.airing_id, []).append(one)
        return found

    @cached_property
    def _places(self) -> Mapping[str, str]:
        return {one.id: one.name for one in self.desk.session.exec(select(Place))}

    @cached_property
    def _present(self) -> Mapping[tuple[int, str], Present]:
        return attendance(self.desk.session, self._airings)

    @cached_property
    def _figures(self) -> Mapping[int, Mapping[str, int]]:
        return newest(self.desk.session, self._airings)

    @cached_property
    def _begun(self) -> Mapping[str, datetime]:
        keys = select(Item.key).where(col(Item.id).in_(self._items))
        query = (
            select(Audit.item, func.min(Audit.at))
            .where(col(Audit.act).in_(_FIRST_WORK), col(Audit.item).in_(keys))
            .group_by(col(Audit.item))
        )
        return {item: at for item, at in self.desk.session.exec(query) if item is not None}


def _done_at(said: Iterable[Confirmation], zone: ZoneInfo) -> datetime | None:
    """When a person said that it was done, which may be days after it was."""
    return next((one.at.astimezone(zone) for one in said if one.kind == DONE), None)


def _link(airing: Airing, said: Iterable[Confirmation]) -> str:
    """Where it can be seen: the post's own address, or the one that a person noted."""
    if airing.state != Going.DONE or airing.practice:
        return ""
    if airing.permalink:
        return airing.permalink if airing.permalink.startswith(("https://", "http://")) else ""
    noted = (found[0] for one in said if (found := _LINK.search(one.note or "")))
    return next(noted, "")


def _campaigns(session: Session) -> dict[str, str]:
    query = select(CampaignRow.id, CampaignRow.title).order_by(col(CampaignRow.id))
    return dict(session.exec(query).all())


def _leads(desk: Desk, campaigns: Iterable[str]) -> tuple[str, ...]:
    """Who carried the campaigns out, leads before partners, each once."""
    loaded = [library.load(desk.session, one) for one in sorted(campaigns)]
    leads = [one.lead for one in loaded if one.lead]
    partners = [partner for one in loaded for partner in one.partners]
    return tuple(dict.fromkeys([*leads, *partners]))
