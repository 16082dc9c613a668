"""What tests of the campaigns' pages share: the office with its staff and a planned year."""

from __future__ import annotations

from signed_kit import staff

from habac24h import audit
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.office import Office
from habac24h.workflow import people

MONTH = "thang-hanh-dong"


def planned(office: Office, year: int = 2026, campaign: str = MONTH) -> Office:
    """The staff and a reader, and one campaign of the year as planning leaves it."""
    staff(office)
    now = office.clock.now()
    with office.database.write() as session:
        people.add(session, "xem", "reader", now)
        found = plan(session, year, now=now, settings=office.settings, campaign_id=campaign)
        apply(session, found, by=audit.PROGRAM, now=now)
    return office
