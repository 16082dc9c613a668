"""An edit, move, cancel or return always wins, whatever is under way (promises P1 and P6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

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
from sqlmodel import select

from habac24h import workflow
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.models import Item, Words
from habac24h.office import Office

pytestmark = pytest.mark.sqlite

OLD, NEW = "Lời cũ của bài này.", "Lời mới của bài này."


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def edit(here: Bureau, key: str) -> None:
    here.edit(key, NEW)


def cancel(here: Bureau, key: str) -> None:
    with here.desk() as desk:
        workflow.cancel(desk, key)


def give_back(here: Bureau, key: str) -> None:
    with here.desk("minh") as desk:
        workflow.return_(desk, key, reason="xem lại")


def move(here: Bureau, key: str) -> None:
    with here.desk() as desk:
        workflow.move(desk, key, to=START + SOON + HOUR)


Act = Callable[[Bureau, str], None]
AFTERWARDS = [(edit, "waiting"), (cancel, "cancelled"), (give_back, "waiting"), (move, "waiting")]
acts = pytest.mark.parametrize(("act", "state"), AFTERWARDS)


@acts
def test_before_the_hand_over_nothing_is_sent(here: Bureau, act: Act, state: str) -> None:
    key = here.approved(SOON, OLD)
    act(here, key)
    here.run()
    assert (here.state(key), here.wall.posts()) == (state, ())


@acts
def test_after_the_hand_over_it_is_withdrawn(here: Bureau, act: Act, state: str) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    act(here, key)
    assert here.state(key) == "withdrawing"
    here.run(full=False)
    airing = here.airing(key)
    assert (airing.state, airing.remote_id, airing.was_public) == (state, None, False)
    assert here.posts() == []


@acts
def test_during_the_call_it_is_withdrawn_when_the_call_ends(
    here: Bureau, act: Act, state: str
) -> None:
    key = here.approved(SOON, OLD)
    with here.engine() as engine:
        one_pass(wrapped(engine, before=once("schedule", lambda: act(here, key))))
        assert here.state(key) == "withdrawing"
        assert [a.remote_id for a in here.attempts(key)] == [here.posts()[0].id]
        one_pass(engine, full=False)
    assert (here.state(key), here.posts(), here.ever_public()) == (state, [], [])


@acts
def test_while_another_worker_is_in_the_call_the_withdrawal_waits(
    here: Bureau, act: Act, state: str
) -> None:
    key = here.approved(SOON, OLD)

    def meanwhile() -> None:
        act(here, key)
        here.run("w2")
        assert here.state(key) == "withdrawing"

    with here.engine() as engine:
        one_pass(wrapped(engine, before=once("schedule", meanwhile)))
    here.run("w2")
    assert (here.state(key), here.posts()) == (state, [])


@acts
def test_while_doubtful_it_is_withdrawn(here: Bureau, act: Act, state: str) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = here.approved(SOON, OLD)
    here.run()
    act(here, key)
    here.run(full=False)
    assert (here.state(key), here.posts()) == ("withdrawing", [])
    here.later(DOUBT, step=3 * MINUTE)
    here.later(MINUTE)
    assert (here.state(key), here.ever_public()) == (state, [])


@acts
def test_after_it_is_public_it_is_deleted_and_remembered(
    here: Bureau, act: Act, state: str
) -> None:
    key = here.approved(HOUR, OLD)
    here.run()
    here.clock.advance(HOUR)
    here.run()
    act(here, key)
    here.run(full=False)
    assert (here.state(key), here.posts()) == (state, [])
    assert (here.airing(key).was_public, here.airing(key).public_at) == (True, None)


def test_near_its_hour_a_cancelled_post_is_taken_back_in_the_next_tick(here: Bureau) -> None:
    key = here.approved(HOUR, OLD)
    here.run()
    here.clock.advance(59 * MINUTE)
    here.run()
    cancel(here, key)
    here.run(full=False)
    here.clock.advance(MINUTE)
    assert (here.ever_public(), here.state(key)) == ([], "cancelled")


def test_what_became_public_before_the_withdrawal_reached_it_is_deleted(here: Bureau) -> None:
    key = here.approved(HOUR, OLD)
    here.run()
    cancel(here, key)
    here.clock.advance(2 * HOUR)
    here.run()
    assert (here.state(key), here.posts(), here.airing(key).was_public) == ("cancelled", [], True)


def test_a_lost_answer_that_became_public_before_the_withdrawal_is_deleted(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = here.approved(HOUR, OLD)
    here.run()
    cancel(here, key)
    here.clock.advance(2 * HOUR)
    here.run()
    assert here.posts() == []
    here.run()
    here.run()
    assert (here.state(key), here.airing(key).was_public) == ("cancelled", True)


def test_what_a_person_found_under_no_known_id_is_deleted_by_its_words(here: Bureau) -> None:
    """The answer was lost, and a person saw the post first (a seed of the simulation)."""
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = here.approved(HOUR, OLD)
    here.run()
    here.clock.advance(HOUR + MINUTE)
    with here.desk() as desk:
        workflow.resolve(desk, key, as_done=True)
    edit(here, key)
    here.later(5 * MINUTE)
    assert (here.state(key), here.posts(), here.airing(key).was_public) == ("waiting", [], True)


def test_what_got_another_id_when_it_became_public_is_deleted_under_that(here: Bureau) -> None:
    """Else the old id is gone, and the post would stay for good (a seed of the simulation)."""
    here.wall.faults.add(Fault("new-id", call="create"))
    key = here.approved(HOUR, OLD)
    here.run()
    cancel(here, key)
    here.clock.advance(2 * HOUR)
    here.run()
    assert (here.state(key), here.posts(), here.airing(key).was_public) == ("cancelled", [], True)


@pytest.mark.parametrize("after", [30 * MINUTE, 2 * HOUR])
def test_what_got_another_id_that_no_list_shows_yet_is_looked_for(
    here: Bureau, after: timedelta
) -> None:
    """The lists lag behind: that the old id is gone proves nothing (seeds of the simulation)."""
    here.wall.faults.add(Fault("new-id", call="create", seconds=8 * 60))
    key = here.approved(HOUR, OLD)
    here.run()
    here.clock.advance(HOUR + MINUTE)
    with here.desk() as desk:
        workflow.move(desk, key, to=here.clock.now() + after)
    here.later(2 * MINUTE)
    assert (here.state(key), len(here.public())) == ("withdrawing", 1)
    here.later(10 * MINUTE)
    assert (here.state(key), here.posts(), here.airing(key).was_public) == ("waiting", [], True)


def test_what_was_deleted_by_hand_long_before_its_hour_is_withdrawn_at_once(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    here.wall.staff_delete(here.posts()[0].id)
    cancel(here, key)
    here.run()
    assert here.state(key) == "cancelled"


def test_deleting_is_repeated_until_the_page_confirms(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    cancel(here, key)
    here.wall.faults.add(Fault("html", call="delete", times=2, status=502))
    here.wall.faults.add(Fault("swallow", call="delete", times=1))
    here.run()
    here.run()
    here.run()
    assert (here.state(key), len(here.posts())) == ("withdrawing", 1)
    here.later(MINUTE)
    assert (here.state(key), here.posts()) == ("cancelled", [])


def test_after_another_approval_the_new_words_are_sent(here: Bureau) -> None:
    key = here.approved(HOUR, OLD)
    here.run()
    edit(here, key)
    here.submit(key)
    here.approve(key)
    here.run()
    here.run(full=False)
    here.clock.advance(HOUR)
    here.run()
    assert (here.state(key), here.ever_public()) == ("done", [NEW])


def test_restored_while_it_is_withdrawn_it_is_a_draft_again(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    cancel(here, key)
    with here.desk() as desk:
        workflow.restore(desk, key)
    here.run()
    assert (here.state(key), here.item(key).state, here.posts()) == ("waiting", "draft", [])


def test_a_mind_changed_right_before_the_flip_keeps_it_hidden(here: Bureau) -> None:
    key = here.approved(5 * MINUTE, OLD)
    here.run()
    here.clock.advance(5 * MINUTE)
    with here.engine() as engine:
        one_pass(wrapped(engine, after=once("read", lambda: cancel(here, key))))
        one_pass(engine)
    assert (here.state(key), here.ever_public()) == ("cancelled", [])


def test_an_approval_that_vanished_by_any_other_way_withdraws_too(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    with here.office.database.write() as session:
        item = session.exec(select(Item)).one()
        item.state = Words.DROPPED
        session.add(item)
    here.run(full=False)
    assert (here.state(key), here.posts()) == ("cancelled", [])


def test_words_that_are_not_the_approved_ones_are_withdrawn(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    with here.office.database.write() as session:
        item = session.exec(select(Item)).one()
        item.text = NEW
        session.add(item)
    here.run()
    here.run()
    assert here.posts() == []
    assert here.state(key) == "failed"


def test_words_changed_past_the_workflow_are_never_sent(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    with here.office.database.write() as session:
        item = session.exec(select(Item)).one()
        item.text = NEW
        session.add(item)
    here.run()
    assert (here.state(key), here.wall.posts()) == ("failed", ())


def test_another_airing_with_the_earlier_words_is_left_alone(here: Bureau) -> None:
    key = here.approved(SOON, OLD)
    here.run()
    edit(here, key)
    here.run()
    here.submit(key)
    here.approve(key)
    here.run()
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    other = here.approved(SOON + HOUR, OLD)
    here.run()
    cancel(here, key)
    here.later(3 * MINUTE)
    assert (here.state(key), here.state(other)) == ("cancelled", "handed_over")
    assert [post.message for post in here.posts()] == [OLD]


def test_killed_in_the_call_and_cancelled_it_is_withdrawn_after_the_lease(here: Bureau) -> None:
    key = here.approved(SOON, OLD)

    def die() -> None:
        raise Killed

    with here.engine() as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, after=once("schedule", die)))
    cancel(here, key)
    here.run("w2")
    assert (here.state(key), len(here.posts())) == ("withdrawing", 1)
    here.later(DOUBT + 5 * MINUTE, step=4 * MINUTE, worker="w2")
    assert (here.state(key), here.posts(), here.ever_public()) == ("cancelled", [], [])
