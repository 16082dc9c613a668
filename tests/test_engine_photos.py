"""Posts with pictures: two steps, resumed after a crash, exactly the approved ones (P1, P2, P7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from engine_kit import (
    DAY,
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
from picture_kit import photo
from sqlmodel import select

from habac24h import workflow
from habac24h.channels.fingerprint import WORDLESS
from habac24h.channels.practice_page import Fault
from habac24h.clock import VirtualClock
from habac24h.errors import Refused
from habac24h.images import prepare
from habac24h.models import Attempt, Item, Picture
from habac24h.office import Office

A, B, C = (prepare(photo(number)) for number in (1, 2, 3))
LEASE = timedelta(seconds=180)
WORDS = "Cả nhà cùng nấu bữa cơm chiều."

pytestmark = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(office: Office, clock: VirtualClock) -> Iterator[Bureau]:
    with bureau(office, clock) as made:
        yield made


def illustrated(
    here: Bureau, numbers: Sequence[int] = (1, 2, 3), after: timedelta = SOON, text: str = WORDS
) -> str:
    """A post with pictures that two people agreed on; its key."""
    key = here.write(after, text)
    with here.desk() as desk:
        workflow.attach(desk, key, [photo(n) for n in numbers], alt=f"Ảnh của {key}")
    here.submit(key)
    here.approve(key)
    return key


def shown(here: Bureau) -> list[list[str]]:
    """For each living post, the hashes of what the page was given for its photos."""
    photos = here.wall.photos()
    return [[photos[one].sha256 for one in post.media] for post in here.posts()]


def uploads(here: Bureau) -> int:
    return sum(request.call == "photo" for request in here.wall.requests)


def outcomes(here: Bureau, key: str) -> list[str]:
    return [attempt.outcome for attempt in here.attempts(key)]


@pytest.mark.parametrize("numbers", [[1], [2, 1, 3], range(10)])
def test_exactly_the_approved_pictures_go_out_in_their_order(
    here: Bureau, numbers: list[int]
) -> None:
    key = illustrated(here, numbers)
    here.run()
    hashes = [prepare(photo(n)).sha256 for n in numbers]
    assert (here.state(key), shown(here)) == ("handed_over", [hashes])
    [attempt] = here.attempts(key)
    assert (attempt.images, list(attempt.media)) == (hashes, hashes)
    assert tuple(attempt.media.values()) == here.posts()[0].media
    here.clock.set(START + SOON)
    here.run()
    assert (here.state(key), here.public(), uploads(here)) == ("done", [WORDS], len(numbers))


def test_each_id_is_saved_before_the_next_call(here: Bureau) -> None:
    key = illustrated(here)
    saved: list[int] = []

    def count(name: str, _given: Any) -> None:
        if name in ("upload", "schedule"):
            saved.append(len(here.attempts(key)[0].media))

    with here.engine() as engine:
        one_pass(wrapped(engine, before=count))
    assert saved == [0, 1, 2, 3]


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_among_the_photos_the_next_one_goes_on_with_those_it_finds(
    here: Bureau, at: int, when: str
) -> None:
    key = illustrated(here)
    left = [at]

    def die(name: str, _given: Any) -> None:
        if name == "upload":
            left[0] -= 1
            if left[0] == 0:
                raise Killed

    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, before=die if when == "before" else None,
                         after=die if when == "after" else None))  # fmt: skip
    here.later(LEASE + DOUBT + 3 * MINUTE, worker="w2")
    assert (here.state(key), shown(here)) == (
        "handed_over",
        [[A.sha256, B.sha256, C.sha256]],
    )
    # Only the photo whose id was never saved is uploaded a second time.
    assert (outcomes(here, key), uploads(here)) == (["absent", "accepted"], 3 + (when == "after"))


def test_killed_after_the_post_it_is_adopted_by_its_photos(here: Bureau) -> None:
    key = illustrated(here)

    def die(*_: Any) -> None:
        raise Killed

    with here.engine("w1") as engine, pytest.raises(Killed):
        one_pass(wrapped(engine, after=once("schedule", die)))
    here.clock.advance(LEASE)
    here.run("w2")
    assert (here.state(key), outcomes(here, key), len(here.posts())) == (
        "handed_over",
        ["adopted"],
        1,
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", call="photo", code=2, times=3),
        Fault("reset", call="photo", effect="applied", times=2),
        Fault("html", call="photo", status=502, times=2),
        Fault("redirect", call="photo", status=307, times=1),
        Fault("error", call="photo", code=2, effect="late", minutes=30, times=2),
    ],
    ids=lambda fault: fault.kind,
)
def test_a_photo_without_an_answer_is_simply_uploaded_again(here: Bureau, fault: Fault) -> None:
    here.wall.faults.add(fault)
    key = illustrated(here)
    here.later(10 * MINUTE)
    assert (here.state(key), shown(here)) == ("handed_over", [[A.sha256, B.sha256, C.sha256]])
    assert set(outcomes(here, key)[:-1]) == {"not_sent"}


def test_a_post_whose_answer_is_lost_is_found_and_its_photos_stay(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="applied"))
    key = illustrated(here)
    here.later(3 * MINUTE)
    assert (here.state(key), outcomes(here, key), len(here.wall.posts())) == (
        "handed_over",
        ["adopted"],
        1,
    )


def test_a_post_that_never_came_uses_its_photos_again(here: Bureau) -> None:
    here.wall.faults.add(Fault("reset", call="create", effect="none"))
    key = illustrated(here)
    here.later(DOUBT + 3 * MINUTE)
    assert (here.state(key), outcomes(here, key)) == ("handed_over", ["absent", "accepted"])
    assert (uploads(here), len(here.wall.posts())) == (3, 1)


def test_photos_that_the_page_forgot_are_uploaded_again(
    office: Office, clock: VirtualClock
) -> None:
    with bureau(office, clock, photo_life=MINUTE) as here:
        here.wall.faults.add(Fault("reset", call="create", effect="none"))
        key = illustrated(here)
        here.later(DOUBT + 6 * MINUTE)
        assert (here.state(key), outcomes(here, key)) == (
            "handed_over",
            ["absent", "not_sent", "accepted"],
        )
        assert (uploads(here), shown(here)) == (6, [[A.sha256, B.sha256, C.sha256]])


def test_photos_older_than_half_a_day_are_not_offered_again(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=4, minutes=13 * 60))
    key = illustrated(here, after=2 * DAY)
    here.later(14 * HOUR, step=HOUR)
    assert (here.state(key), uploads(here)) == ("handed_over", 6)


def test_a_photo_that_the_page_swallowed_is_uploaded_again(here: Bureau) -> None:
    here.wall.faults.add(Fault("swallow", call="photo"))
    key = illustrated(here)
    here.later(5 * MINUTE)
    assert (here.state(key), outcomes(here, key)) == ("handed_over", ["not_sent", "accepted"])


def test_a_post_that_is_refused_twice_goes_back_to_the_editor(here: Bureau) -> None:
    here.wall.faults.add(Fault("error", call="create", code=100, times=None))
    key = illustrated(here)
    here.later(5 * MINUTE)
    assert (here.state(key), len(here.attempts(key)), uploads(here)) == ("failed", 2, 6)
    assert here.airing(key).said == "(#100) Refused by the practice page"


def test_a_photo_that_is_refused_goes_back_to_the_editor_with_facebooks_words(
    here: Bureau,
) -> None:
    here.wall.faults.add(Fault("error", call="photo", code=324, subcode=1366046))
    key = illustrated(here)
    here.run()
    assert (here.state(key), here.wall.posts()) == ("failed", ())
    assert here.airing(key).said == "(#324) Refused by the practice page"


def test_a_picture_whose_bytes_changed_is_never_sent(here: Bureau) -> None:
    key = illustrated(here)
    with here.office.database.write() as session:
        row = session.get_one(Picture, B.sha256)
        row.data = C.data + b"."
        session.add(row)
    here.run()
    assert (here.state(key), uploads(here)) == ("failed", 0)
    assert here.airing(key).reason == (
        f"Ảnh {B.sha256[:12]}… trong cơ sở dữ liệu bị mất hoặc bị hỏng; hãy đính lại ảnh bằng "
        "`habac24h edit KEY --image TỆP` rồi trình duyệt lại."
    )


def test_a_picture_that_was_exchanged_behind_the_approval_stops_the_post(here: Bureau) -> None:
    key = illustrated(here, [1])
    with here.office.database.write() as session:
        item = session.exec(select(Item).where(Item.key == key)).one()
        item.images = [B.sha256]
        session.add(item)
        session.add(Picture(sha256=B.sha256, data=B.data, mime=B.mime, width=60, height=40,
                            created_at=START))  # fmt: skip
    here.run()
    assert (here.state(key), uploads(here), here.wall.posts()) == ("failed", 0, ())


def test_an_edit_of_the_pictures_while_they_are_uploaded_wins(here: Bureau) -> None:
    key = illustrated(here)

    def exchange() -> None:
        with here.desk() as desk:
            workflow.attach(desk, key, [photo(9)])

    with here.engine() as engine:
        one_pass(wrapped(engine, after=once("upload", exchange)))
    here.later(DOUBT + LEASE)
    assert (here.state(key), here.item(key).state, here.posts()) == ("waiting", "draft", [])
    here.submit(key)
    here.approve(key)
    here.later(2 * MINUTE)
    assert shown(here) == [[prepare(photo(9)).sha256]]


def test_new_pictures_after_the_hand_over_replace_the_post(here: Bureau) -> None:
    key = illustrated(here, [1])
    here.run()
    with here.desk() as desk:
        assert workflow.attach(desk, key, [photo(2)]) == 1
    here.run()
    assert (here.state(key), here.posts()) == ("waiting", [])
    here.submit(key)
    here.approve(key)
    here.later(2 * MINUTE)
    assert (here.state(key), shown(here)) == ("handed_over", [[B.sha256]])


def test_a_claim_lives_on_while_ten_photos_take_their_time(here: Bureau) -> None:
    key = illustrated(here, range(10), after=20 * MINUTE)

    def slow(name: str, _given: Any) -> None:
        if name == "upload":
            here.clock.advance(timedelta(seconds=80))

    with here.engine() as engine:
        one_pass(wrapped(engine, after=slow))
    assert (here.state(key), outcomes(here, key)) == ("handed_over", ["accepted"])
    [post] = here.posts()
    assert post.scheduled_at is not None
    assert post.scheduled_at - post.created_at >= 14 * MINUTE


def test_a_worker_that_slept_among_the_photos_sends_nothing_more(here: Bureau) -> None:
    key = illustrated(here)
    with here.engine("w1") as engine:
        one_pass(wrapped(engine, after=once("upload", lambda: here.clock.advance(HOUR))))
    assert (here.wall.posts(), uploads(here)) == ((), 1)
    here.later(LEASE + DOUBT + 3 * MINUTE, worker="w2")
    assert (here.state(key), shown(here)) == (
        "handed_over",
        [[A.sha256, B.sha256, C.sha256]],
    )


def test_photos_taken_away_on_facebook_are_shown_to_a_person(here: Bureau) -> None:
    key = illustrated(here)
    here.run()
    [post] = here.posts()
    here.wall.staff_edit(post.id, media=post.media[:1])
    here.run()
    assert (here.state(key), here.airing(key).reason) == (
        "unknown",
        "ảnh của bài đã bị đổi trên Facebook; hãy xem lại trên trang",
    )
    here.later(20 * MINUTE, step=5 * MINUTE)
    assert (here.state(key), len(here.posts())) == ("unknown", 1)


def test_the_same_words_without_our_pictures_are_not_taken_for_ours(here: Bureau) -> None:
    there = here.wall.staff_post(WORDS, at=START + SOON)
    key = illustrated(here)
    here.run()
    reason = f"trên trang đã có bài cùng lời nhưng khác ảnh ({here.posts()[0].permalink})"
    assert (here.state(key), here.airing(key).reason) == ("unknown", reason)
    here.later(20 * MINUTE, step=5 * MINUTE)
    assert (here.state(key), len(here.posts()), uploads(here)) == ("unknown", 1, 0)
    here.wall.staff_delete(there)
    with here.desk() as desk:
        workflow.resolve(desk, key, as_done=False)
    here.later(2 * MINUTE)
    assert (here.state(key), shown(here)) == ("handed_over", [[A.sha256, B.sha256, C.sha256]])


def test_photos_that_staff_schedule_without_a_word_are_never_swept(here: Bureau) -> None:
    """Even where an older program once sent a text that nobody can read."""
    key = illustrated(here)
    here.run()
    with here.office.database.write() as session:
        attempt = session.exec(select(Attempt)).one()
        attempt.fingerprint = WORDLESS
        session.add(attempt)
    there = here.wall.staff_post("\u200b", at=START + SOON)
    with here.desk() as desk:
        workflow.cancel(desk, key)
    here.run()
    here.run()
    assert (here.state(key), [post.id for post in here.posts()]) == ("cancelled", [there])


@pytest.mark.parametrize("text", [" \n", "\u200b\u200d\ufe0f"])
def test_no_reason_lets_a_post_without_words_go_out(here: Bureau, text: str) -> None:
    key = here.write(SOON, text)
    with pytest.raises(Refused) as caught, here.desk() as desk:
        workflow.submit(desk, key, reason="ảnh nói thay lời")
    assert caught.value.sentence == f"“{key}” chưa có chữ nào đọc được; hãy viết lời cho bài."
