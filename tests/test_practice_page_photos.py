"""Photos on the practice page, through the real facebook-sdk: two steps, the trap, what expires."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from graph_kit import caught, proof
from picture_kit import drawn, photo, read, written
from practice_kit import PAGE, START, TOKEN, Caller, clock, practice_page, sdk_fanpage

from habac24h.channels.base import Delivery, Photo, Post, Reaction
from habac24h.channels.fanpage import Fanpage
from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.clock import VirtualClock
from habac24h.images import prepare, sha256

__all__ = ["clock"]
AT = START + timedelta(hours=30)
SINCE = START - timedelta(days=3)
REJECTED = (Delivery.NOT_SENT, Reaction.REJECT)
READY = [prepare(photo(number)) for number in range(3)]
SENT = [Photo(one.data, one.mime, f"Ảnh {n}") for n, one in enumerate(READY)]


@pytest.fixture
def wall(clock: VirtualClock) -> Iterator[PracticePage]:
    with practice_page(clock) as page:
        yield page
        page.faults.release()


@pytest.fixture
def fanpage(wall: PracticePage, clock: VirtualClock) -> Fanpage:
    return sdk_fanpage(wall, clock)


def post(*media: str) -> Post:
    return Post("k", "Cả nhà nấu cơm", AT, media)


@pytest.mark.parametrize("count", [1, 3])
def test_photos_are_uploaded_then_attached_in_their_order(
    fanpage: Fanpage, wall: PracticePage, count: int
) -> None:
    ids = [fanpage.upload(one) for one in SENT[:count]]
    assert [(p.sha256, p.alt, p.temporary) for p in wall.photos().values()] == [
        (READY[n].sha256, f"Ảnh {n}", True) for n in range(count)
    ]
    remote_id = fanpage.schedule(post(*reversed(ids)), AT).remote_id
    [waiting] = fanpage.snapshot(SINCE).scheduled
    assert (waiting.remote_id, waiting.media) == (remote_id, tuple(reversed(ids)))
    assert fanpage.read(remote_id) == waiting


def test_a_photo_goes_out_under_one_name_with_its_own_kind(
    fanpage: Fanpage, wall: PracticePage
) -> None:
    card = prepare(written(drawn(), "PNG"))
    fanpage.upload(Photo(card.data, card.mime))
    [request] = wall.requests
    assert dict(request.form) == {"published": "false", "temporary": "true"}
    assert TOKEN not in request.path
    [kept] = wall.photos().values()
    assert (kept.sha256, kept.size) == (card.sha256, len(card.data))


def test_the_flip_of_a_photo_post_keeps_its_photos(fanpage: Fanpage, clock: VirtualClock) -> None:
    ids = tuple(fanpage.upload(one) for one in SENT)
    remote_id = fanpage.schedule(post(*ids), AT).remote_id
    fanpage.publish(remote_id)
    shown = fanpage.read(remote_id)
    assert shown is not None and (shown.is_public, shown.media) == (True, ids)


def test_without_the_content_type_a_post_with_photos_stays_a_draft(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock
) -> None:
    caller = Caller(wall)
    form = {
        "message": "Bài",
        "published": "false",
        "scheduled_publish_time": str(int(AT.timestamp())),
    }
    media = f'{{"media_fbid":"{fanpage.upload(SENT[0])}"}}'
    trapped = caller.post(f"/v25.0/{PAGE}/feed", **form, **{"attached_media[0]": media})
    assert trapped.status == 200
    clock.set(AT + timedelta(days=1))
    snapshot = fanpage.snapshot(SINCE)
    assert (snapshot.scheduled, snapshot.published) == ((), ())
    draft = fanpage.read(trapped.json["id"])
    assert draft is not None and (draft.is_public, draft.scheduled_at) == (False, None)


def test_a_forgotten_a_used_and_an_unknown_photo_cannot_be_attached(
    fanpage: Fanpage, clock: VirtualClock
) -> None:
    used, old = fanpage.upload(SENT[0]), fanpage.upload(SENT[1])
    first = fanpage.schedule(post(used), AT).remote_id
    clock.advance(timedelta(hours=24))
    assert proof(caught(lambda: fanpage.schedule(post(used), AT))) == REJECTED
    assert proof(caught(lambda: fanpage.schedule(post(old), AT))) == REJECTED
    assert proof(caught(lambda: fanpage.schedule(post("77"), AT))) == REJECTED
    fanpage.delete(first)
    error = caught(lambda: fanpage.schedule(post(used), AT))
    assert (error.code, error.subcode) == (100, None)
    assert fanpage.snapshot(SINCE).scheduled == ()


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8" + b"0" * 4_000_000])
def test_what_is_no_photo_is_refused(fanpage: Fanpage, data: bytes) -> None:
    error = caught(lambda: fanpage.upload(Photo(data, "image/jpeg")))
    assert (proof(error), error.code, error.subcode) == (REJECTED, 324, 1366046)
    assert error.said == (
        "Can't Read Files. Your photos couldn't be uploaded. Photos should be smaller than 4 MB "
        "and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files."
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", call="photo", code=2, effect="applied"),
        Fault("error", call="photo", code=1, effect="late"),
        Fault("reset", call="photo", effect="applied"),
        Fault("html", call="photo", status=502),
        Fault("truncated", call="photo"),
    ],
)
def test_an_upload_without_an_answer_leaves_nothing_to_look_for(
    fanpage: Fanpage, wall: PracticePage, fault: Fault
) -> None:
    wall.faults.add(fault)
    error = caught(lambda: fanpage.upload(SENT[0]))
    assert proof(error) == (Delivery.NOT_SENT, Reaction.RETRY)
    assert error.sentence.startswith("Chưa tải được ảnh của bài lên Facebook")
    assert wall.posts() == ()


def test_a_swallowed_photo_has_an_id_and_is_not_there(fanpage: Fanpage, wall: PracticePage) -> None:
    wall.faults.add(Fault("swallow", call="photo"))
    media_id = fanpage.upload(SENT[0])
    assert wall.photos() == {}
    assert proof(caught(lambda: fanpage.schedule(post(media_id), AT))) == REJECTED


def test_photos_outlive_the_process(tmp_path: Path, clock: VirtualClock) -> None:
    file = tmp_path / "wall.json"
    with practice_page(clock, file) as page:
        media_id = sdk_fanpage(page, clock).upload(SENT[0])
        before = page.photos()
    with practice_page(clock, file) as page:
        assert (list(page.photos()), page.photos()) == ([media_id], before)
        assert sdk_fanpage(page, clock).schedule(post(media_id), AT).remote_id in page.posts()[0].id


def test_the_wall_shows_the_pictures_with_their_words(
    fanpage: Fanpage, wall: PracticePage, clock: VirtualClock
) -> None:
    ids = tuple(fanpage.upload(one) for one in SENT)
    fanpage.schedule(post(*ids), AT)
    clock.set(AT)
    page = wall.wall_html()
    assert page.count('<img src="data:image/jpeg;base64,') == 3
    assert page.count('<div class="anh nhieu">') == 1
    for one in wall.photos().values():
        assert f'alt="{one.alt}"' in page and one.shown in page


def test_staff_take_a_photo_away(fanpage: Fanpage, wall: PracticePage) -> None:
    ids = tuple(fanpage.upload(one) for one in SENT)
    remote_id = fanpage.schedule(post(*ids), AT).remote_id
    wall.staff_edit(remote_id, media=ids[:1])
    shown = fanpage.read(remote_id)
    assert shown is not None and shown.media == ids[:1]
    wall.staff_edit(remote_id, media=())
    bare = fanpage.read(remote_id)
    assert bare is not None and bare.media is None


def test_a_picture_of_the_wall_is_a_small_jpeg(fanpage: Fanpage, wall: PracticePage) -> None:
    large = prepare(written(drawn(1200, 800)))
    fanpage.upload(Photo(large.data, large.mime))
    [kept] = wall.photos().values()
    small = read(base64.b64decode(kept.shown))
    assert (small.format, small.size, kept.width) == ("JPEG", (480, 320), 1200)
    assert kept.sha256 == sha256(large.data)
