"""A computer whose clock is wrong: the page tells the hour, and nothing is concluded from ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from engine_kit import DAY, HOUR, MINUTE, SOON, START, Bureau, bureau
from web_kit import client

from habac24h import memory
from habac24h.clock import ShiftedClock, VirtualClock
from habac24h.doctor import hours
from habac24h.doctor.line import Level
from habac24h.doctor.patient import of_office
from habac24h.office import Office

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def pc(clock: VirtualClock) -> ShiftedClock:
    """The office's computer; the page keeps the world's clock, which is right."""
    return ShiftedClock(clock)


@pytest.fixture
def here(office: Office, clock: VirtualClock, pc: ShiftedClock) -> Iterator[Bureau]:
    with bureau(replace(office, clock=pc), clock) as opened:
        yield opened


def told(here: Bureau) -> str | None:
    with here.office.database.read() as session:
        found: str | None = memory.recall(session, memory.WRONG_CLOCK)
    return found


@SQLITE
@pytest.mark.parametrize("off", [30 * HOUR, 6 * MINUTE, -6 * MINUTE, -30 * HOUR])
def test_while_the_clock_is_wrong_nothing_is_shown_sent_taken_back_or_missed(
    here: Bureau, pc: ShiftedClock, off: timedelta
) -> None:
    """A flat battery showed a post of the next day at once, and took today's for missed."""
    held = [here.approved(after) for after in (SOON, SOON + 5 * HOUR, SOON + 29 * HOUR)]
    here.run()
    unsent = here.approved(SOON + 10 * DAY)
    here.clock.advance(SOON - HOUR)
    pc.move(here.clock.now() + off)
    report = here.run()
    states = [here.state(key) for key in (*held, unsent)]
    assert states == ["handed_over"] * 3 + ["waiting"]
    assert (here.public(), len(here.posts())) == ([], 3)
    way = "nhanh" if off > timedelta(0) else "chậm"
    assert report.troubles[0].startswith(f"Đồng hồ của máy {way} ")
    assert told(here) == report.troubles[0]
    pc.move(here.clock.now())
    here.run()
    assert (told(here), here.state(held[0])) == (None, "handed_over")


@SQLITE
def test_what_waits_past_its_limit_by_a_wrong_clock_is_not_missed(
    here: Bureau, pc: ShiftedClock
) -> None:
    late, later = here.approved(SOON), here.approved(20 * DAY)
    pc.move(START + 21 * DAY)
    here.run(full=False)
    assert (here.state(late), here.state(later)) == ("waiting", "waiting")
    here.clock.advance(21 * DAY)
    pc.move(here.clock.now())  # and by a right one it is
    here.run()
    assert (here.state(late), here.state(later)) == ("missed", "missed")


@SQLITE
def test_a_clock_a_little_ahead_shows_nothing_before_the_pages_own_hour(
    here: Bureau, pc: ShiftedClock
) -> None:
    """Handed over so near its hour that the program itself makes it public."""
    key = here.approved(8 * MINUTE)
    here.run()
    here.clock.advance(6 * MINUTE)
    pc.move(here.clock.now() + 4 * MINUTE)
    here.run()
    assert (here.state(key), here.public()) == ("handed_over", [])
    here.clock.advance(3 * MINUTE)
    here.run()
    assert (here.state(key), len(here.public())) == ("done", 1)


@SQLITE
def test_a_wrong_clock_is_told_on_the_first_page_and_by_doctor(
    here: Bureau, pc: ShiftedClock
) -> None:
    here.approved(SOON)
    pc.move(START + 3 * HOUR)
    here.run()
    sentence = told(here)
    assert sentence is not None
    assert sentence.startswith("Đồng hồ của máy nhanh 3 giờ so với trang, nên chưa gửi")
    assert sentence in client(here.office).get("/").text
    line = hours.clock(of_office(here.office))
    assert (line.level, line.said) == (Level.WRONG, sentence)
