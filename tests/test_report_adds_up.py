"""A random office: every planned item stands in one column, and in the list behind its number."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import Session

from habac24h.models import Airing, Going, Item, Words
from habac24h.office import Office
from habac24h.report.gather import gather
from habac24h.report.period import days
from habac24h.report.tally import tally
from habac24h.workflow import Desk
from habac24h.workflow.outcome import Result
from habac24h.workflow.view import Counted, Filter, rows

pytestmark = pytest.mark.sqlite
CHANNELS = ("fanpage", "loudspeaker", "banner", "portal", "talk")
COLUMNS = ("done", "missed", "cancelled", "troubled", "unsaid", "later")


def fill(session: Session, office: Office, dice: Random) -> None:
    """Sixty items in any state, around this moment, planned and by hand."""
    now = office.clock.now()
    for n in range(60):
        item = Item(
            key=f"thuong-xuyen/2026/thu-{n}", campaign="thuong-xuyen", year=2026,
            activity=f"thu-{n}", channel=dice.choice(CHANNELS), title=f"Bài {n}", text="Lời.",
            state=dice.choice([*Words]), dropped_by=dice.choice([None, "plan"]),
            handmade=dice.random() < 0.5, topic=dice.choice([None, "bao-luc"]),
            created_at=now, updated_at=now,
        )  # fmt: skip
        session.add(item)
        session.flush()
        for number in range(1, dice.randint(1, 3) + 1):
            due = now + timedelta(days=dice.randint(-9, 9))
            airing = Airing(
                key=f"{item.key}@{number}", item_id=item.id or 0, n=number, uid=f"{n}-{number}@thu",
                due=due, late_until=due, state=dice.choice([*Going]), created_at=now,
            )  # fmt: skip
            session.add(airing)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_planned_is_the_sum_of_its_columns_and_each_leads_to_its_list(
    office: Office, seed: int
) -> None:
    today = office.clock.now().date()
    period = days(today - timedelta(days=20), today + timedelta(days=20))
    with office.database.write() as session:
        fill(session, office, Random(seed))
    with office.database.read() as session:
        desk = Desk.reader(session, office.settings, office.clock.now())
        material = gather(desk, period)
        found = tally(material)
        for line in (found.total, *found.channels, *found.topics, *found.campaigns):
            assert sum(getattr(line, name) for name in COLUMNS) == line.planned
        for name, behind in _lists(material.made).items():
            wanted = Filter(since=period.since, until=period.until, counted=behind)
            number = len(rows(session, wanted, office.settings.zone))
            assert (name, number) == (name, getattr(found.total, name))
        assert found.total.planned > 20


def _lists(made: datetime) -> dict[str, Counted]:
    """What the number of each column leads to."""
    results = (Result.DONE, Result.MISSED, Result.CANCELLED, Result.TROUBLED)
    return {
        "planned": Counted(),
        **{one.value: Counted(result=one) for one in results},
        "unsaid": Counted(unsaid_at=made),
        "later": Counted(to_come_at=made),
    }
