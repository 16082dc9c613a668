"""A try whose answer is lost close to its hour: whenever it takes effect, nobody reads it twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from engine_kit import DAY, DOUBT, HOUR, MINUTE, START, Bureau, bureau, one_pass

from habac24h import workflow
from habac24h.channels.practice_page.scenes import SCENES
from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.office import Office


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as opened:
        yield opened


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("late", [5, 12, 20, 30])
@pytest.mark.parametrize("due", [1, 5, 20, 35])
def test_a_late_effect_close_to_the_hour_makes_no_double(here: Bureau, due: int, late: int) -> None:
    key = here.write(due * MINUTE, "Bài gần giờ.")
    here.submit(key)
    here.approve(key)
    lost = SCENES["reset-late"].fault
    here.wall.faults.add(replace(lost, minutes=late))
    here.run()
    assert here.state(key) == "unknown"
    here.later(2 * HOUR, step=5 * MINUTE)
    assert (here.state(key), Counter(here.ever_public())) == ("done", Counter({"Bài gần giờ.": 1}))


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("late", [5, 20, 30])
def test_a_person_who_says_absent_too_soon_makes_no_double(here: Bureau, late: int) -> None:
    """What is not there yet may still come: the program looks on by itself."""
    key = here.write(HOUR, "Bài chưa thấy.")
    here.submit(key)
    here.approve(key)
    here.wall.faults.add(replace(SCENES["reset-late"].fault, minutes=late))
    here.run()
    here.clock.advance(2 * MINUTE)
    with pytest.raises(Refused, match=r"hiện muộn đến 07:31.*tự gửi lại"), here.desk() as desk:
        workflow.resolve(desk, key, as_done=False)
    here.later(3 * HOUR, step=5 * MINUTE)
    assert (here.state(key), here.ever_public()) == ("done", ["Bài chưa thấy."])


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
def test_a_person_may_say_absent_once_nothing_can_come_any_more(here: Bureau) -> None:
    key = here.write(HOUR, "Bài chưa thấy.")
    here.submit(key)
    here.approve(key)
    here.wall.faults.add(SCENES["reset"].fault)
    here.run()
    here.clock.advance(DOUBT)
    with here.desk() as desk:
        workflow.resolve(desk, key, as_done=False)
    here.run()
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("absent_minutes", "until"), [(4, "07:12"), (10, "07:31"), (60, "08:00")])
def test_a_person_is_told_the_very_hour_until_which_the_program_looks_on(
    here: Bureau, absent_minutes: int, until: str
) -> None:
    scheduler = here.office.settings.scheduler.model_copy(update={"absent_minutes": absent_minutes})
    settings = here.office.settings.model_copy(update={"scheduler": scheduler})
    here.office = replace(here.office, settings=settings)
    key = here.approved(DAY)
    here.wall.faults.add(SCENES["reset"].fault)
    here.run()
    hour = datetime.combine(START, time.fromisoformat(until), settings.zone)
    with here.engine() as engine:
        while here.clock.now() < hour - MINUTE:
            here.clock.advance(MINUTE)
            one_pass(engine)
        assert len(here.attempts(key)) == 1
        with pytest.raises(Refused, match=f"hiện muộn đến {until}"), here.desk() as desk:
            workflow.resolve(desk, key, as_done=False)
        here.clock.advance(2 * MINUTE)
        one_pass(engine)
    assert (here.state(key), len(here.attempts(key))) == ("handed_over", 2)


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
def test_a_lost_try_close_to_the_hour_is_made_again_after_half_an_hour(here: Bureau) -> None:
    key = here.write(5 * MINUTE, "Bài gần giờ.")
    here.submit(key)
    here.approve(key)
    here.wall.faults.add(SCENES["reset"].fault)
    here.run()
    here.later(30 * MINUTE, step=5 * MINUTE)
    assert here.state(key) == "unknown"
    here.later(timedelta(minutes=10), step=MINUTE)
    assert (here.state(key), here.ever_public()) == ("done", ["Bài gần giờ."])
