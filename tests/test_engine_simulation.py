"""A few days by seed: a page that fails, people who change their minds, workers that are killed.

One seed replays exactly (one thread, a clock that stands still). After each run the promises must
hold: only approved words went out (P1), none twice (P2), each due airing came to an end that is
shown (P3), and none was late beyond its limit (P5).
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from engine_kit import APPROVER, HOUR, MINUTE, START, Bureau, Killed, bureau, one_pass, wrapped

from habac24h import workflow
from habac24h.channels.practice_page import FaultPlan
from habac24h.clock import VirtualClock
from habac24h.config import Scheduler
from habac24h.errors import Refused
from habac24h.office import Office

POSTS, FAULTS, KILLS = 4, 0.25, 0.01
PATIENCE = Scheduler(absent_minutes=35)
"""Longer than the longest delay in the faults' menu, half an hour: what comes later than both the
patience and its own hour is beyond any protocol."""
ENDS = {"done", "failed", "missed", "cancelled", "unknown"}


class Life:
    """One seed's days."""

    def __init__(self, here: Bureau, seed: int) -> None:
        self.here, self.draw = here, random.Random(seed)
        self.approved: dict[str, tuple[datetime, datetime]] = {}
        self.keys = [self._write(number) for number in range(POSTS)]

    def _write(self, number: int) -> str:
        after = timedelta(minutes=self.draw.randrange(5, 240, 5))
        key = self.here.write(after, f"Bài {number}, lời đầu tiên.")
        self._agree(key)
        return key

    def _agree(self, key: str) -> None:
        self.here.submit(key)
        self.here.approve(key)
        airing = self.here.airing(key)
        self.approved[self.here.item(key).text] = (airing.due, airing.late_until)

    def pass_by(self, minutes: int) -> None:
        self.here.clock.advance(timedelta(minutes=minutes))
        with self.here.engine(f"w{self.draw.randrange(10**6)}") as engine, suppress(Killed):
            one_pass(wrapped(engine, before=self._maybe_die, after=self._maybe_die))

    def _maybe_die(self, *_: object) -> None:
        if self.draw.random() < KILLS:
            raise Killed

    def change_mind(self) -> None:
        key = self.draw.choice(self.keys)
        with suppress(Refused):
            if self.draw.random() < 0.2:
                with self.here.desk() as desk:
                    workflow.cancel(desk, key)
            elif self.draw.random() < 0.5:
                self.here.edit(key, f"{self.here.item(key).text[:20]} {self.draw.random()}")
                self._agree(key)
            else:
                with self.here.desk(APPROVER) as desk:
                    workflow.move(desk, key, to=self.here.clock.now() + 2 * HOUR)
                airing = self.here.airing(key)
                self.approved[self.here.item(key).text] = (airing.due, airing.late_until)


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(20))
def test_the_promises_hold_through_bad_days(seed: int, office: Office, clock: VirtualClock) -> None:
    settings = office.settings.model_copy(update={"scheduler": PATIENCE})
    with bureau(replace(office, settings=settings), clock) as here:
        life = Life(here, seed)
        here.wall.faults.follow(FaultPlan(seed, FAULTS))
        while clock.now() < START + 4 * HOUR:
            life.pass_by(life.draw.choice([1, 5, 15, 30]))
            if life.draw.random() < 0.08:
                life.change_mind()
        here.wall.faults.follow(None)
        while clock.now() < START + 9 * HOUR:
            here.clock.advance(30 * MINUTE)
            here.run()
        check(here, life)


def check(here: Bureau, life: Life) -> None:
    shown = [post for post in here.wall.posts() if post.is_published]
    assert {post.message for post in shown} <= set(life.approved)
    living = Counter(post.message for post in shown if not post.deleted)
    assert max(living.values(), default=1) == 1
    states = {key: here.state(key) for key in life.keys}
    assert set(states.values()) <= ENDS, states
    done = [here.item(key).text for key, state in states.items() if state == "done"]
    assert sorted(done) == sorted(living)
    for post in shown:
        due, limit = life.approved[post.message]
        assert post.public_at is not None
        if not post.deleted:
            assert due <= post.public_at < limit
