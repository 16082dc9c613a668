"""Claims and records in one trip: whatever changed since the batch was read stands against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from engine_kit import APPROVER, HOUR, MINUTE, SOON, START, Bureau, bureau, once, one_pass, wrapped
from sqlalchemy import Integer, column, insert, inspect
from sqlmodel import col, select

from habac24h import audit, workflow
from habac24h.bundle import Prepared, the
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.engine import due as due_module
from habac24h.errors import DatabaseError
from habac24h.models import Audit, Page, Setting
from habac24h.office import Office
from habac24h.workflow import connecting

SQLITE = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
NEW = "Lời mới, chưa ai duyệt."


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as opened:
        yield opened


def run_and_meanwhile(here: Bureau, act: Callable[[], object]) -> None:
    """A pass in whose first call to create something else happens: the batch is read by then."""
    with here.engine("w1") as engine:
        one_pass(wrapped(engine, before=once("schedule", act)))


def test_recording_one_and_claiming_the_next_is_one_transaction(here: Bureau) -> None:
    keys = [here.approved(SOON + n * HOUR) for n in range(3)]
    trips: list[int] = []
    trip = here.office.database.at_once

    def counted(*steps: Any) -> Any:
        trips.append(len(steps))
        return trip(*steps)

    with patch.object(here.office.database, "at_once", counted):
        here.run()
    assert trips == [3, 6, 6, 3]
    assert {here.state(key) for key in keys} == {"handed_over"}
    assert [(one.number, one.outcome) for key in keys for one in here.attempts(key)] == (
        [(1, "accepted")] * 3
    )


def test_the_log_tells_of_claims_and_records_and_stays_whole(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    with here.office.database.read() as session:
        query = select(Audit).where(Audit.airing == f"{key}@1").order_by(col(Audit.id))
        rows = list(session.exec(query))
        assert [(row.act, row.before, row.after) for row in rows] == [
            ("claim", "waiting", "sending"),
            ("handed-over", "sending", "handed_over"),
            ("seen", "handed_over", "handed_over"),
        ]
        assert [row.previous == audit.LOOSE for row in rows] == [True, True, False]
        assert audit.first_break(session) is None


@SQLITE
def test_words_edited_after_the_batch_was_read_do_not_go_out(here: Bureau) -> None:
    first, second = here.approved(SOON), here.approved(SOON + HOUR)
    run_and_meanwhile(here, lambda: here.edit(second, NEW))
    assert (here.state(first), here.state(second)) == ("handed_over", "waiting")
    assert len(here.wall.posts()) == 1


def test_an_answer_after_an_edit_is_kept_on_the_attempt_and_changes_nothing_else(
    here: Bureau,
) -> None:
    key = here.approved(SOON)
    run_and_meanwhile(here, lambda: here.edit(key, NEW))
    assert here.state(key) == "withdrawing"
    with here.office.database.read() as session:
        rows = session.exec(select(Audit.act).where(Audit.airing == f"{key}@1"))
        assert list(rows) == ["claim", "edit"]
    assert [one.outcome for one in here.attempts(key)] == ["accepted"]


def test_an_answer_after_another_worker_adopted_the_post_is_no_second_hand_over(
    here: Bureau,
) -> None:
    """The lease is 3 minutes; the log would say `handed-over` of what is handed over already."""
    key = here.approved(SOON)

    def adopt() -> None:
        here.clock.advance(4 * MINUTE)
        here.run("w2")

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, after=once("schedule", adopt)))
    with here.office.database.read() as session:
        rows = list(session.exec(select(Audit.act).where(Audit.airing == f"{key}@1")))
    assert rows == ["claim", "lease-expired", "adopt"]
    assert (here.state(key), [one.outcome for one in here.attempts(key)]) == (
        "handed_over",
        ["accepted"],
    )


@SQLITE
def test_an_hour_moved_after_the_batch_was_read_is_the_one_that_counts(here: Bureau) -> None:
    first, second = here.approved(SOON), here.approved(SOON + HOUR)

    def move() -> None:
        with here.desk(APPROVER) as desk:
            workflow.move(desk, second, to=START + 2 * SOON)

    run_and_meanwhile(here, move)
    here.run()
    hours = sorted(post.scheduled_at for post in here.posts() if post.scheduled_at)
    assert (here.state(first), hours) == ("handed_over", [START + SOON, START + 2 * SOON])


@SQLITE
def test_after_the_stop_nothing_more_of_the_batch_is_claimed(here: Bureau) -> None:
    first, second = here.approved(SOON), here.approved(SOON + HOUR)

    def stop() -> None:
        with here.desk(APPROVER) as desk:
            connecting.stop(desk)

    run_and_meanwhile(here, stop)
    assert (here.state(first), here.state(second)) == ("withdrawing", "waiting")
    assert here.attempts(second) == []


def test_a_limit_that_one_worker_met_stops_the_other_before_its_next_claim(here: Bureau) -> None:
    """Facebook's header says 42 minutes (x-business-use-case-usage)."""
    first, second, third = (here.approved(SOON + n * HOUR) for n in range(3))

    def other() -> None:
        here.wall.faults.add(Fault("error", call="create", code=32, minutes=42))
        here.run("w2")

    run_and_meanwhile(here, other)
    assert (here.state(first), here.state(second)) == ("handed_over", "waiting")
    assert (here.attempts(second)[0].worker, here.attempts(third)) == ("w2", [])
    with here.office.database.read() as session:
        pages = session.exec(select(Page.wait_until).where(col(Page.live).is_(True))).all()
    assert pages == [START + 42 * MINUTE]


