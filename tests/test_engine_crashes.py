"""Killed at any point, the next start goes on from the rows alone (promise P7); many workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from engine_kit import (
    DOUBT,
    HOUR,
    MINUTE,
    SOON,
    START,
    Bureau,
    Killed,
    bureau,
    once,
    one_pass,
    wrapped,
)
from sqlalchemy import Connection, Text, column, event, select

from habac24h import workflow
from habac24h.bundle import Prepared, the
from habac24h.clock import VirtualClock
from habac24h.engine import quick, trips
from habac24h.office import Office

LEASE = timedelta(seconds=180)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def die(*_: Any, **__: Any) -> None:
    raise Killed


class Scythe:
    """Kills at the n-th moment: before a commit, before a call to the page, after one."""

    def __init__(self, strike_at: int) -> None:
        self.left = strike_at
        self.struck = False

    def __call__(self, *_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            self.struck = True
            raise Killed

    def at_commit(self, connection: Connection) -> None:
        try:
            self()
        except Killed:
            connection.connection.rollback()  # as the database does when a process is gone
            raise

    def around(self, here: Bureau) -> Any:
        """Claims and records in one trip: either side of it."""
        trip = here.office.database.at_once

        def mortal(*steps: Any) -> Any:
            self()
            brought = trip(*steps)
            self()
            return brought

        return mortal


def live_until_killed(here: Bureau, scythe: Scythe) -> None:
    """A pass now and one in an hour, by a process that the scythe may end anywhere."""
    database, begun = here.office.database.engine, here.clock.now()
    with here.engine("w1") as engine:
        mortal = wrapped(engine, before=scythe, after=scythe)
        event.listen(database, "commit", scythe.at_commit)
        try:
            with patch.object(here.office.database, "at_once", scythe.around(here)):
                one_pass(mortal)
                here.clock.set(begun + HOUR)
                one_pass(mortal)
        except Killed:
            here.clock.set(max(here.clock.now(), begun + LEASE))
        finally:
            event.remove(database, "commit", scythe.at_commit)


def test_killed_at_every_single_point_nothing_is_doubled_or_lost(here: Bureau) -> None:
    """The process dies at the n-th commit or call, for every n there is; another one goes on."""
    for point in count(1):
        words, due = f"Bài của lần thử {point}.", here.clock.now() + HOUR
        key = here.approved(HOUR, words)
        scythe = Scythe(point)
        live_until_killed(here, scythe)
        while here.state(key) not in ("handed_over", "done"):
            here.run("w2")
            here.clock.advance(5 * MINUTE)
            assert here.clock.now() < due + 2 * HOUR, point
        here.clock.set(max(here.clock.now(), due))
        here.run("w2")
        assert (here.state(key), here.ever_public().count(words)) == ("done", 1), point
        if not scythe.struck:
            break
    assert point > 12  # a claim alone has a dozen commits and calls


def test_a_claim_that_was_not_committed_never_happened(
    here: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last statement fails: nothing is left of those before it."""
    key = here.approved(SOON)
    forgotten = Prepared(select(the("forgotten", column("key", Text()))))
    with monkeypatch.context() as patched:
        patched.setattr(trips, "TELL_TAKEN", forgotten)
        here.run("w1")
    assert (here.state(key), here.attempts(key), here.wall.posts()) == ("waiting", [], ())
    here.run("w2")
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_killed_between_claim_and_call_it_is_sent_after_it_is_proved_absent(here: Bureau) -> None:
    key = here.approved(SOON)
    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, before=once("schedule", die)))
    assert (here.state(key), [a.outcome for a in here.attempts(key)]) == ("sending", ["open"])
    here.clock.advance(LEASE - timedelta(seconds=1))
    here.run("w2")
    assert here.state(key) == "sending"
    here.clock.advance(timedelta(seconds=1))
    here.run("w2")
    assert here.state(key) == "unknown"
    here.later(DOUBT, step=3 * MINUTE, worker="w2")
    assert [(a.outcome, a.worker) for a in here.attempts(key)] == [
        ("absent", "w1"),
        ("accepted", "w2"),
    ]
    assert (here.state(key), len(here.wall.posts())) == ("handed_over", 1)


def test_killed_between_effect_and_record_the_post_is_adopted(here: Bureau) -> None:
    key = here.approved(SOON)
    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, after=once("schedule", die)))
    here.clock.advance(LEASE)
    here.run("w2")
    assert (here.state(key), len(here.wall.posts())) == ("handed_over", 1)
    assert [(a.outcome, a.remote_id) for a in here.attempts(key)] == [
        ("adopted", here.posts()[0].id)
    ]


def test_killed_after_the_record_the_next_one_watches_on(here: Bureau) -> None:
    key = here.approved(SOON)
    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, before=once("read", die)))
    assert here.state(key) == "handed_over"
    here.clock.set(START + SOON)
    here.run("w2")
    assert (here.state(key), len(here.wall.posts())) == ("done", 1)


def test_killed_in_the_flip_the_next_one_sees_it_public(here: Bureau) -> None:
    key = here.approved(5 * MINUTE)
    here.run()
    here.clock.advance(5 * MINUTE)
    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, after=once("publish", die)))
    here.clock.advance(MINUTE)
    here.run("w2")
    assert (here.state(key), here.airing(key).public_at) == ("done", START + 5 * MINUTE)


