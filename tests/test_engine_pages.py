"""Stop and resume, longer hand-over, another page, the token (promise P8), reasons to look."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from engine_kit import DAY, HOUR, MINUTE, SOON, START, Bureau, bureau, one_pass
from sqlalchemy import inspect, text

from habac24h import vault, workflow
from habac24h.channels.base import PageCheck
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.clock import VirtualClock
from habac24h.office import PRACTICE_TOKEN, Office
from habac24h.workflow import connecting

OTHER, CANARY = "555000111", "canary-token-9f8e7d6c"
SECOND = timedelta(seconds=1)

# What depends on the kind of database is in good_path, edits and crashes, on both kinds.
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


@pytest.fixture
def other(here: Bureau) -> Iterator[PracticePage]:
    """Another page, which stands for the real one; its address is the office's GRAPH_URL."""
    with PracticePage(page_id=OTHER, name="Hà Bắc 24h", token=CANARY, now=here.clock.now) as page:
        settings = here.office.settings.model_copy(update={"graph_url": page.url})
        here.office = replace(here.office, settings=settings)
        here.office.home.mkdir(exist_ok=True)
        yield page


def connect(here: Bureau) -> int:
    found = PageCheck(page_id=OTHER, name="Hà Bắc 24h")
    with here.desk("minh") as desk:
        sealed = vault.seal(CANARY, here.office.home, here.office.settings)
        return connecting.connect(desk, found, sealed)


def test_stop_takes_everything_back_and_sends_nothing(here: Bureau) -> None:
    first = here.approved(SOON)
    here.run()
    second = here.approved(SOON)
    with here.desk("minh") as desk:
        assert connecting.stop(desk) == 1
    here.run(full=False)
    here.run()
    assert (here.state(first), here.state(second), here.posts()) == ("waiting", "waiting", [])
    with here.desk("minh") as desk:
        connecting.resume(desk)
    here.run(full=False)
    assert (here.state(first), here.state(second)) == ("handed_over", "handed_over")


def test_stopped_right_before_the_claim_nothing_is_sent(here: Bureau) -> None:
    from engine_kit import once, wrapped

    key = here.approved(SOON, "Có sẵn một bài.")
    here.wall.staff_post("Có sẵn một bài.", at=START + SOON)

    def stop() -> None:
        with here.desk("minh") as desk:
            connecting.stop(desk)

    with here.engine() as engine:
        one_pass(wrapped(engine, after=once("read", stop)))
    assert (here.state(key), here.attempts(key)) == ("waiting", [])


def test_a_longer_hand_over_ends_with_its_day(here: Bureau) -> None:
    key, far = here.approved(20 * DAY), here.approved(29 * DAY)
    here.run()
    assert here.state(key) == "waiting"
    with here.desk("minh") as desk:
        connecting.hand_over_until(desk, START + 40 * DAY)
    here.run(full=False)
    assert (here.state(key), here.state(far)) == ("handed_over", "waiting")


def test_another_page_the_old_one_gives_back_and_approvals_are_asked_again(
    here: Bureau, other: PracticePage
) -> None:
    held, done = here.approved(SOON), here.approved(HOUR)
    here.run()
    here.clock.advance(HOUR)
    with here.engine() as engine:
        one_pass(engine)
        assert connect(here) == 1
        assert (here.state(held), here.state(done)) == ("withdrawing", "done")
        assert here.item(held).state == "pending"
        one_pass(engine, full=False)
        assert (here.state(held), len(here.posts())) == ("waiting", 1)
        here.approve(held)
        one_pass(engine, full=False)
    assert [post.scheduled_at for post in other.posts()] == [START + SOON]
    assert (here.airing(held).page, here.airing(held).practice) == (OTHER, False)


def test_a_post_that_comes_late_to_the_former_page_is_swept_there(
    here: Bureau, other: PracticePage
) -> None:
    """Later than was ever seen: nothing waits for it any more, and still somebody looks."""
    here.approved(SOON)
    here.wall.faults.add(Fault("reset", call="create", effect="late", minutes=45))
    here.run()
    connect(here)
    here.later(40 * MINUTE)
    assert here.posts() == []
    here.later(10 * MINUTE)
    assert [(post.deleted, post.public_at) for post in here.wall.posts()] == [(True, None)]


