"""The clocks: real, remote, standing still, shifted."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

from habac24h.clock import RemoteClock, ShiftedClock, SystemClock, VirtualClock

START = datetime(2026, 11, 15, 12, tzinfo=UTC)
HANOI = timezone(timedelta(hours=7))


def test_the_systems_clock_is_utc_and_goes_on() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    before = clock.monotonic()
    clock.wait(-1)  # a deadline that is over needs no waiting
    assert clock.monotonic() >= before


def test_a_virtual_clock_stands_still_until_it_is_moved() -> None:
    clock = VirtualClock(START.astimezone(HANOI))
    assert (clock.now(), clock.now().tzinfo) == (START, UTC)
    clock.wait(90)
    assert clock.now() == START + timedelta(seconds=90)
    clock.wait(-5)
    clock.advance(timedelta(seconds=-90))
    assert clock.now() == START
    clock.set(datetime(2026, 11, 16, 7, tzinfo=HANOI))
    assert clock.now().isoformat() == "2026-11-16T00:00:00+00:00"


def test_a_virtual_clocks_monotonic_moves_with_it() -> None:
    clock = VirtualClock(START)
    before = clock.monotonic()
    clock.advance(timedelta(minutes=2))
    assert clock.monotonic() - before == 120


def test_threads_that_move_a_virtual_clock_lose_no_second() -> None:
    clock = VirtualClock(START)
    threads = [
        threading.Thread(target=lambda: [clock.wait(1) for _ in range(200)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.now() == START + timedelta(seconds=800)


def test_a_remote_clock_asks_for_the_hour_and_waits_here() -> None:
    local = VirtualClock(START)
    clock = RemoteClock(lambda: datetime(2026, 11, 15, 20, tzinfo=HANOI), local)
    assert clock.now().isoformat() == "2026-11-15T13:00:00+00:00"
    clock.wait(30)
    assert local.now() == START + timedelta(seconds=30)
    assert clock.monotonic() == local.monotonic()


def test_a_shifted_clock_runs_on_from_where_it_was_put() -> None:
    base = VirtualClock(START)
    clock = ShiftedClock(base)
    clock.move(START + timedelta(days=30))
    base.advance(timedelta(minutes=5))
    assert clock.now() == START + timedelta(days=30, minutes=5)
    clock.move(START)
    clock.wait(60)
    assert clock.now() == START + timedelta(minutes=1)
    assert clock.monotonic() == base.monotonic()
