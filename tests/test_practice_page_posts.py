"""Posts of the practice page: made, read, changed and deleted as on Facebook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from practice_kit import (
    FEED,
    NAME,
    PAGE,
    START,
    Caller,
    caller,
    clock,
    fanpage,
    hidden_until,
)

from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


def test_creating_a_scheduled_post_answers_its_id_and_nothing_else(
    fanpage: PracticePage, caller: Caller
) -> None:
    reply = caller.call("POST", FEED, hidden_until(START + timedelta(hours=1), "Chào bà con"))
    (post,) = fanpage.posts()
    assert (reply.status, reply.json) == (200, {"id": post.id})
    assert post.id.startswith(f"{PAGE}_")
    assert (post.message, post.is_published, post.deleted) == ("Chào bà con", False, False)
    assert (post.created_at, post.scheduled_at) == (START, START + timedelta(hours=1))
    assert (post.public_at, post.permalink) == (None, f"{fanpage.url}/#{post.id}")


def test_a_post_is_public_at_once_unless_told_otherwise(
    fanpage: PracticePage, caller: Caller
) -> None:
    caller.publish("Ngay bây giờ")
    assert fanpage.posts()[0].public_at == START


def test_paths_work_with_and_without_a_version(caller: Caller) -> None:
    post = caller.publish("Chào")
    assert caller.get(f"/{post}").json == caller.get(f"/v25.0/{post}").json


def test_a_post_is_read_with_only_the_asked_fields_and_its_id(caller: Caller) -> None:
    post = caller.schedule("Chào")
    asked = caller.get(f"/v25.0/{post}", fields="message,is_published,scheduled_publish_time")
    hour = int((START + timedelta(hours=1)).timestamp())
    assert asked.json == {
        "message": "Chào",
        "is_published": False,
        "scheduled_publish_time": hour,
        "id": post,
    }


def test_every_field_of_a_public_post_is_as_graph_gives_it(
    fanpage: PracticePage, caller: Caller
) -> None:
    form = {"message": "Xem", "link": "https://habac.vn/a"}
    post = caller.call("POST", FEED, form).json["id"]
    fields = (
        "id,message,created_time,updated_time,is_published,permalink_url,from{name,id},"
        "attachments.limit(1){media_type},application,scheduled_publish_time,status_type"
    )
    assert caller.get(f"/v25.0/{post}", fields=fields).json == {
        "id": post,
        "message": "Xem",
        "created_time": "2026-11-15T12:00:00+0000",
        "updated_time": "2026-11-15T12:00:00+0000",
        "is_published": True,
        "permalink_url": f"{fanpage.url}/#{post}",
        "from": {"name": NAME, "id": PAGE},
        "attachments": {
            "data": [{"type": "share", "media_type": "link", "unshimmed_url": "https://habac.vn/a"}]
        },
        "application": {"name": "Hà Bắc 24h (chạy thử)", "id": "990000000000024"},
        "status_type": "shared_story",
    }


def test_without_fields_a_post_shows_time_words_and_id(caller: Caller) -> None:
    post = caller.publish("Chào")
    expected = {"created_time": "2026-11-15T12:00:00+0000", "message": "Chào", "id": post}
    assert caller.get(f"/{post}").json == expected


def test_an_unknown_field_is_refused_by_its_name(caller: Caller) -> None:
    post = caller.publish("Chào")
    reply = caller.get(f"/{post}", fields="id,mesage")
    assert reply.code == (400, 100, None)
    assert reply.json["error"]["message"] == (
        "(#100) Tried accessing nonexisting field (mesage) on node type (Post)"
    )


@pytest.mark.parametrize("message", ["", "  \n "])
def test_an_empty_message_is_100_with_subcode_1349125(caller: Caller, message: str) -> None:
    reply = caller.post(FEED, message=message)
    assert reply.code == (400, 100, 1349125)
    assert reply.json["error"]["error_user_title"] == "Missing Message Or Attachment"
    assert caller.post(FEED).code == (400, 100, 1349125)


def test_a_text_may_have_63206_code_points_and_no_more(caller: Caller) -> None:
    assert caller.post(FEED, message="ư" * 63_206).status == 200
    assert caller.post(FEED, message="ư" * 63_207).code == (400, 100, None)


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (timedelta(minutes=9, seconds=59), 400),
        (timedelta(minutes=10), 200),
        (timedelta(days=30), 200),
        (timedelta(days=30, seconds=1), 400),
    ],
)
def test_the_scheduled_window_is_10_minutes_to_30_days(
    fanpage: PracticePage, caller: Caller, after: timedelta, status: int
) -> None:
    reply = caller.call("POST", FEED, hidden_until(START + after, "Chào"))
    assert (reply.status, len(fanpage.posts())) == (status, 1 if status == 200 else 0)
    if status == 400:
        error = reply.json["error"]
        wrong = "(#100) The specified scheduled publish time is invalid."
        assert (error["code"], error["message"]) == (100, wrong)


@pytest.mark.parametrize("word", ["mai", "-5", "2026-11-16T12:00:00", "9" * 40])
def test_a_scheduled_time_that_is_no_time_is_refused(caller: Caller, word: str) -> None:
    reply = caller.post(FEED, message="Chào", published="false", scheduled_publish_time=word)
    assert reply.code == (400, 100, None)


def test_a_scheduled_time_may_be_iso_8601_with_an_offset(
    fanpage: PracticePage, caller: Caller
) -> None:
    hour = "2026-11-16T19:00:00+07:00"
    caller.post(FEED, message="Chào", published="False", scheduled_publish_time=hour)
    assert fanpage.posts()[0].scheduled_at == datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_a_public_post_cannot_have_a_scheduled_time(fanpage: PracticePage, caller: Caller) -> None:
    hour = str(int((START + timedelta(hours=1)).timestamp()))
    reply = caller.post(FEED, message="Chào", scheduled_publish_time=hour)
    assert (reply.code, fanpage.posts()) == ((400, 100, None), ())


@pytest.mark.parametrize(
    "form",
    [
        {"published": "vâng"},
        {"unpublished_content_type": "LATER"},
        {"link": "habac.vn"},
        {"attached_media[0]": '{"media_fbid": "1"}'},
    ],
)
def test_a_wrong_parameter_is_100_and_stores_nothing(
    fanpage: PracticePage, caller: Caller, form: dict[str, str]
) -> None:
    reply = caller.post(FEED, message="Chào", **form)
    assert (reply.status, reply.json["error"]["code"], fanpage.posts()) == (400, 100, ())


def test_unpublished_without_an_hour_is_a_draft_for_ever(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.post(FEED, message="Bẫy", published="false").json["id"]
    clock.advance(timedelta(days=400))
    assert (fanpage.posts()[0].public_at, caller.ids("scheduled_posts")) == (None, [])
    asked = caller.get(f"/{post}", fields="is_published,scheduled_publish_time").json
    assert asked == {"is_published": False, "id": post}


def test_the_content_type_draft_drops_the_hour(fanpage: PracticePage, caller: Caller) -> None:
    form = hidden_until(START + timedelta(hours=1), "Nháp") | {"unpublished_content_type": "DRAFT"}
    caller.call("POST", FEED, form)
    assert fanpage.posts()[0].scheduled_at is None


def test_an_unknown_page_is_404_with_code_100(caller: Caller) -> None:
    reply = caller.post("/v25.0/77/feed", message="Chào")
    assert reply.code == (404, 100, 33)
    assert reply.json["error"]["type"] == "GraphMethodException"


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_post_that_is_not_there_is_100_33(caller: Caller, method: str) -> None:
    reply = caller.call(method, f"/v25.0/{PAGE}_1", {"message": "x"} if method == "POST" else None)
    assert reply.code == (400, 100, 33)


def test_words_and_hour_of_a_scheduled_post_can_be_changed(
    fanpage: PracticePage, caller: Caller
) -> None:
    post = caller.schedule("Cũ")
    hour = START + timedelta(hours=5)
    moved = caller.post(
        f"/v25.0/{post}", message="Mới", scheduled_publish_time=str(int(hour.timestamp()))
    )
    assert (moved.status, moved.json) == (200, {"success": True})
    assert (fanpage.posts()[0].message, fanpage.posts()[0].scheduled_at) == ("Mới", hour)


def test_publishing_is_idempotent_and_keeps_the_first_moment(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.schedule("Chào")
    clock.advance(timedelta(minutes=2))
    first = caller.post(f"/{post}", is_published="true").json
    clock.advance(timedelta(minutes=2))
    assert first == caller.post(f"/{post}", is_published="true").json == {"success": True}
    assert fanpage.posts()[0].public_at == START + timedelta(minutes=2)
    assert [request.call for request in fanpage.requests] == ["create", "publish", "publish"]


def test_a_draft_can_be_given_an_hour(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.post(FEED, message="Nháp", published="false").json["id"]
    hour = START + timedelta(hours=1)
    caller.post(f"/{post}", scheduled_publish_time=str(int(hour.timestamp())))
    clock.set(hour)
    assert fanpage.posts()[0].public_at == hour


@pytest.mark.parametrize("form", [{"message": " "}, {"is_published": "false"}])
def test_a_public_post_takes_no_impossible_edit(
    fanpage: PracticePage, caller: Caller, form: dict[str, str]
) -> None:
    post = caller.publish("Chào")
    assert caller.post(f"/{post}", **form).json["error"]["code"] == 100
    hour = str(int((START + timedelta(hours=1)).timestamp()))
    assert caller.post(f"/{post}", scheduled_publish_time=hour).code == (400, 100, None)
    assert (fanpage.posts()[0].message, fanpage.posts()[0].public_at) == ("Chào", START)


def test_a_move_outside_the_window_is_refused(fanpage: PracticePage, caller: Caller) -> None:
    post = caller.schedule("Chào")
    hour = str(int((START + timedelta(minutes=5)).timestamp()))
    assert caller.post(f"/{post}", scheduled_publish_time=hour).code == (400, 100, None)
    assert fanpage.posts()[0].scheduled_at == START + timedelta(hours=1)


def test_a_deleted_post_is_gone_from_reading_and_lists(
    fanpage: PracticePage, caller: Caller
) -> None:
    post = caller.publish("Chào")
    assert caller.call("DELETE", f"/v25.0/{post}").json == {"success": True}
    assert caller.get(f"/{post}").code == (400, 100, 33)
    assert (caller.ids("feed"), fanpage.posts()[0].deleted) == ([], True)


def test_only_posts_of_the_app_can_be_edited_by_it(fanpage: PracticePage, caller: Caller) -> None:
    post = fanpage.staff_post("Cán bộ đăng tay")
    assert caller.post(f"/{post}", message="Sửa").code == (403, 10, None)
    assert caller.get(f"/{post}", fields="application").json["application"]["id"] == "2"
    fanpage.staff_edit(post, message="Sửa tay")
    assert fanpage.posts()[0].message == "Sửa tay"


def test_staff_may_schedule_move_and_delete_what_the_app_made(
    fanpage: PracticePage, caller: Caller
) -> None:
    post = caller.schedule("Chào")
    fanpage.staff_edit(post, at=START + timedelta(hours=9))
    assert fanpage.posts()[0].scheduled_at == START + timedelta(hours=9)
    fanpage.staff_delete(post)
    second = fanpage.staff_post("Hẹn tay", at=START + timedelta(hours=2))
    assert caller.ids("scheduled_posts") == [second]
