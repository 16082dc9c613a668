"""What calendar programs read back: icalendar, ical, vobject and ics, each with its own parser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import ics  # type: ignore[import-untyped]
import pytest
import vobject  # type: ignore[import-untyped]
from feed_events import ALL_DAY, TIMED, changed, feed
from hypothesis import example, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from habac24h.calendar.feed import clean, event_bytes

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyÁẠẢÃẦẾỆỈỌỚỰỲỸ ,;:.-–“”\"'()[]{}=^%#👩0129\n"
PLAIN = st.text(alphabet=VIETNAMESE, max_size=300)
ROUGH = st.text(
    alphabet=st.one_of(
        st.sampled_from(VIETNAMESE + "\\nN\t\r\x0b\x85\u2028\ufeff\u202e\x00\ud800\u0301"),
        st.characters(),
    ),
    max_size=200,
)
HOSTILE = (
    "C:\\New\\names, \\\\; \\n \\N",
    "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)])),
    "👩‍👩‍👧 🏳️‍🌈 e\u0301 o\u031b\u0323 ⚠️",
    "\u202eđảo\u202c \u2066x\u2069 \ufeff\ufffe\ud800",
    "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\rmột\x0bhai\u2028ba\x85bốn",
    "Ạ" * 10_000,
    "x,\\;" * 2_500,
)
"""Each kind of text that broke a consumer, and lines of 10,000 characters."""
FIELDS = ("summary", "description", "location")


def one_event(body: bytes) -> Any:
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    return event


@given(ROUGH, ROUGH, st.lists(ROUGH.filter(clean), max_size=3))
@example("C:\\New\\names, \\\\; \\n", "\\", ["a\\,b;c"])
@example("một\x0bhai", "\rba\ud800", ["x\u2028y"])
def test_icalendar_reads_every_text_as_it_was_cleaned(
    summary: str, description: str, categories: list[str]
) -> None:
    event = changed(
        TIMED,
        summary=summary,
        description=description + ".",
        categories=(*categories, "cuối"),
        alarm=summary + ".",
    )
    body = feed(event, description=description)
    found = one_event(body)
    assert str(found["SUMMARY"]) == clean(summary)
    assert str(found["DESCRIPTION"]) == clean(description + ".")
    assert list(found["CATEGORIES"].cats) == [clean(one) for one in (*categories, "cuối")]
    assert str(found.subcomponents[0]["DESCRIPTION"]) == clean(summary + ".")
    assert str(Calendar.from_ical(body)["DESCRIPTION"]) == clean(description)


@given(ROUGH, ROUGH)
def test_the_bytes_are_crlf_lines_of_whole_characters_within_75_octets(
    summary: str, description: str
) -> None:
    body = feed(changed(TIMED, summary=summary, description=description), name=summary)
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert line == line.decode("utf-8").encode("utf-8")
        assert not set(line) & {*range(0x20), 0x7F}
    # A parser that splits at every line end of Unicode sees the same lines.
    assert body.decode("utf-8").splitlines() == [line.decode("utf-8") for line in lines]


@given(ROUGH, ROUGH, ROUGH)
@example(*HOSTILE[:3])
@example(*HOSTILE[3:6])
@example(HOSTILE[6], HOSTILE[0], HOSTILE[1])
def test_home_assistants_parser_reads_every_text_as_it_was_cleaned(
    summary: str, description: str, location: str
) -> None:
    texts = dict(zip(FIELDS, (summary + ".", description + ".", location + "."), strict=True))
    body = feed(changed(TIMED, **texts)).decode("utf-8")
    (event,) = IcsCalendarStream.calendar_from_ics(body).events
    read = {name: getattr(event, name) for name in FIELDS}
    assert read == {name: clean(text) for name, text in texts.items()}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_broke_a_consumer_breaks_none(text: str) -> None:
    """All four find the one event, with its text but for the two faults that are theirs."""
    event = changed(TIMED, summary=f"{text}.", description=text, location=text, categories=(text,))
    body = feed(event, name=text, description=text)
    written, text = body.decode("utf-8"), clean(text)
    assert str(one_event(body)["SUMMARY"]) == f"{text}."
    (by_ical,) = IcsCalendarStream.calendar_from_ics(written).events
    assert by_ical.summary == f"{text}."
    (by_ics,) = ics.Calendar(written).events
    by_vobject = vobject.readOne(written).vevent
    assert (by_ics.uid, by_vobject.uid.value) == (TIMED.uid, TIMED.uid)
    if "\\" not in text:
        assert (by_ics.name, by_vobject.summary.value) == (f"{text}.", f"{text}.")


# vobject cuts a text at an escaped backslash before a comma, and ics reads one before n as a line
# end: faults of theirs, so they get texts without backslashes.
@given(PLAIN, PLAIN, PLAIN)
def test_vobject_reads_the_same_texts(summary: str, description: str, location: str) -> None:
    texts = dict(zip(FIELDS, (summary + ".", description + ".", location + "."), strict=True))
    event = vobject.readOne(feed(changed(TIMED, **texts)).decode("utf-8")).vevent
    read = {name: getattr(event, name).value for name in FIELDS}
    assert read == {name: clean(text) for name, text in texts.items()}


@given(PLAIN, PLAIN, PLAIN)
def test_ics_reads_the_same_texts(summary: str, description: str, location: str) -> None:
    texts = dict(zip(FIELDS, (summary + ".", description + ".", location + "."), strict=True))
    (event,) = ics.Calendar(feed(changed(TIMED, **texts)).decode("utf-8")).events
    read = {"summary": event.name, "description": event.description, "location": event.location}
    assert read == {name: clean(text) for name, text in texts.items()}


def test_all_four_read_the_same_times() -> None:
    body = feed(TIMED, ALL_DAY)
    by_icalendar = {
        str(event["UID"]): (event.decoded("DTSTART"), event.decoded("DTEND"))
        for event in Calendar.from_ical(body).walk("VEVENT")
    }
    by_vobject = {
        event.uid.value: (event.dtstart.value, event.dtend.value)
        for event in vobject.readOne(body.decode("utf-8")).vevent_list
    }
    timed = (datetime(2026, 11, 15, 12, tzinfo=UTC), datetime(2026, 11, 15, 12, 30, tzinfo=UTC))
    days = (date(2026, 11, 15), date(2026, 12, 16))
    assert by_icalendar == by_vobject == {TIMED.uid: timed, ALL_DAY.uid: days}
    by_ical = {
        event.uid: (event.dtstart, event.dtend)
        for event in IcsCalendarStream.calendar_from_ics(body.decode("utf-8")).events
    }
    assert by_ical == by_icalendar
    by_ics = {event.uid: event for event in ics.Calendar(body.decode("utf-8")).events}
    assert by_ics[TIMED.uid].begin.datetime == timed[0]
    assert by_ics[TIMED.uid].end.datetime == timed[1]
    assert by_ics[ALL_DAY.uid].all_day
    assert by_ics[ALL_DAY.uid].duration == timedelta(days=31)


def test_all_four_read_an_empty_calendar() -> None:
    body = feed()
    assert Calendar.from_ical(body).walk("VEVENT") == []
    assert IcsCalendarStream.calendar_from_ics(body.decode("utf-8")).events == []
    assert "vevent" not in vobject.readOne(body.decode("utf-8")).contents
    assert ics.Calendar(body.decode("utf-8")).events == set()


def test_icalendar_and_vobject_find_nothing_to_complain_of() -> None:
    for body in (
        feed(),
        feed(TIMED),
        feed(TIMED, ALL_DAY, changed(TIMED, uid="x", cancelled=True)),
    ):
        Calendar.from_ical(body).validate()  # type: ignore[no-untyped-call]
        assert vobject.readOne(body.decode("utf-8")).validate()


def test_a_kept_event_is_the_same_inside_a_feed() -> None:
    body = feed(event_bytes(TIMED))
    assert event_bytes(TIMED) in body
    assert body == feed(TIMED)