def test_a_new_token_reaches_a_worker_that_is_running(here: Bureau, other: PracticePage) -> None:
    connect(here)
    with here.engine() as engine:
        other.add_token("another-token", kind="PAGE", profile_id=OTHER)
        other.add_token(CANARY, kind="PAGE", profile_id=OTHER, valid=False)
        key = here.approved(SOON)
        one_pass(engine)
        assert here.state(key) == "waiting"
        with here.desk("minh") as desk:
            sealed = vault.seal("another-token", here.office.home, here.office.settings)
            connecting.connect(desk, PageCheck(page_id=OTHER, name="Hà Bắc 24h"), sealed)
        here.clock.advance(5 * MINUTE)
        one_pass(engine, full=False)
    assert here.state(key) == "handed_over"


def test_the_token_is_in_no_address_log_row_or_sentence(
    here: Bureau, other: PracticePage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connect(here)
    other.faults.add(Fault("error", call="create", code=190, subcode=467))
    other.faults.add(Fault("html", call="read", status=502))
    key = here.approved(SOON)
    reports = [here.run(), here.run()]
    with here.desk("minh") as desk:
        connecting.resume(desk)
    here.clock.advance(MINUTE)
    reports += [here.run(), here.run()]
    other.stop()
    reports.append(here.run())
    assert here.state(key) == "handed_over"
    assert [request.path for request in other.requests if CANARY in request.path] == []
    said = [caplog.text, str(reports), *rows(here)]
    assert [one for one in said if CANARY in one or PRACTICE_TOKEN in one] == []


def rows(here: Bureau) -> list[str]:
    """Every row of every table, as text."""
    found = []
    with here.office.database.read() as session:
        for table in inspect(session.connection()).get_table_names():
            result = session.connection().execute(text(f'SELECT * FROM "{table}"'))
            found += [str(row) for row in result]
    return found


def test_a_quiet_office_leaves_the_page_alone_for_an_hour(here: Bureau) -> None:
    here.approved(SOON)
    here.approved(20 * DAY)
    here.write(3 * HOUR)
    here.run()
    calls = len(here.wall.requests)
    here.later(HOUR - 20 * SECOND, step=20 * SECOND)
    assert len(here.wall.requests) == calls
    here.later(20 * SECOND, step=20 * SECOND)
    assert len(here.wall.requests) > calls


def test_whatever_is_due_is_seen_within_a_tick(here: Bureau) -> None:
    key = here.approved(HOUR)
    here.run()
    here.clock.advance(HOUR - 10 * SECOND)
    here.run()
    here.later(10 * SECOND, step=5 * SECOND)
    assert here.airing(key).public_at == START + HOUR


def test_an_approval_is_handed_over_within_a_tick(here: Bureau) -> None:
    here.run()
    key = here.approved(SOON)
    here.later(5 * SECOND, step=5 * SECOND)
    assert here.state(key) == "handed_over"


def test_a_doubtful_one_is_looked_for_once_a_minute(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create"))
    here.approved(SOON)
    here.run()
    calls = len(here.wall.requests)
    here.later(MINUTE - 5 * SECOND, step=5 * SECOND)
    assert len(here.wall.requests) == calls
    here.later(5 * SECOND, step=5 * SECOND)
    assert len(here.wall.requests) == calls + 2


def test_a_clock_that_was_set_back_is_a_reason_to_look(here: Bureau) -> None:
    here.run()
    calls = len(here.wall.requests)
    here.clock.advance(-DAY)
    here.run(full=False)
    assert len(here.wall.requests) == calls + 2


def test_a_cancel_is_carried_out_within_a_tick(here: Bureau) -> None:
    key = here.approved(SOON)
    here.run()
    with here.desk() as desk:
        workflow.cancel(desk, key)
    here.later(5 * SECOND, step=5 * SECOND)
    assert (here.state(key), here.posts()) == ("cancelled", [])