def test_killed_in_the_withdrawal_the_next_one_finishes_it(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    with here.desk() as desk:
        workflow.cancel(desk, key)
    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, after=once("delete", die)))
    assert here.state(key) == "withdrawing"
    here.run("w2")
    assert (here.state(key), here.posts()) == ("cancelled", [])


def test_a_worker_that_slept_past_its_lease_sends_nothing(
    here: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = here.approved(SOON)
    claim = quick.take

    def slow(*given: Any) -> Any:
        claimed = claim(*given)
        here.clock.advance(LEASE)
        return claimed

    with monkeypatch.context() as patched:
        patched.setattr(quick, "take", slow)
        here.run("w1")
    assert (here.state(key), here.wall.posts()) == ("sending", ())
    here.later(DOUBT + 5 * MINUTE, step=3 * MINUTE, worker="w2")
    assert (here.state(key), len(here.wall.posts())) == ("handed_over", 1)


def test_a_late_record_changes_only_its_attempt(here: Bureau) -> None:
    """w1 sleeps inside its call; w2 proves absence and sends; then w1's post appears after all."""
    key = here.approved(SOON)

    def meanwhile() -> None:
        here.clock.advance(LEASE)
        here.later(DOUBT + 5 * MINUTE, step=3 * MINUTE, worker="w2")
        assert here.state(key) == "handed_over"

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, before=once("schedule", meanwhile)))
    kept = here.airing(key).remote_id
    assert [(a.worker, a.outcome) for a in here.attempts(key)] == [
        ("w1", "accepted"),
        ("w2", "accepted"),
    ]
    assert (here.airing(key).worker, kept) == ("w2", here.attempts(key)[1].remote_id)
    here.run("w2")
    assert [post.id for post in here.posts()] == [kept]


def test_a_late_answer_names_the_post_that_no_list_shows(here: Bureau) -> None:
    from habac24h.channels.practice_page import Fault

    here.wall.faults.add(Fault("lag", call="create", seconds=36_000))
    key = here.approved(SOON)

    def meanwhile() -> None:
        here.clock.advance(LEASE)
        here.run("w2")
        assert here.state(key) == "unknown"

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, after=once("schedule", meanwhile)))
    here.later(20 * MINUTE, step=5 * MINUTE, worker="w2")
    assert (here.state(key), len(here.wall.posts())) == ("handed_over", 1)


def test_a_known_refusal_that_comes_late_lets_it_be_sent_again(here: Bureau) -> None:
    from habac24h.channels.practice_page import Fault

    here.wall.faults.add(Fault("error", call="create", code=4, minutes=1))
    key = here.approved(SOON)

    def meanwhile() -> None:
        here.clock.advance(LEASE)
        here.run("w2")

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, before=once("schedule", meanwhile)))
    assert (here.state(key), [a.outcome for a in here.attempts(key)]) == ("unknown", ["not_sent"])
    here.clock.advance(2 * MINUTE)
    here.run("w2")
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_two_workers_at_the_same_moment_make_one_post_each(here: Bureau) -> None:
    """Both have their look before either claims: only the rows keep them apart."""
    keys = [here.approved(SOON + number * MINUTE) for number in range(4)]
    barrier = threading.Barrier(2, timeout=30)
    failures: list[BaseException] = []

    def work(worker: str) -> None:
        try:
            with here.engine(worker) as engine:
                one_pass(wrapped(engine, after=once("snapshot", barrier.wait)))
        except BaseException as error:  # shown below, in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in ("w1", "w2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [here.state(key) for key in keys] == ["handed_over"] * 4
    assert len(here.wall.posts()) == 4
    assert [len(here.attempts(key)) for key in keys] == [1] * 4


def test_an_edit_and_a_claim_at_the_same_moment_leave_no_old_words(here: Bureau) -> None:
    """The edit has read `waiting` and not written yet when a worker wants to claim."""
    key = here.approved(SOON, "Lời cũ.")
    begun, ended = threading.Event(), threading.Event()

    def person() -> None:
        with here.desk() as desk:
            desk.airings(desk.item(key))
            begun.set()
            ended.wait(0.3)
            workflow.edit(desk, key, text="Lời mới.")

    thread = threading.Thread(target=person)
    thread.start()
    assert begun.wait(10)
    here.run()
    ended.set()
    thread.join()
    here.run()
    here.run()
    assert (here.state(key), here.posts()) == ("waiting", [])


def test_a_withdrawal_that_another_worker_finished_touches_nothing_new(here: Bureau) -> None:
    """w1 is busy with the first of two; meanwhile the second is withdrawn and sent anew."""
    first, second = here.approved(SOON, "Lời thứ nhất."), here.approved(SOON + HOUR, "Lời cũ.")
    here.run()
    here.edit(first, "Lời thứ nhất, sửa.")
    here.edit(second, "Lời mới.")

    def meanwhile() -> None:
        here.run("w2")
        here.submit(second)
        here.approve(second)
        here.run("w2")
        assert here.state(second) == "handed_over"

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, after=once("delete", meanwhile)))
    assert (here.state(second), [post.message for post in here.posts()]) == (
        "handed_over",
        ["Lời mới."],
    )
