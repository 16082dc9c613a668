"""What people do in Business Suite, and twins (a person decides; nothing is ever re-created)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engine_kit import DAY, HOUR, MINUTE, SOON, START, Bureau, bureau
from practice_kit import Caller

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.office import PRACTICE_TOKEN, Office
from habac24h.workflow.history import history

# What depends on the kind of database is in good_path, edits and crashes, on both kinds.
pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def acts(here: Bureau, key: str) -> list[str]:
    with here.office.database.read() as session:
        rows = history(session, here.item(key), here.office.settings.zone)
    return [row["act"] for row in rows]


def handed_over(here: Bureau, text: str = "Lời của chúng ta.") -> str:
    key = here.approved(SOON, text)
    here.run()
    return key


def test_a_post_deleted_there_is_a_persons_matter_and_never_made_again(here: Bureau) -> None:
    key = handed_over(here)
    here.wall.staff_delete(here.posts()[0].id)
    here.later(SOON + DAY, step=6 * HOUR)
    assert (here.state(key), here.posts(), len(here.attempts(key))) == ("unknown", [], 1)
    assert here.airing(key).reason == "bài đã bị xóa trên Facebook; hãy quyết định đăng lại hay bỏ"


def test_a_person_says_absent_and_it_is_sent_again(here: Bureau) -> None:
    key = handed_over(here)
    here.wall.staff_delete(here.posts()[0].id)
    here.run()
    with here.desk("minh") as desk:
        workflow.resolve(desk, key, as_done=False)
    here.run()
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_words_changed_there_are_a_persons_matter(here: Bureau) -> None:
    key = handed_over(here)
    here.wall.staff_edit(here.posts()[0].id, message="Lời khác hẳn.")
    here.later(3 * HOUR, step=HOUR)
    assert (here.state(key), [post.message for post in here.posts()]) == (
        "unknown",
        ["Lời khác hẳn."],
    )
    here.wall.staff_edit(here.posts()[0].id, message="Lời của chúng ta.")
    here.run()
    assert here.state(key) == "handed_over"


def test_an_hour_made_earlier_there_is_a_persons_matter(here: Bureau) -> None:
    key = handed_over(here)
    here.wall.staff_edit(here.posts()[0].id, at=START + HOUR)
    here.run()
    here.run()
    assert here.state(key) == "unknown"
    assert "sớm hơn" in str(here.airing(key).reason)
    here.clock.set(START + HOUR)
    here.run()
    assert (here.state(key), here.airing(key).public_at) == ("done", START + HOUR)


def test_an_hour_made_later_there_is_told_and_the_approved_one_holds(here: Bureau) -> None:
    key = handed_over(here)
    here.wall.staff_edit(here.posts()[0].id, at=START + 4 * DAY)
    here.later(2 * HOUR, step=HOUR)
    airing = here.airing(key)
    assert (airing.state, airing.reason) == (
        "handed_over",
        "trên Facebook bài đang hẹn lúc 07:00 ngày 05/01/2026, muộn hơn giờ đã duyệt; chương trình "
        "vẫn cho bài hiện đúng giờ đã duyệt",
    )
    assert acts(here, key).count("postponed") == 1
    here.clock.set(START + SOON)
    here.run()
    airing = here.airing(key)
    assert (airing.state, airing.public_at, airing.reason) == ("done", START + SOON, None)


def test_an_hour_that_was_put_right_again_is_told_no_more(here: Bureau) -> None:
    key = handed_over(here)
    for days in (4, 2):
        here.wall.staff_edit(here.posts()[0].id, at=START + days * DAY)
        here.run()
    assert (here.airing(key).reason, acts(here, key)[-2:]) == (None, ["postponed", "seen"])


def test_what_was_handed_over_near_its_hour_is_not_postponed(here: Bureau) -> None:
    """Facebook takes nothing nearer than ten minutes: it was asked for a later one."""
    key = here.approved(2 * MINUTE, "Lời gần giờ.")
    here.run()
    here.run()
    assert (here.state(key), here.airing(key).reason) == ("handed_over", None)


def test_a_draft_that_never_shows_itself_is_a_persons_matter(here: Bureau) -> None:
    key = here.approved(SOON, "Lời nằm nháp.")
    caller = Caller(here.wall, PRACTICE_TOKEN)
    form = {"message": "Lời nằm nháp.", "published": "false"}
    reply = caller.post(f"/v25.0/{here.wall.page_id}/feed", **form)
    here.run()
    held = here.airing(key).remote_id
    here.change(key, remote_id=reply.json["id"])
    here.wall.staff_delete(str(held))
    here.run()
    here.run()
    assert (here.state(key), len(here.posts())) == ("unknown", 1)
    assert "nháp" in str(here.airing(key).reason)


def test_staff_publishing_it_early_is_seen_and_not_doubled(here: Bureau) -> None:
    key = handed_over(here)
    Caller(here.wall, PRACTICE_TOKEN).post(f"/v25.0/{here.posts()[0].id}", is_published="true")
    here.run()
    assert (here.state(key), here.airing(key).public_at) == ("done", START)


def test_an_unpublished_twin_is_deleted(here: Bureau) -> None:
    key = handed_over(here)
    here.wall.staff_post("Lời của chúng ta.", at=START + 3 * DAY)
    report = here.run()
    assert [post.id for post in here.posts()] == [here.airing(key).remote_id]
    assert report.deeds["sweep"] == 1


def test_a_twin_of_words_that_were_edited_away_is_deleted(here: Bureau) -> None:
    key = handed_over(here)
    here.edit(key, "Lời mới.")
    here.run()
    here.wall.staff_post("Lời của chúng ta.", at=START + 3 * DAY)
    here.run()
    assert here.posts() == []


def test_what_another_airing_holds_or_may_hold_is_never_swept(here: Bureau) -> None:
    from habac24h.channels.practice_page import Fault

    first = handed_over(here, "Lời thứ nhất.")
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    second = handed_over(here, "Lời thứ hai.")
    assert (here.state(first), here.state(second), len(here.posts())) == (
        "handed_over",
        "unknown",
        2,
    )
    here.run()
    assert (here.state(second), len(here.wall.posts())) == ("handed_over", 2)


def test_words_that_were_never_ours_are_left_alone(here: Bureau) -> None:
    handed_over(here)
    here.wall.staff_post("Lời của người khác.", at=START + 3 * DAY)
    here.run()
    assert len(here.posts()) == 2


def test_a_public_twin_is_reported_and_never_deleted(here: Bureau) -> None:
    key = here.approved(HOUR, "Lời đã đăng.")
    here.run()
    here.clock.advance(HOUR)
    here.run()
    twin = here.wall.staff_post("Lời đã đăng.")
    report = here.run()
    assert here.state(key) == "done"
    assert [post.id for post in here.posts()][-1] == twin
    assert report.deeds["public-twin"] == 1
    assert "trùng lời" in report.troubles[0]


def test_a_twin_that_became_public_since_the_look_is_not_deleted(here: Bureau) -> None:
    from engine_kit import once, one_pass, wrapped

    handed_over(here)
    twin = here.wall.staff_post("Lời của chúng ta.", at=START + 20 * MINUTE)

    def an_hour_passes() -> None:
        here.clock.advance(HOUR)

    with here.engine() as engine:
        one_pass(wrapped(engine, after=once("snapshot", an_hour_passes)))
    assert [post.id for post in here.posts() if post.is_published] == [twin]


def test_a_post_that_was_vanished_before_it_was_seen_is_sent_again(here: Bureau) -> None:
    from habac24h.channels.practice_page import Fault

    here.wall.faults.add(Fault("swallow", call="create"))
    here.wall.faults.add(Fault("html", call="read", status=502))
    key = here.approved(HOUR)
    here.run()
    assert (here.state(key), here.posts()) == ("handed_over", [])
    here.later(12 * MINUTE, step=2 * MINUTE)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_an_adopted_post_that_vanished_before_it_was_seen_is_sent(here: Bureau) -> None:
    from engine_kit import once, one_pass, wrapped

    key = here.approved(SOON, "Lời hẹn sẵn.")
    by_hand = here.wall.staff_post("Lời hẹn sẵn.", at=START + SOON)

    def deleted() -> None:
        here.wall.staff_delete(by_hand)

    with here.engine() as engine:
        one_pass(wrapped(engine, after=once("read", deleted)))
    assert here.state(key) == "unknown"
    here.later(15 * MINUTE, step=3 * MINUTE)
    assert (here.state(key), len(here.posts())) == ("handed_over", 1)


def test_what_a_person_says_is_there_is_not_swept_before_its_hour(here: Bureau) -> None:
    """They saw it among the scheduled posts; no answer ever told its id."""
    from habac24h.channels.practice_page import Fault

    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = here.approved(HOUR, "Lời của chúng ta.")
    here.run()
    with here.desk() as desk:
        workflow.resolve(desk, key, as_done=True)
    here.later(2 * HOUR, step=10 * MINUTE)
    assert (here.state(key), here.ever_public()) == ("done", ["Lời của chúng ta."])
