"""From approval to a post that people see, and what comes near its hour (promise P4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from engine_kit import DAY, HOUR, MINUTE, SOON, START, Bureau, bureau

from habac24h.clock import VirtualClock
from habac24h.office import Office


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def test_an_approved_post_waits_invisibly_and_is_public_at_its_hour(here: Bureau) -> None:
    key = here.approved(SOON, "Cả nhà cùng vui.")
    here.run()
    [waiting] = here.posts()
    assert (waiting.message, waiting.is_published) == ("Cả nhà cùng vui.", False)
    assert waiting.scheduled_at == START + SOON
    airing = here.airing(key)
    assert (airing.state, airing.remote_id, airing.seen_at) == ("handed_over", waiting.id, START)
    here.clock.set(START + SOON)
    here.run(full=False)
    done = here.airing(key)
    assert (done.state, done.public_at, done.was_public) == ("done", START + SOON, True)
    [shown] = here.posts()
    assert (shown.public_at, done.permalink) == (START + SOON, shown.permalink)


def test_nothing_is_handed_over_before_the_horizon(here: Bureau) -> None:
    here.approved(8 * DAY)
    here.run()
    assert here.wall.posts() == ()
    here.clock.advance(DAY)
    here.run(full=False)
    assert len(here.posts()) == 1


def test_drafts_and_pending_items_are_never_sent(here: Bureau) -> None:
    here.write()
    here.submit(here.write())
    here.run()
    assert here.wall.posts() == ()


def test_a_near_post_is_scheduled_a_quarter_ahead_and_flipped_at_its_hour(here: Bureau) -> None:
    key = here.approved(5 * MINUTE)
    here.run()
    assert [post.scheduled_at for post in here.posts()] == [START + 15 * MINUTE]
    here.clock.advance(timedelta(minutes=4, seconds=59))
    here.run(full=False)
    assert here.public() == []
    here.clock.advance(timedelta(seconds=1))
    here.run(full=False)
    assert [post.public_at for post in here.posts()] == [START + 5 * MINUTE]
    assert here.airing(key).public_at == START + 5 * MINUTE


def test_approval_after_the_hour_and_inside_the_limit_publishes_at_once(here: Bureau) -> None:
    key = here.write(10 * MINUTE)
    here.submit(key)
    here.clock.advance(HOUR)
    here.approve(key)
    here.run(full=False)
    assert here.state(key) == "done"
    assert [post.public_at for post in here.posts()] == [START + HOUR]
    assert here.airing(key).public_at == START + HOUR


def test_at_due_sends_at_the_hour_by_the_same_steps(here: Bureau) -> None:
    settings = here.office.settings.model_copy(update={"delivery": "at-due"})
    here.office = replace(here.office, settings=settings)
    key = here.approved(HOUR)
    here.clock.advance(59 * MINUTE)
    here.run()
    assert here.wall.posts() == ()
    here.clock.advance(MINUTE)
    here.run(full=False)
    assert here.state(key) == "done"
    assert [post.public_at for post in here.posts()] == [START + HOUR]
    creates = [request for request in here.wall.requests if request.call == "create"]
    assert [request.form["published"] for request in creates] == ["false"]


def test_what_staff_scheduled_by_hand_is_adopted_and_not_doubled(here: Bureau) -> None:
    key = here.approved(SOON, "Lời đã hẹn sẵn.")
    by_hand = here.wall.staff_post("Lời đã hẹn sẵn.", at=START + SOON)
    here.run()
    assert [post.id for post in here.posts()] == [by_hand]
    assert (here.state(key), here.airing(key).remote_id) == ("handed_over", by_hand)
    here.clock.set(START + SOON)
    here.run()
    assert (here.state(key), here.public()) == ("done", ["Lời đã hẹn sẵn."])


def test_what_staff_scheduled_too_early_is_a_twin(here: Bureau) -> None:
    here.approved(SOON, "Lời hẹn sớm.")
    here.wall.staff_post("Lời hẹn sớm.", at=START + DAY)
    here.run()
    assert [post.scheduled_at for post in here.posts()] == [START + SOON]


def test_a_staff_post_that_we_may_not_flip_blocks_no_page(here: Bureau) -> None:
    key = here.approved(HOUR, "Lời hẹn muộn hơn.")
    here.wall.staff_post("Lời hẹn muộn hơn.", at=START + 2 * HOUR)
    here.run()
    here.later(HOUR + MINUTE, step=10 * MINUTE)
    assert (here.state(key), here.public()) == ("handed_over", [])
    other = here.approved(SOON)
    here.run()
    assert here.state(other) == "handed_over"


def test_a_post_that_facebook_forgets_is_made_public_by_us(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    here.wall.staff_edit(here.posts()[0].id, at=START + SOON + HOUR)
    here.clock.set(START + SOON)
    here.run(full=False)
    assert here.airing(key).public_at == START + SOON


def test_another_id_at_publication_is_adopted(here: Bureau) -> None:
    from habac24h.channels.practice_page import Fault

    here.wall.faults.add(Fault("new-id", call="create"))
    key = here.approved(SOON)
    here.run()
    before = here.airing(key).remote_id
    here.clock.set(START + SOON)
    here.run(full=False)
    [post] = here.posts()
    assert (here.state(key), here.airing(key).remote_id) == ("done", post.id)
    assert before != post.id


def test_two_times_of_one_post_go_out_one_after_the_other(here: Bureau) -> None:
    first = here.approved(HOUR, "Hai lần trong ngày.")
    second = here.write(5 * HOUR, "Hai lần trong ngày!")
    here.edit(second, "Hai lần trong ngày.")
    here.submit(second)
    here.approve(second)
    here.run()
    assert (here.state(first), here.state(second)) == ("handed_over", "failed")
    assert "giống hệt" in str(here.airing(second).reason)
    assert len(here.posts()) == 1
