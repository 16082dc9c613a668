"""The practice page's clock, its state file, and changes from several threads."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from practice_kit import PAGE, START, TOKEN, Caller, caller, clock, fanpage, practice_page

from habac24h.channels.practice_page import Fault, PracticePage, StateFileError
from habac24h.channels.practice_page.posts import Post
from habac24h.channels.practice_page.wall import (
    Late,
    Quirks,
    Wall,
    Write,
    wall_from_json,
    wall_to_json,
)
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]

HOUR = timedelta(hours=1)


def test_a_due_post_becomes_public_at_exactly_its_hour(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.schedule("Chào", HOUR)
    clock.advance(HOUR - timedelta(seconds=1))
    assert (caller.ids("published_posts"), caller.ids("scheduled_posts")) == ([], [post])
    clock.advance(timedelta(days=3))
    assert (caller.ids("published_posts"), caller.ids("scheduled_posts")) == ([post], [])
    assert (fanpage.posts()[0].public_at, fanpage.posts()[0].is_published) == (START + HOUR, True)
    read = caller.get(f"/{post}", fields="created_time,is_published,scheduled_publish_time").json
    assert read == {"created_time": "2026-11-15T13:00:00+0000", "is_published": True, "id": post}


def test_a_due_post_is_public_when_tests_look_first(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    caller.schedule("Chào", HOUR)
    clock.advance(HOUR)
    assert fanpage.posts()[0].public_at == START + HOUR


def test_a_deleted_post_never_becomes_public(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.schedule("Chào", HOUR)
    caller.call("DELETE", f"/{post}")
    clock.advance(2 * HOUR)
    assert fanpage.posts()[0].public_at is None


def test_an_edit_after_the_hour_meets_a_public_post(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.schedule("Chào", HOUR)
    clock.advance(2 * HOUR)
    later = str(int((clock.now() + HOUR).timestamp()))
    assert caller.post(f"/{post}", scheduled_publish_time=later).code == (400, 100, None)
    caller.post(f"/{post}", message="Sửa")
    assert (fanpage.posts()[0].message, fanpage.posts()[0].public_at) == ("Sửa", START + HOUR)


def test_the_state_file_outlives_the_page(clock: VirtualClock, tmp_path: Path) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file, wall_address="w") as first:
        caller = Caller(first)
        published, scheduled = caller.publish("Một\nhai"), caller.schedule("Ba", HOUR)
        draft = caller.post(f"/{PAGE}/feed", message="Nháp", published="false").json["id"]
        caller.call("DELETE", f"/{published}")
        kept = first.posts()
    with practice_page(clock, file, wall_address="w") as second:
        assert second.posts() == kept
        clock.advance(HOUR)
        caller = Caller(second)
        assert caller.ids("published_posts") == [scheduled]
        assert caller.publish("Mới") not in {published, scheduled, draft}


def test_the_file_is_written_before_the_answer_goes_out(
    clock: VirtualClock, tmp_path: Path
) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file) as fanpage:
        fanpage.faults.add(Fault("reset", call="create", effect="applied"))
        with pytest.raises(ConnectionError):
            Caller(fanpage).schedule("Chào")
        (post,) = json.loads(file.read_text(encoding="utf-8"))["posts"]
        assert (post["message"], post["scheduled_at"]) == ("Chào", "2026-11-15T13:00:00+00:00")


def test_what_time_does_is_kept_too(clock: VirtualClock, tmp_path: Path) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file) as fanpage:
        Caller(fanpage).schedule("Chào", HOUR)
        clock.advance(HOUR)
        fanpage.posts()
    (post,) = json.loads(file.read_text(encoding="utf-8"))["posts"]
    assert post["public_at"] == "2026-11-15T13:00:00+00:00"


def test_a_late_effect_and_listing_lag_outlive_the_page(
    clock: VirtualClock, tmp_path: Path
) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file) as first:
        first.faults.add(Fault("error", code=2, call="create", effect="late", minutes=5))
        first.faults.add(Fault("lag", call="create", looks=1))
        caller = Caller(first)
        assert caller.post(f"/{PAGE}/feed", message="Muộn").code == (500, 2, None)
        caller.publish("Khuất")
    clock.advance(timedelta(minutes=5))
    with practice_page(clock, file) as second:
        caller = Caller(second)
        assert [post.message for post in second.posts()] == ["Khuất", "Muộn"]
        assert (len(caller.ids("feed")), len(caller.ids("feed"))) == (1, 2)


def test_no_token_is_ever_in_the_state_file(clock: VirtualClock, tmp_path: Path) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file) as fanpage:
        fanpage.faults.add(Fault("error", code=2, call="create", effect="late"))
        form = {"message": "Chào", "access_token": TOKEN}
        Caller(fanpage, None).post(f"/{PAGE}/feed", **form)
        assert len(json.loads(file.read_text(encoding="utf-8"))["late"]) == 1
        assert TOKEN not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"format": 9, "page_id": "1024"}', '{"format": 1}', "\x00\xff"],
)
def test_a_damaged_file_is_a_clear_error_and_stays_as_it_is(
    clock: VirtualClock, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "trang.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(StateFileError) as error:
        practice_page(clock, file)
    assert str(error.value) == (
        f"Tệp của trang chạy thử {file}: bị hỏng; đổi tên tệp để bắt đầu một trang chạy thử "
        "trống, hoặc lấy lại bản sao lưu."
    )
    assert file.read_bytes() == text.encode("latin-1")


def test_a_post_without_its_words_is_damage(clock: VirtualClock, tmp_path: Path) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file) as fanpage:
        Caller(fanpage).publish("Chào")
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["posts"][0]["message"] = None
    file.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(StateFileError):
        practice_page(clock, file)


def test_a_file_of_another_page_is_refused(clock: VirtualClock, tmp_path: Path) -> None:
    file = tmp_path / "trang.json"
    file.write_text(json.dumps(wall_to_json(Wall("77"))), encoding="utf-8")
    with pytest.raises(StateFileError) as error:
        practice_page(clock, file)
    assert str(error.value) == (
        f"Tệp của trang chạy thử {file}: là của trang 77, không phải trang 1024; "
        "dùng tệp khác cho trang này."
    )


def test_a_file_that_cannot_be_written_is_a_500_and_changes_nothing(
    clock: VirtualClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    with practice_page(clock, folder / "trang.json") as fanpage:
        folder.rmdir()
        reply = Caller(fanpage).post(f"/{PAGE}/feed", message="Chào")
        assert (reply.code, fanpage.posts()) == ((500, 1, None), ())
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert TOKEN not in caplog.text


def test_a_half_written_file_never_replaces_the_whole_one(
    clock: VirtualClock, tmp_path: Path
) -> None:
    file = tmp_path / "trang.json"
    with practice_page(clock, file) as fanpage:
        Caller(fanpage).publish("Chào")
    (tmp_path / "trang.json.moi").write_text('{"format": 1, "pos', encoding="utf-8")
    assert [post.message for post in practice_page(clock, file).posts()] == ["Chào"]


def test_many_threads_lose_and_double_nothing(fanpage: PracticePage) -> None:
    def write(name: str) -> None:
        for number in range(10):
            Caller(fanpage).publish(f"{name}-{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = [post.message for post in fanpage.posts()]
    assert sorted(words) == sorted(f"{name}-{n}" for name in "abcdef" for n in range(10))
    assert len({post.id for post in fanpage.posts()}) == 60


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_TIME = st.integers(0, 10**9).map(lambda second: START + timedelta(milliseconds=second))
_POSTS = st.builds(
    Post,
    id=st.integers(1, 99).map(lambda number: f"{PAGE}_{number}"),
    message=_TEXT,
    created_at=_TIME,
    updated_at=_TIME,
    author=st.sampled_from(["app", "staff", "visitor"]),
    link=st.none() | _TEXT,
    scheduled_at=st.none() | _TIME,
    public_at=st.none() | _TIME,
    deleted=st.booleans(),
    unseen_looks=st.integers(0, 5),
    unseen_until=st.none() | _TIME,
    renews_id=st.booleans(),
)
_WRITES = st.builds(
    Write,
    call=st.sampled_from(["create", "publish", "edit", "delete"]),
    target=_TEXT,
    form=st.dictionaries(_TEXT, _TEXT, max_size=3),
    asked=_TIME,
    author=st.sampled_from(["app", "staff", "visitor"]),
    quirks=st.builds(Quirks),
)


@settings(max_examples=60)
@given(st.lists(_POSTS, max_size=4), st.lists(st.builds(Late, at=_TIME, write=_WRITES), max_size=2))
def test_every_wall_is_read_back_as_it_was_written(posts: list[Post], late: list[Late]) -> None:
    wall = Wall(PAGE, {post.id: post for post in posts}, late=tuple(late))
    assert wall_from_json(json.loads(json.dumps(wall_to_json(wall)))) == wall
