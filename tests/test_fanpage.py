"""The Fanpage's acts: what each sends, what it makes of the answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from graph_kit import NOW, POST, TOKEN, caught, make_page, proof
from raw_server import RawServer, answer, error

from habac24h.channels.base import Delivery, Post, Reaction, Receipt, RemotePost, Snapshot
from habac24h.errors import SettingsError

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
REJECT = (Delivery.NOT_SENT, Reaction.REJECT)


def test_a_post_is_created_invisible_for_its_hour() -> None:
    with RawServer(answer({"id": "1_2"})) as server:
        assert make_page(server.url).schedule(POST, AT) == Receipt("1_2")
    [heard] = server.heard
    assert (heard.method, heard.target) == ("POST", "/v25.0/1/feed")
    assert heard.form == {
        "message": "Chào bà con",
        "published": "false",
        "scheduled_publish_time": str(int(AT.timestamp())),
        "unpublished_content_type": "SCHEDULED",
    }


def test_an_hour_of_another_zone_or_with_fractions_is_never_early() -> None:
    hanoi = AT.astimezone(timezone(timedelta(hours=7)))
    with RawServer(answer({"id": "1_2"})) as server:
        page = make_page(server.url)
        page.schedule(POST, hanoi)
        page.schedule(POST, AT + timedelta(microseconds=1))
    times = [int(heard.form["scheduled_publish_time"]) for heard in server.heard]
    assert times == [int(AT.timestamp()), int(AT.timestamp()) + 1]


def test_the_words_arrive_letter_by_letter() -> None:
    text = "Dòng một\r\n\r\nDòng hai & 100% <b> 🙂\ufe0f + é é \t"
    with RawServer(answer({"id": "1_2"})) as server:
        make_page(server.url).schedule(Post("k", text, AT), AT)
    assert server.heard[0].form["message"] == text


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_post_without_words_is_refused_before_anything_is_sent(text: str) -> None:
    with RawServer(answer({"id": "1_2"})) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.schedule(Post("k", text, AT), AT))
    assert (proof(trouble), server.heard) == (REJECT, [])


def test_the_longest_text_is_taken_and_one_more_letter_refused() -> None:
    with RawServer(answer({"id": "1_2"})) as server:
        page = make_page(server.url)
        page.schedule(Post("k", "🙂" * 63_206, AT), AT)
        trouble = caught(lambda: page.schedule(Post("k", "🙂" * 63_207, AT), AT))
    assert (proof(trouble), server.connections) == (REJECT, 1)
    assert trouble.sentence == (
        "Bài dài 63207 ký tự, Facebook chỉ nhận tối đa 63206; chưa gửi gì đi. Hãy sửa bài rồi "
        "trình duyệt lại."
    )


def test_publishing_flips_the_one_known_post() -> None:
    with RawServer(answer({"success": True})) as server:
        make_page(server.url).publish("1_2")
    [heard] = server.heard
    assert (heard.method, heard.target, heard.form) == (
        "POST",
        "/v25.0/1_2",
        {"is_published": "true"},
    )


def test_deleting_takes_the_one_known_post_away() -> None:
    with RawServer(answer({"success": True})) as server:
        make_page(server.url).delete("1_2")
    [heard] = server.heard
    assert (heard.method, heard.target, heard.body) == ("DELETE", "/v25.0/1_2", b"")


@pytest.mark.parametrize("remote_id", ["1_2/comments", "me", "", "../1"])
def test_a_strange_id_is_refused_before_anything_is_sent(remote_id: str) -> None:
    with RawServer(answer({"success": True})) as server:
        page = make_page(server.url)
        troubles = [
            caught(lambda: page.publish(remote_id)),
            caught(lambda: page.delete(remote_id)),
            caught(lambda: page.read(remote_id)),
        ]
    assert [proof(trouble) for trouble in troubles] == [(Delivery.NOT_SENT, Reaction.PERSON)] * 3
    assert server.heard == []


@pytest.mark.parametrize("hour", [int(AT.timestamp()), str(int(AT.timestamp())), AT.isoformat()])
def test_a_scheduled_post_is_read_with_its_hour_in_either_form(hour: object) -> None:
    entry = {
        "id": "1_2",
        "message": "Chào",
        "created_time": "2026-11-23T08:00:00+0000",
        "scheduled_publish_time": hour,
        "is_published": False,
        "permalink_url": "https://www.facebook.com/1_2",
    }
    with RawServer(answer(entry)) as server:
        post = make_page(server.url).read("1_2")
    assert post == RemotePost("1_2", "Chào", False, AT, NOW, "https://www.facebook.com/1_2")


@pytest.mark.parametrize(
    ("made_by", "app"),
    [
        ({"id": "77", "name": "Hà Bắc"}, "77"),
        ({}, None),
        (None, None),
        ("77", None),
        ({"id": 7}, None),
    ],
)
def test_a_post_names_the_app_that_made_it_or_none(made_by: object, app: str | None) -> None:
    with RawServer(answer({"id": "1_2", "application": made_by})) as server:
        post = make_page(server.url).read("1_2")
    assert post is not None
    assert post.app_id == app


@pytest.mark.parametrize(
    ("value", "public"), [(True, True), (False, False), (None, False), ("true", False), (1, False)]
)
def test_only_is_published_true_is_public(value: object, public: bool) -> None:
    with RawServer(answer({"id": "1_2", "is_published": value})) as server:
        post = make_page(server.url).read("1_2")
    assert post == RemotePost("1_2", "", public, None, None, None)


@pytest.mark.parametrize(("code", "subcode"), [(100, 33), (803, None)])
def test_a_post_that_facebook_does_not_know_reads_as_none(code: int, subcode: int | None) -> None:
    with RawServer(answer(error(code, subcode), status=400)) as server:
        assert make_page(server.url).read("1_2") is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {}),
        (400, error(100)),
        (400, error(190)),
        (400, error(10)),
        (500, error(100, 33)),
        (200, {}),
    ],
)
def test_anything_less_clear_never_reads_as_none(status: int, body: object) -> None:
    with RawServer(answer(body, status=status)) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.read("1_2"))
    assert trouble.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize("act", ["publish", "delete"])
def test_an_act_on_a_post_that_is_gone_says_so(act: str) -> None:
    with RawServer(answer(error(100, 33), status=400)) as server:
        page = make_page(server.url)
        trouble = caught(lambda: getattr(page, act)("1_2"))
    assert proof(trouble) == (Delivery.NOT_SENT, Reaction.GONE)


def test_a_snapshot_holds_both_lists() -> None:
    waiting = {"id": "1_2", "message": "a", "scheduled_publish_time": 1795521600}
    public = {"id": "1_3", "message": "b", "is_published": True}
    with RawServer(answer({"data": [waiting]}), answer({"data": [public]})) as server:
        snapshot = make_page(server.url).snapshot(NOW)
    assert snapshot == Snapshot(
        NOW,
        scheduled=(RemotePost("1_2", "a", False, AT, None, None),),
        published=(RemotePost("1_3", "b", True, None, None, None),),
    )


@pytest.mark.parametrize("page_id", ["", "habac24h", "1_2", "1/feed", "١"])
def test_a_page_id_that_is_none_stops_the_start(page_id: str) -> None:
    with pytest.raises(SettingsError) as trouble:
        make_page(None, page_id=page_id)
    assert trouble.value.sentence.startswith(f"PAGE_ID “{page_id}” không phải mã trang")


def test_plain_http_to_another_machine_stops_the_start() -> None:
    with pytest.raises(SettingsError) as trouble:
        make_page("http://graph.facebook.com")
    assert TOKEN not in trouble.value.sentence


def test_a_page_does_not_show_its_token() -> None:
    assert TOKEN not in repr(make_page(None)) + str(vars(make_page(None)))
