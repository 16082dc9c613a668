"""The late limit counts from due until public, on every path (promise P5)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engine_kit import DAY, HOUR, MINUTE, START, Bureau, bureau

from habac24h import workflow
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.office import Office

LIMIT = 2 * HOUR

# What depends on the kind of database is in good_path, edits and crashes, on both kinds.
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def test_what_nobody_approved_in_time_is_missed(here: Bureau) -> None:
    key = here.write(HOUR)
    here.clock.advance(HOUR + LIMIT)
    here.run(full=False)
    assert (here.state(key), here.airing(key).reason) == ("missed", "chưa duyệt")


def test_what_was_approved_and_not_sent_in_time_is_missed(here: Bureau) -> None:
    key = here.approved(10 * DAY)
    here.clock.advance(10 * DAY + LIMIT)
    here.run(full=False)
    assert (here.state(key), here.airing(key).reason) == ("missed", "chưa gửi")
    assert here.wall.posts() == ()


def test_while_facebook_can_still_show_it_within_its_limit_it_is_sent(here: Bureau) -> None:
    key = here.approved(10 * DAY)
    here.clock.set(here.airing(key).late_until)
    here.clock.advance(-16 * MINUTE)
    here.run(full=False)
    assert here.state(key) == "done"


def test_what_only_our_own_hand_could_show_in_time_is_not_sent(here: Bureau) -> None:
    """Created for 15 minutes from now, it would come out too late if this computer died now."""
    key = here.approved(10 * DAY)
    here.clock.set(here.airing(key).late_until)
    here.clock.advance(-15 * MINUTE)
    here.run()
    assert (here.state(key), here.wall.posts()) == ("waiting", ())
    here.clock.advance(15 * MINUTE)
    here.run(full=False)
    assert (here.state(key), here.airing(key).reason) == ("missed", "chưa gửi")


def test_what_facebook_would_show_too_late_is_withdrawn_and_missed(here: Bureau) -> None:
    key = here.approved(HOUR)
    here.run()
    here.wall.staff_edit(here.posts()[0].id, at=START + DAY)
    here.clock.set(START + HOUR + LIMIT)
    here.run()
    here.run()
    airing = here.airing(key)
    assert (airing.state, airing.reason) == ("missed", "quá giờ cho phép mà chưa hiện công khai")
    assert (here.posts(), here.ever_public(), airing.was_public) == ([], [], False)


def test_a_flip_that_fails_until_the_limit_is_withdrawn_and_missed(here: Bureau) -> None:
    key = here.approved(HOUR)
    here.run()
    here.wall.staff_edit(here.posts()[0].id, at=START + DAY)
    here.wall.faults.add(Fault("html", call="publish", times=None, status=502))
    here.later(HOUR + LIMIT + 2 * MINUTE, step=20 * MINUTE)
    here.later(2 * MINUTE)
    assert (here.state(key), here.posts(), here.ever_public()) == ("missed", [], [])


def test_a_doubtful_one_found_hidden_past_its_limit_is_withdrawn(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = here.approved(HOUR)
    here.run()
    here.wall.staff_edit(here.posts()[0].id, at=START + DAY)
    here.clock.advance(HOUR + LIMIT)
    here.run()
    here.run()
    assert (here.state(key), here.posts(), here.ever_public()) == ("missed", [], [])


def test_what_was_public_in_time_is_done_however_late_we_look(here: Bureau) -> None:
    key = here.approved(HOUR)
    here.run()
    here.clock.advance(2 * DAY)
    here.run()
    assert (here.state(key), here.airing(key).public_at) == ("done", START + HOUR)


def test_a_missed_one_goes_out_only_when_a_person_moves_it(here: Bureau) -> None:
    key = here.approved(10 * DAY)
    here.clock.advance(11 * DAY)
    here.run()
    with here.desk("minh") as desk:
        workflow.move(desk, key, to=here.clock.now() + HOUR)
    here.run()
    here.clock.advance(HOUR)
    here.run()
    assert here.airing(key).public_at == START + 11 * DAY + HOUR