@SQLITE
def test_what_another_worker_took_is_left_to_it(here: Bureau) -> None:
    keys = [here.approved(SOON + n * HOUR) for n in range(4)]
    run_and_meanwhile(here, lambda: here.run("w2"))
    workers = [here.attempts(key)[0].worker for key in keys]
    assert (workers, len(here.wall.posts())) == (["w1", "w2", "w2", "w2"], 4)


@SQLITE
def test_more_than_a_batch_goes_out_in_one_pass(
    here: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_module, "BATCH", 2)
    keys = [here.approved(SOON + n * HOUR) for n in range(5)]
    here.run()
    assert [here.state(key) for key in keys] == ["handed_over"] * 5
    assert len(here.wall.posts()) == 5


@SQLITE
@pytest.mark.parametrize("is_crowded", [False, True])
def test_each_due_airing_comes_once_though_none_of_them_can_be_sent(
    here: Bureau, monkeypatch: pytest.MonkeyPatch, is_crowded: bool
) -> None:
    """What has to wait fills whole batches, and must not hold up what comes after it."""
    monkeypatch.setattr(due_module, "BATCH", 2)
    monkeypatch.setattr(due_module, "CROWD", 3)
    keys = [f"{here.approved(SOON + n * HOUR)}@1" for n in range(7)]
    with here.engine("w1") as engine:
        queue, found = due_module.Queue(engine), []
        for due in queue:
            found.append(due.airing.key)
            if is_crowded:
                queue.others_were_quicker()
    assert sorted(found) == sorted(keys)
    assert is_crowded or found == keys


@SQLITE
def test_many_posts_are_read_back_by_one_list_in_the_same_pass(here: Bureau) -> None:
    keys = [here.approved(SOON + n * HOUR) for n in range(6)]
    here.run()
    assert all(here.airing(key).seen_at is not None for key in keys)
    calls = [request.call for request in here.wall.requests]
    assert (calls.count("create"), calls.count("read")) == (6, 0)


def test_a_bundle_that_fails_says_so_in_a_sentence_and_keeps_nothing(here: Bureau) -> None:
    table: Any = inspect(Setting).local_table
    row = insert(table).values(name=the("name", table.c.name))
    two = (Prepared(row), {"name": "a"}), (Prepared(row), {"name": "a"})
    with pytest.raises(DatabaseError):
        here.office.database.at_once(*two)
    odd = Prepared(select(the("number", column("n", Integer()))))
    [found] = here.office.database.at_once((odd, {"number": 7}))
    assert (found.count, [tuple(one) for one in found.returned]) == (1, [(7,)])
    with here.office.database.read() as session:
        assert session.get(Setting, "a") is None
