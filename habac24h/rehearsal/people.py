"""The two people of a rehearsal, and what they do in a year: fill in, submit, approve, confirm."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import col, select

from habac24h import memory, workflow
from habac24h.campaigns import library
from habac24h.campaigns.apply import apply
from habac24h.campaigns.fact_names import fact_name
from habac24h.campaigns.plan import plan
from habac24h.errors import Refused
from habac24h.models import Airing, Edition, Going, Item, Words
from habac24h.office import Office
from habac24h.workflow import people, places
from habac24h.workflow.attendance import Present
from habac24h.workflow.confirmation import TAKEN_DOWN, confirmations
from habac24h.workflow.facts import set_facts
from habac24h.workflow.gaps import missing_facts

WRITER, APPROVER = "dien-tap-soan", "dien-tap-duyet"


@dataclass
class Cast:
    """The people at their office, and what they could not do (as sentences)."""

    office: Office
    year: int
    placeholders: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def arrive(self) -> None:
        """Two accounts, so that nobody approves their own words; a mark on all that they do.

        The example places are named for the rehearsal: an example's name is not approved.
        """
        with self.office.database.write() as session:
            memory.remember(session, memory.REHEARSAL, True)
            now = self.office.clock.now()
            people.add(session, WRITER, "editor", now, full_name="Người soạn (diễn tập)")
            people.add(session, APPROVER, "approver", now, full_name="Người duyệt (diễn tập)")
            for place in places.everywhere(session):
                if place.example:
                    name = place.name.replace("(ví dụ)", "(diễn tập)")
                    places.rename(session, place.id, name, now)

    def plan(self) -> None:
        """The whole year as drafts."""
        with self.office.desk(WRITER) as desk:
            changes = plan(desk.session, self.year, now=desk.now, settings=self.office.settings)
            apply(desk.session, changes, by=desk.who, now=desk.now)

    def fill_in(self) -> None:
        """Every fact that is missing gets a stand-in that nobody could mistake for the truth."""
        with self.office.desk(WRITER) as desk:
            titles = {one.id: one.title for one in library.stored(desk.session)}
            query = select(Edition).where(Edition.year == self.year).order_by(col(Edition.id))
            for edition in list(desk.session.exec(query)):
                names = missing_facts(desk.session, edition.campaign, edition.year)
                stand_ins = {name: f"[CHẠY THỬ: {fact_name(name)}]" for name in names}
                if stand_ins:
                    set_facts(desk, edition.year, edition.campaign, stand_ins, stand_in=True)
                    title = titles.get(edition.campaign, "Dùng chung cả năm")
                    self.placeholders += [f"{title} {self.year}: {fact_name(n)}" for n in names]

    def submit_and_approve(self) -> None:
        """One unit of work an item: a refusal of one is told and keeps none of the others."""
        with self.office.database.read() as session:
            keys = list(session.exec(select(Item.key).order_by(col(Item.id))))
        for key in keys:
            self._try(WRITER, key, workflow.submit)
            self._try(APPROVER, key, workflow.approve)

    def confirm(self) -> None:
        """Say what was read, hung, posted and held by now, and take down what was to come down."""
        now = self.office.clock.now()
        with self.office.desk(WRITER) as desk:
            query = (
                select(Airing, Item)
                .join(Item, col(Item.id) == col(Airing.item_id))
                .where(col(Airing.due) <= now, Item.state == Words.APPROVED)
                .where(col(Item.channel) != "fanpage")
            )
            for airing, item in list(desk.session.exec(query)):
                if airing.state == Going.WAITING:
                    came = _listeners(airing) if item.channel == "talk" else None
                    workflow.confirm(desk, airing.key, note="diễn tập", came=came)
                if item.channel == "banner" and airing.until and airing.until <= now:
                    self._take_down(desk, airing)

    def _take_down(self, desk: workflow.Desk, airing: Airing) -> None:
        if all(said.kind != TAKEN_DOWN for said in confirmations(desk, airing)):
            workflow.confirm(desk, airing.key, what=TAKEN_DOWN, note="diễn tập")

    def _try(self, who: str, key: str, deed: object) -> None:
        assert callable(deed)
        try:
            with self.office.desk(who) as desk:
                deed(desk, key)
        except Refused as error:
            self.refused.append(error.sentence)


def _listeners(airing: Airing) -> Present:
    """Round numbers, so that nobody takes them for counted ones; in a school most are pupils."""
    if any(place.startswith("truong") for place in airing.places):
        return Present(men=50, women=50, pupils=90)
    return Present(men=20, women=20)
