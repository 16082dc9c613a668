"""What the page refuses, loses or only pretends to have done (promises P2, P3, P4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from engine_kit import DOUBT, HOUR, MINUTE, SOON, START, Bureau, bureau, once, one_pass, wrapped
from sqlmodel import select

from habac24h import workflow
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.models import Page
from habac24h.office import Office
from habac24h.workflow import connecting

SECOND = timedelta(seconds=1)

# What depends on the kind of database is in good_path, edits and crashes, on both kinds.
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def page(here: Bureau) -> Page:
    with here.office.database.read() as session:
        return session.exec(select(Page)).one()


def test_a_page_that_stores_nothing_never_leads_to_done(here: Bureau) -> None:
    here.wall.faults.add(Fault("swallow", call="create", times=None))
    key = here.approved(SOON)
    here.later(2 * HOUR, step=4 * MINUTE)
    assert (here.state(key), len(here.attempts(key))) == ("failed", 5)
    assert {attempt.outcome for attempt in here.attempts(key)} == {"absent"}
    assert here.airing(key).reason == "đã thử 5 lần, Facebook vẫn không giữ bài"
    assert here.wall.posts() == ()


def test_a_page_that_stores_nothing_misses_a_near_hour(here: Bureau) -> None:
    here.wall.faults.add(Fault("swallow", call="create", times=None))
    key = here.approved(MINUTE)
    here.change(key, late_until=START + 20 * MINUTE)
    here.later(40 * MINUTE, step=4 * MINUTE)
    assert (here.state(key), here.airing(key).reason) == ("missed", "chưa gửi")


def test_a_page_that_heals_shows_the_post_once(here: Bureau) -> None:
    here.wall.faults.add(Fault("swallow", call="create", times=2))
    key = here.approved(SOON)
    here.later(HOUR, step=4 * MINUTE)
    assert (here.state(key), len(here.attempts(key)), len(here.posts())) == ("handed_over", 3, 1)
    here.clock.set(START + SOON)
    here.run()
    assert (here.state(key), len(here.public())) == ("done", 1)


def test_a_rate_limit_waits_as_long_as_the_header_says(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=4, minutes=20))
    first, second = here.approved(SOON), here.approved(SOON)
    here.run()
    assert (here.state(first), here.state(second)) == ("waiting", "waiting")
    assert page(here).wait_until == START + 20 * MINUTE
    assert here.airing(first).not_before == START + 20 * MINUTE
    here.later(19 * MINUTE, step=5 * MINUTE)
    assert here.wall.posts() == ()
    here.later(2 * MINUTE)
    assert [here.state(first), here.state(second)] == ["handed_over", "handed_over"]


def test_posting_too_fast_waits_six_hours(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=368, subcode=1390008))
    here.approved(SOON)
    here.run()
    assert page(here).wait_until == START + 6 * HOUR


def test_a_dead_token_blocks_the_page_and_keeps_items_queued(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=190, subcode=467))
    first, second = here.approved(SOON), here.approved(SOON)
    here.run()
    here.later(2 * HOUR, step=30 * MINUTE)
    assert [here.state(first), here.state(second)] == ["waiting", "waiting"]
    assert "mã truy cập" in str(page(here).blocked)
    with here.desk("minh") as desk:
        connecting.resume(desk)
    here.run(full=False)
    assert [here.state(first), here.state(second)] == ["handed_over", "handed_over"]


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (Fault("error", call="create", code=368), timedelta(hours=24)),
        (Fault("error", call="create", code=100, subcode=1349125), None),
        (Fault("error", call="create", code=100), None),
        (Fault("error", call="create", code=1609005), None),
    ],
)
def test_a_refusal_of_these_words_goes_to_a_person(
    here: Bureau, fault: Fault, wait: timedelta | None
) -> None:
    here.wall.faults.add(fault)
    key = here.approved(SOON)
    here.run()
    airing = here.airing(key)
    assert (airing.state, airing.said) == (
        "failed",
        f"(#{fault.code}) Refused by the practice page",
    )
    assert page(here).wait_until == (START + wait if wait else None)
    assert [attempt.outcome for attempt in here.attempts(key)] == ["not_sent"]


def test_a_duplicate_is_found_and_adopted(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=506, effect="applied"))
    key = here.approved(SOON)
    here.run()
    assert here.state(key) == "unknown"
    here.later(MINUTE)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_a_duplicate_that_is_nowhere_is_left_to_a_person(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=506))
    key = here.approved(SOON)
    here.run()
    here.later(9 * MINUTE, step=3 * MINUTE)
    assert here.state(key) == "unknown"
    here.later(2 * MINUTE)
    assert here.state(key) == "failed"
    here.later(2 * HOUR, step=30 * MINUTE)
    assert (len(here.attempts(key)), here.posts()) == (1, [])


def test_a_refused_connection_is_tried_again_a_minute_later(here: Bureau) -> None:
    key = here.approved(SOON)
    with here.engine() as engine:
        one_pass(wrapped(engine, before=once("schedule", here.wall.stop)))
        assert (here.state(key), here.airing(key).not_before) == ("waiting", START + MINUTE)
        here.wall.start()
        here.clock.advance(59 * SECOND)
        one_pass(engine, full=False)
        assert here.state(key) == "waiting"
        here.clock.advance(SECOND)
        one_pass(engine, full=False)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_a_page_that_cannot_be_reached_is_asked_once_a_minute(here: Bureau) -> None:
    here.approved(SOON)
    here.wall.faults.add(Fault("html", call="list", times=None, status=502))
    here.later(2 * MINUTE, step=5 * SECOND)
    lists = [request for request in here.wall.requests if request.call == "list"]
    assert len(lists) == 2


LOST = [
    Fault("reset", call="create", effect="applied"),
    Fault("truncated", call="create"),
    Fault("html", call="create", effect="applied"),
    Fault("error", call="create", code=2, effect="applied"),
    Fault("no-content", call="create", effect="applied"),
    Fault("redirect", call="create", status=307, effect="applied"),
]


def name(value: Any) -> str:
    return f"{value.kind}-{value.outcome()}"


@pytest.mark.parametrize("fault", LOST, ids=name)
def test_a_lost_answer_is_adopted_and_never_doubled(here: Bureau, fault: Fault) -> None:
    here.wall.faults.add(fault)
    key = here.approved(SOON)
    here.run()
    assert (here.state(key), len(here.posts())) == ("unknown", 1)
    here.later(MINUTE)
    assert here.state(key) == "handed_over"
    here.clock.set(START + SOON)
    here.run()
    assert (here.state(key), len(here.wall.posts()), len(here.public())) == ("done", 1, 1)


def test_what_never_arrived_is_absent_after_three_looks_and_half_an_hour(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)
    here.run()
    for _ in range(5):
        here.run()
    assert here.state(key) == "unknown"
    here.clock.advance(DOUBT - MINUTE)
    here.run()
    assert (here.state(key), [a.outcome for a in here.attempts(key)]) == ("unknown", ["unknown"])
    here.clock.advance(MINUTE)
    here.run()
    assert [a.outcome for a in here.attempts(key)] == ["absent", "accepted"]
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_an_hour_without_looks_proves_nothing(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)
    here.run()
    here.clock.advance(HOUR)
    here.run()
    here.run()
    assert here.state(key) == "unknown"
    here.run()
    assert here.state(key) == "handed_over"


def test_incomplete_looks_do_not_count(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)
    here.run()
    here.wall.faults.add(Fault("truncated", call="list", times=None))
    here.later(HOUR, step=15 * MINUTE)
    assert (here.state(key), [a.looks for a in here.attempts(key)]) == ("unknown", [0])


def test_a_look_that_was_slept_over_proves_nothing(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)
    here.run()
    here.run()
    here.run()

    def asleep() -> None:
        here.clock.advance(HOUR)

    with here.engine() as engine:
        one_pass(wrapped(engine, after=once("snapshot", asleep)))
    assert here.state(key) == "unknown"
    here.run()
    assert here.state(key) == "handed_over"


def test_a_look_begun_before_the_answer_was_lost_does_not_count(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create"))
    key = here.approved(SOON)

    def sent_by_another() -> None:
        here.clock.advance(SECOND)
        here.run("w2")
        assert here.state(key) == "unknown"

    with here.engine("w1") as engine:
        one_pass(wrapped(engine, after=once("snapshot", sent_by_another)))
    assert [attempt.looks for attempt in here.attempts(key)] == [0]


def test_listing_lag_makes_no_double(here: Bureau) -> None:
    here.wall.faults.add(Fault("lag", call="create", seconds=600))
    key = here.approved(SOON)
    here.later(20 * MINUTE, step=2 * MINUTE)
    assert (here.state(key), len(here.attempts(key)), len(here.posts())) == ("handed_over", 1, 1)


@pytest.mark.parametrize(("late", "posts"), [(30, 1), (40, 2)])
def test_a_late_effect_is_waited_for_and_a_later_one_is_swept(
    here: Bureau, late: int, posts: int
) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=late))
    key = here.approved(HOUR)
    here.later(2 * HOUR, step=4 * MINUTE)
    assert (here.state(key), len(here.ever_public())) == ("done", 1)
    assert len(here.wall.posts()) == posts


def test_a_late_effect_while_the_computer_is_off_makes_no_double(here: Bureau) -> None:
    """Nobody is there to sweep it before its hour (a seed of the simulation)."""
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=30))
    key = here.approved(HOUR, "Máy tắt lúc tan tầm.")
    here.later(20 * MINUTE, step=4 * MINUTE)
    here.clock.advance(HOUR)
    here.later(HOUR, step=4 * MINUTE)
    assert (here.state(key), here.ever_public()) == ("done", ["Máy tắt lúc tan tầm."])


def test_a_late_public_effect_is_adopted_before_ours_is_shown(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=40))
    key = here.approved(HOUR, "Chỉ một lần thôi.")
    here.run()
    here.later(36 * MINUTE, step=3 * MINUTE)
    assert len(here.posts()) == 1
    here.wall.staff_post("Chỉ một lần thôi.")
    here.later(2 * HOUR, step=4 * MINUTE)
    assert (here.state(key), here.ever_public()) == ("done", ["Chỉ một lần thôi."])


def test_one_airing_that_breaks_does_not_stop_the_others(
    here: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    from habac24h.engine import quick

    broken, sound = here.approved(HOUR), here.approved(2 * HOUR)
    real = quick.take

    def take(engine: Any, due: Any, *before: Any) -> Any:
        if due.airing_id == here.airing(broken).id:
            raise RuntimeError("anything")
        return real(engine, due, *before)

    monkeypatch.setattr(quick, "take", take)
    report = here.run()
    assert (here.state(broken), here.state(sound)) == ("waiting", "handed_over")
    assert f"{broken}@1" in report.troubles[0]


def test_a_row_that_clashes_does_not_stop_the_others(here: Bureau) -> None:
    first, second = here.approved(HOUR), here.approved(2 * HOUR)
    here.run()
    taken = here.airing(first).remote_id
    third = here.approved(3 * HOUR, "Lời của bài thứ ba.")

    def steal() -> None:
        here.change(second, remote_id=f"{taken}0")

    with here.engine() as engine:
        one_pass(wrapped(engine, before=once("schedule", steal)))
    assert here.state(third) == "handed_over"


def test_equal_words_fail_with_a_sentence_or_wait_for_what_is_withdrawn(here: Bureau) -> None:
    first = here.approved(SOON, "Hai bài cùng lời.")
    here.run()
    second = here.approved(SOON + HOUR, "Hai bài cùng lời.")
    here.run()
    assert here.state(second) == "failed"
    with here.desk("minh") as desk:
        workflow.cancel(desk, first)
        workflow.resend(desk, second)
    here.later(2 * MINUTE)
    assert (here.state(first), here.state(second)) == ("cancelled", "handed_over")
    assert [post.scheduled_at for post in here.posts()] == [START + SOON + HOUR]


def test_two_times_of_one_item_follow_each_other(here: Bureau) -> None:
    key = here.write(HOUR)
    with here.office.database.write() as session:
        from habac24h.models import Airing

        first = session.exec(select(Airing)).one()
        values = first.model_dump(exclude={"id", "key", "uid", "n"})
        later = {"due": START + 3 * HOUR, "late_until": START + 5 * HOUR}
        session.add(Airing(**(values | later), key=f"{key}@2", uid="khác", n=2))
    here.submit(key)
    here.approve(key)
    here.run()
    assert [here.state(f"{key}@1"), here.state(f"{key}@2")] == ["handed_over", "waiting"]
    here.later(4 * HOUR, step=20 * MINUTE)
    assert [here.state(f"{key}@1"), here.state(f"{key}@2")] == ["done", "done"]
    times = [post.public_at for post in here.posts()]
    assert times == [START + HOUR, START + 3 * HOUR]


def test_a_post_deleted_in_this_very_pass_is_not_adopted_from_its_look(here: Bureau) -> None:
    key = here.approved(SOON, "Sửa rồi sửa lại.")
    here.run()
    here.edit(key, "Lời khác.")
    here.edit(key, "Sửa rồi sửa lại.")
    here.submit(key)
    here.approve(key)
    here.run()
    here.run()
    assert (here.state(key), len(here.posts()), len(here.wall.posts())) == ("handed_over", 1, 2)
    assert here.airing(key).remote_id == here.posts()[0].id


def test_an_hour_that_nobody_can_see_becomes_unknown(here: Bureau) -> None:
    key = here.approved(HOUR)
    here.run()
    here.wall.faults.add(Fault("html", call="list", times=None, status=502))
    here.later(4 * HOUR, step=20 * MINUTE)
    assert here.state(key) == "unknown"
    here.wall.faults.clear()
    here.later(6 * MINUTE)
    assert (here.state(key), here.airing(key).public_at) == ("done", START + HOUR)


def test_an_old_look_sends_nothing(here: Bureau) -> None:
    key = here.approved(SOON)
    with here.engine() as engine:
        nap = once("snapshot", lambda: here.clock.advance(10 * MINUTE))
        one_pass(wrapped(engine, after=nap))
        assert here.wall.posts() == ()
        one_pass(replace(engine, worker="w2"), full=False)
    assert here.state(key) == "handed_over"
