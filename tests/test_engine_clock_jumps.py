"""The PC's clock is put right, or goes wrong, while posts are on their way.

As if the page's answers told no hour (a proxy may swallow it): else the jump itself is noticed, and
nothing goes on before the clock is right (test_engine_wrong_clock.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from engine_kit import DOUBT, HOUR, MINUTE, SOON, Bureau, Killed, bureau, once, one_pass, wrapped

from habac24h.channels.practice_page import Fault
from habac24h.clock import ShiftedClock, VirtualClock
from habac24h.engine import wrong_clock
from habac24h.office import Office

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@dataclass
class Place:
    """An office whose PC has a clock of its own; the page keeps the world's."""

    here: Bureau
    clock: ShiftedClock
    world: VirtualClock

    def jump(self, by: timedelta) -> None:
        """The PC's clock is put forward, or back."""
        self.clock.move(self.clock.now() + by)


@pytest.fixture
def place(office: Office, clock: VirtualClock) -> Iterator[Place]:
    shifted = ShiftedClock(clock)
    with bureau(replace(office, clock=shifted), clock) as here:
        yield Place(here, shifted, clock)


@pytest.fixture(autouse=True)
def _hours_that_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrong_clock, "FAR", timedelta(days=9))


def test_a_jump_ahead_does_not_shorten_the_patience_of_a_doubt(place: Place) -> None:
    """The post comes twenty minutes after its answer was lost; a second try would be a double."""
    here = place.here
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=20))
    key = here.approved(SOON)
    with here.engine() as engine:
        one_pass(engine)
        assert here.state(key) == "unknown"
        place.jump(3 * HOUR)
        for _ in range(4):
            place.world.advance(MINUTE)
            one_pass(engine)
        assert (here.state(key), len(here.attempts(key))) == ("unknown", 1)
        for _ in range(20):
            place.world.advance(MINUTE)
            one_pass(engine)
    assert (here.state(key), len(here.attempts(key)), len(here.posts())) == ("handed_over", 1, 1)


def test_a_jump_back_does_not_leave_a_doubt_for_hours(place: Place) -> None:
    here = place.here
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)
    with here.engine() as engine:
        one_pass(engine)
        place.jump(-3 * HOUR)
        for _ in range(DOUBT // MINUTE + 1):
            place.world.advance(MINUTE)
            one_pass(engine)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_a_worker_that_starts_after_a_jump_back_does_not_wait_for_the_old_hour(
    place: Place,
) -> None:
    here = place.here
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)
    here.run("w1")
    place.jump(-3 * HOUR)
    with here.engine("w2") as engine:
        for _ in range(DOUBT // MINUTE + 1):
            place.world.advance(MINUTE)
            one_pass(engine)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_a_lease_from_before_a_jump_back_is_over(place: Place) -> None:
    here = place.here
    key = here.approved(SOON)

    def die() -> None:
        raise Killed

    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, before=once("schedule", die)))
    place.jump(-3 * HOUR)
    place.world.advance(MINUTE)
    here.run("w2")
    assert here.state(key) == "unknown"
    assert [one.outcome for one in here.attempts(key)] == ["unknown"]


def test_a_withdrawal_does_not_wait_for_a_call_from_before_a_jump_back(place: Place) -> None:
    here = place.here
    key = here.approved(SOON)

    def die() -> None:
        raise Killed

    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, after=once("schedule", die)))
    here.edit(key, "Lời mới.")
    place.jump(-3 * HOUR)
    with here.engine("w2") as engine:
        for _ in range(DOUBT // MINUTE + 1):
            place.world.advance(MINUTE)
            one_pass(engine)
    assert (here.state(key), here.posts()) == ("waiting", [])


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_claim_is_measured_by_seconds_and_not_by_the_hour(place: Place, hours: int) -> None:
    """The clock is put right between claim and call: nothing is lost, nothing is sent late."""
    here = place.here
    key = here.approved(SOON)

    def jump() -> None:
        place.jump(hours * HOUR)

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, before=once("schedule", jump)))
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_a_look_from_before_a_jump_back_is_too_old_to_send_by(place: Place) -> None:
    here = place.here
    first, second = here.approved(SOON), here.approved(SOON + HOUR)

    def sleep() -> None:
        place.jump(-3 * HOUR)
        place.world.advance(6 * MINUTE)

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, after=once("schedule", sleep)))
        assert (here.state(first), here.state(second)) == ("handed_over", "waiting")
        one_pass(engine)
    assert here.state(second) == "handed_over"
