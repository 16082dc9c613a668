"""A planned campaign and its year as one calendar: four parsers find the same events."""

from __future__ import annotations

from datetime import date
from typing import Any

import ics  # type: ignore[import-untyped]
import pytest
import vobject  # type: ignore[import-untyped]
from calendar_kit import Calendar
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar as ICalendar

from habac24h import audit
from habac24h.calendar.selection import Selection
from habac24h.campaigns.apply import apply
from habac24h.campaigns.plan import plan
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
WHOLE = Selection(since=date(2026, 1, 1), until=date(2027, 12, 31), drafts=True)


@pytest.fixture
def body(office: Office) -> bytes:
    with office.database.write() as session:
        now = office.clock.now()
        changes = plan(
            session, 2026, now=now, settings=office.settings, campaign_id="thang-hanh-dong"
        )
        apply(session, changes, by=audit.PROGRAM, now=now)
    return Calendar(office).bytes(WHOLE)


def test_four_parsers_find_the_same_year(body: bytes) -> None:
    text = body.decode("utf-8")
    by_icalendar: dict[str, Any] = {
        str(one["UID"]): (str(one["SUMMARY"]), one.decoded("DTSTART"), one.decoded("DTEND"))
        for one in ICalendar.from_ical(body).walk("VEVENT")
    }
    by_ical = {
        one.uid: (one.summary, one.dtstart, one.dtend)
        for one in IcsCalendarStream.calendar_from_ics(text).events
    }
    by_vobject = {
        one.uid.value: (one.summary.value, one.dtstart.value, one.dtend.value)
        for one in vobject.readOne(text).vevent_list
    }
    by_ics = {one.uid: one.name for one in ics.Calendar(text).events}
    assert by_icalendar == by_ical == by_vobject
    assert by_ics == {uid: summary for uid, (summary, *_times) in by_icalendar.items()}
    assert len(by_icalendar) == body.count(b"BEGIN:VEVENT") > 150


def test_nothing_of_the_year_breaks_a_rule(body: bytes) -> None:
    """What a strict linter asks: one of each property, known values, whole alarms."""
    calendar = ICalendar.from_ical(body)
    calendar.validate()  # type: ignore[no-untyped-call]
    assert vobject.readOne(body.decode("utf-8")).validate()
    events = calendar.walk("VEVENT")
    for event in events:
        names = [name for name, _value in event.property_items(recursive=False)]
        assert len(names) == len(set(names))
        assert event["STATUS"] in ("TENTATIVE", "CONFIRMED", "CANCELLED")
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt >= event["CREATED"].dt
        for alarm in event.walk("VALARM"):
            assert (alarm["ACTION"], bool(alarm["DESCRIPTION"])) == ("DISPLAY", True)
    assert len({str(one["UID"]) for one in events}) == len(events)
