"""What the tests of planning share: an office with one campaign in a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from habac24h import audit
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.change import Plan
from habac24h.campaigns.plan import plan
from habac24h.config import Settings
from habac24h.db import Database
from habac24h.models import Account, Airing, CampaignRow, Edition, Fact, Item, Place
from habac24h.workflow import Desk

NOW = datetime(2026, 10, 1, 3, tzinfo=UTC)
SETTINGS = Settings()
BY = audit.PROGRAM
HEAD = """\
campaign: thu
title: Chiến dịch thử
observance: {name: Tháng thử, date: "11-15", end: "12-15"}
topics: [bao-luc, dinh-kien]
activities:
"""
WEEKLY = (
    'id: tuan, title: Bài tuần, channel: fanpage, text: "Tuần này {{ day }}", '
    "from: start, until: end, every: [tue, fri], at: 19:00"
)
SINGLE = 'id: mot, title: Một bài, channel: fanpage, text: "Bài {{ year }}", day: start, at: 7:00'
SECOND = (
    SINGLE.replace("id: mot", "id: hai").replace("Bài {{ year }}", "Khác").replace("7:00", "9:00")
)
TALKS = (
    'id: noi, title: Nói chuyện, channel: talk, text: "Tại {{ place }}", day: start + 2d, '
    "at: 19:30, places: kind:thon, per_place: true"
)
SCRIPT = (
    'id: loa, title: Phát thanh, channel: loudspeaker, text: "Nghe {{ date }}", '
    "day: start + 1d, at: [05:30, 17:00], places: kind:thon"
)


def definition(*activities: str, head: str = HEAD) -> str:
    """A definition with these activities."""
    return head + "".join(f"  - {{{activity}}}\n" for activity in activities)


class World:
    """One office: a database, a moment that tests set, and the campaign `thu`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        with self.database.write() as session:
            for name, role in (("lan", "editor"), ("hoa", "approver")):
                session.add(Account(name=name, role=role, created_at=NOW))
            for number in (1, 2):
                place = f"thon-{number}"
                session.add(Place(id=place, name=f"Thôn {number}", kind="thon", position=number))

    def define(self, *activities: str, head: str = HEAD) -> None:
        """Import the campaign with these activities."""
        self.define_text(definition(*activities, head=head))

    def define_text(self, text: str) -> None:
        """Import a whole definition."""
        with self.database.write() as session:
            library.import_definition(session, text, "thu.yaml", now=self.now)

    def plan(self, year: int = 2026, settings: Settings = SETTINGS) -> Plan:
        """Only look."""
        with self.database.read() as session:
            return plan(session, year, now=self.now, settings=settings)

    def apply(self, found: Plan) -> int:
        """Carry out a plan."""
        with self.database.write() as session:
            return apply(session, found, by=BY, now=self.now)

    def plan_and_apply(self) -> Plan:
        """Both, one after the other."""
        found = self.plan()
        self.apply(found)
        return found

    def work(self, deed: Callable[[Desk], object], name: str = "lan") -> None:
        """A person does something."""
        with self.database.write() as session:
            deed(Desk.of(session, SETTINGS, self.now, name))

    def fact(self, name: str, value: str, campaign: str = "thu") -> None:
        """The office gives a fact of the edition of 2026."""
        with self.database.write() as session:
            query = select(Edition).where(Edition.campaign == campaign, Edition.year == 2026)
            edition = session.exec(query).first()
            if edition is None:
                edition = Edition(campaign=campaign, year=2026, created_at=self.now)
                session.add(edition)
                session.flush()
            known = select(Fact).where(Fact.edition_id == edition.id, Fact.name == name)
            fact = session.exec(known).first() or Fact(
                edition_id=edition.id or 0, name=name, set_by="lan", set_at=self.now
            )
            fact.value = value
            session.add(fact)

    def change(self, deed: Callable[[Session], object]) -> None:
        """Anything else that happens to rows."""
        with self.database.write() as session:
            deed(session)

    def items(self) -> dict[str, Item]:
        """Every item by key."""
        with self.database.read() as session:
            return {one.key: one for one in session.exec(select(Item).order_by(col(Item.key)))}

    def airings(self) -> dict[str, Airing]:
        """Every airing by key."""
        with self.database.read() as session:
            query = select(Airing).order_by(col(Airing.key))
            return {one.key: one for one in session.exec(query)}

    def campaign_row(self, campaign: str = "thu") -> CampaignRow:
        """The stored definition."""
        with self.database.read() as session:
            return session.exec(select(CampaignRow).where(CampaignRow.id == campaign)).one()


def listed(found: Plan) -> list[tuple[str, str]]:
    """Kind and the key's end, in the order of the list."""
    return [(change.kind.value, change.key.removeprefix("thu/2026/")) for change in found.changes]


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def reasons(world: World) -> dict[str, str]:
    return {change.key: change.reason for change in world.plan().changes}


def set_airing(world: World, key: str, **values: object) -> None:
    def deed(session: Session) -> None:
        airing = session.exec(select(Airing).where(Airing.key == key)).one()
        for name, value in values.items():
            setattr(airing, name, value)
        session.add(airing)

    world.change(deed)
