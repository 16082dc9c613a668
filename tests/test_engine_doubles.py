"""Posts that people can read twice: told until they are settled, never deleted by the machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from engine_kit import DAY, HOUR, MINUTE, SOON, START, Bureau, bureau

from habac24h import workflow
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.office import Office
from habac24h.workflow import doubles
from habac24h.workflow.doubles import Double
from habac24h.workflow.history import history

WORDS = "Lời đã đăng: cả nhà cùng chia sẻ việc nhà."


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def told(here: Bureau) -> list[Double]:
    with here.office.database.read() as session:
        return list(doubles.standing(session))


def acts(here: Bureau, key: str) -> list[str]:
    with here.office.database.read() as session:
        rows = history(session, here.item(key), here.office.settings.zone)
    return [row["act"] for row in rows]


def posted(here: Bureau) -> str:
    """An item whose post is public."""
    key = here.approved(HOUR, WORDS)
    here.run()
    here.clock.advance(HOUR)
    here.run()
    assert here.state(key) == "done"
    return key


def doubled(here: Bureau) -> tuple[str, str]:
    """The same, and somebody posted the words once more; the item's key and the other post's id."""
    key = posted(here)
    twin = here.wall.staff_post(WORDS)
    here.run()
    return key, twin


def keep(here: Bureau, remote_id: str) -> None:
    with here.desk() as desk:
        doubles.keep(desk, remote_id)


def test_a_public_double_is_told_with_both_posts(here: Bureau) -> None:
    key, twin = doubled(here)
    (one,) = told(here)
    assert (one.remote_id, one.item, one.public) == (twin, key, True)
    assert one.ours == here.airing(key).remote_id
    assert acts(here, key)[-1] == "double"
    here.run()
    assert (len(told(here)), acts(here, key).count("double")) == (1, 1)


def test_it_goes_away_when_one_of_the_two_is_deleted(here: Bureau) -> None:
    key, twin = doubled(here)
    here.wall.staff_delete(twin)
    here.run()
    assert (told(here), acts(here, key)[-1]) == ([], "double-gone")


def test_it_goes_away_when_the_programs_own_is_the_one_deleted(here: Bureau) -> None:
    key, _twin = doubled(here)
    here.wall.staff_delete(str(here.airing(key).remote_id))
    here.run()
    assert (told(here), here.public()) == ([], [WORDS])


def test_it_goes_away_when_a_person_keeps_both(here: Bureau) -> None:
    key, twin = doubled(here)
    keep(here, twin)
    here.run()
    assert (told(here), acts(here, key)[-1]) == ([], "double-kept")


def test_it_stays_told_when_it_is_older_than_the_lists_show(here: Bureau) -> None:
    _key, twin = doubled(here)
    here.clock.advance(5 * DAY)
    here.run()
    assert [one.remote_id for one in told(here)] == [twin]
    here.wall.staff_delete(twin)
    here.run()
    assert told(here) == []


def test_other_words_are_no_double(here: Bureau) -> None:
    _key, twin = doubled(here)
    here.wall.staff_edit(twin, message="Lời khác hẳn.")
    here.run()
    assert told(here) == []


def test_a_page_that_does_not_answer_settles_nothing(here: Bureau) -> None:
    _key, twin = doubled(here)
    here.clock.advance(5 * DAY)
    here.wall.faults.add(Fault("html", call="read", status=502))
    here.run()
    assert [one.remote_id for one in told(here)] == [twin]


def test_a_post_that_this_very_pass_took_back_is_none(here: Bureau) -> None:
    key = posted(here)
    here.edit(key, "Lời mới hẳn.")
    report = here.run()
    assert (here.public(), told(here), report.deeds["public-twin"]) == ([], [], 0)


def test_a_post_that_a_person_says_is_there_is_none(here: Bureau) -> None:
    """Its answer was lost, so nobody knows its id; a second one is."""
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = here.approved(HOUR, WORDS)
    here.run()
    with here.desk() as desk:
        workflow.resolve(desk, key, as_done=True)
    here.clock.advance(HOUR + MINUTE)
    here.run()
    assert (here.public(), told(here)) == ([WORDS], [])
    here.clock.advance(MINUTE)
    twin = here.wall.staff_post(WORDS)
    here.run()
    assert [one.remote_id for one in told(here)] == [twin]


def test_what_is_public_though_nobody_wants_it_any_more_is_told(here: Bureau) -> None:
    key = here.approved(SOON, WORDS)
    here.run()
    with here.desk() as desk:
        workflow.cancel(desk, key, reason="thôi")
    here.run()
    assert here.posts() == []
    twin = here.wall.staff_post(WORDS)
    here.run()
    (one,) = told(here)
    assert (one.remote_id, one.ours, one.item) == (twin, None, key)


def test_a_waiting_twin_that_only_its_maker_may_delete_is_told_before_its_hour(
    here: Bureau,
) -> None:
    key = here.approved(SOON, WORDS)
    here.run()
    twin = here.wall.staff_post(WORDS, at=START + 3 * HOUR)
    for _ in range(2):
        here.wall.faults.add(Fault("error", call="delete", code=200, status=403))
        here.run()
    (one,) = told(here)
    assert (one.remote_id, one.public, one.item) == (twin, False, key)
    assert here.state(key) == "handed_over"


def test_a_waiting_twin_that_people_keep_is_neither_told_nor_deleted(here: Bureau) -> None:
    here.approved(SOON, WORDS)
    here.run()
    twin = here.wall.staff_post(WORDS, at=START + 3 * DAY)
    here.wall.faults.add(Fault("error", call="delete", code=200, status=403))
    here.run()
    keep(here, twin)
    here.run()
    assert (told(here), len(here.posts())) == ([], 2)


def test_a_swept_twin_leaves_a_line_in_the_items_history(here: Bureau) -> None:
    key = here.approved(SOON, WORDS)
    here.run()
    twin = here.wall.staff_post(WORDS, at=START + 3 * DAY)
    here.run()
    with here.office.database.read() as session:
        rows = history(session, here.item(key), here.office.settings.zone)
    assert rows[-1]["act"] == "sweep"
    assert rows[-1]["details"]["post"] == twin
    assert rows[-1]["details"]["hour"] == (START + timedelta(days=3)).isoformat()


def test_a_sweep_whose_answer_was_lost_leaves_it_too(here: Bureau) -> None:
    key = here.approved(SOON, WORDS)
    here.run()
    here.wall.staff_post(WORDS, at=START + 3 * DAY)
    here.wall.faults.add(Fault("reset", call="delete", effect="applied"))
    here.run()
    assert (acts(here, key)[-1], len(here.posts())) == ("sweep", 1)
