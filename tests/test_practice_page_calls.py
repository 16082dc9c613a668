"""What every call to the practice page has in common, and its server."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from practice_kit import (
    FEED,
    PAGE,
    START,
    TOKEN,
    Caller,
    caller,
    clock,
    connected,
    fanpage,
    practice_page,
)

from habac24h.channels.practice_page import PageNotStarted, PracticePage
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


def test_a_duplicate_is_506_only_when_switched_on_and_recent(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    caller.publish("Chào bà con")
    assert caller.post(FEED, message="Chào bà con").status == 200
    fanpage.refuse_duplicates = True
    assert caller.post(FEED, message="Chào bà con ").code == (400, 506, 1455006)
    assert caller.post(FEED, message="Chào bà con!").status == 200
    clock.advance(timedelta(hours=25))
    assert caller.post(FEED, message="Chào bà con").status == 200


def test_every_answer_carries_the_version_usage_and_trace_headers(caller: Caller) -> None:
    for reply in (caller.get("/v25.0/me"), caller.get("/v25.0/77")):
        assert reply.headers["facebook-api-version"] == "v25.0"
        assert reply.headers["content-type"] == "application/json; charset=UTF-8"
        assert json.loads(reply.headers["x-app-usage"])["call_count"] == 1
        (usage,) = json.loads(reply.headers["x-business-use-case-usage"])[PAGE]
        assert (usage["type"], usage["estimated_time_to_regain_access"]) == ("pages", 0)
        assert reply.headers["x-fb-trace-id"].startswith("A")
        assert reply.headers["date"] == "Sun, 15 Nov 2026 12:00:00 GMT"


def test_an_expired_version_is_served_by_the_oldest_living_one(caller: Caller) -> None:
    assert caller.get("/v2.8/me").headers["facebook-api-version"] == "v23.0"
    assert caller.get("/me").headers["facebook-api-version"] == "v23.0"
    assert caller.get("/v99.0/me").code == (400, 2500, None)


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", f"/v25.0/{PAGE}/photos", (400, 100, None)),
        ("POST", f"/v25.0/{PAGE}/videos", (400, 100, 33)),
        ("GET", f"/v25.0/{PAGE}/feed/more", (400, 2500, None)),
        ("GET", "/v25.0/", (400, 2500, None)),
        ("GET", "/v25.0/77", (400, 100, 33)),
        ("DELETE", f"/v25.0/{PAGE}", (400, 100, 33)),
    ],
)
def test_what_the_table_of_edges_lacks_is_refused(
    caller: Caller, method: str, path: str, code: tuple[int, int, int | None]
) -> None:
    assert caller.call(method, path).code == code


def test_a_json_body_is_read_like_a_form(fanpage: PracticePage, caller: Caller) -> None:
    plain = {"message": "Chào", "published": False, "scheduled_publish_time": 1794834000}
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    with connected(fanpage) as connection:
        connection.request("POST", FEED, json.dumps(plain), headers)
        assert connection.getresponse().status == 200
    assert fanpage.posts()[0].scheduled_at == datetime.fromtimestamp(1794834000, UTC)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json"])
def test_a_body_that_is_not_understood_is_100(caller: Caller, kind: str) -> None:
    reply = caller.call("POST", FEED, {"message": "Chào"}, {"Content-Type": kind})
    assert reply.code == (400, 100, None)


def test_a_body_that_is_too_large_is_413(caller: Caller) -> None:
    headers = {"Content-Length": str(13 * 1024 * 1024)}
    with connected(caller.page) as connection:
        connection.request("POST", FEED, headers=headers)
        assert connection.getresponse().status == 413


def test_a_deletion_may_be_spoken_as_a_post(caller: Caller) -> None:
    post = caller.publish("Chào")
    assert caller.post(f"/{post}", method="DELETE").json == {"success": True}
    assert caller.ids("feed") == []


def test_one_connection_serves_many_calls(fanpage: PracticePage) -> None:
    with connected(fanpage) as connection:
        for _ in range(3):
            connection.request("GET", "/me", headers={"Authorization": f"Bearer {TOKEN}"})
            assert (
                connection.getresponse().read() == b'{"name":"H\\u00e0 B\\u1eafc 24h","id":"1024"}'
            )


def test_the_log_shows_each_request_as_it_came(fanpage: PracticePage, caller: Caller) -> None:
    caller.post(FEED, message="Chào")
    caller.get("/v25.0/me", fields="id")
    create, read = fanpage.requests
    assert (create.method, create.path, create.call) == ("POST", FEED, "create")
    assert (create.form, create.at) == ({"message": "Chào"}, START)
    assert (read.path, read.call) == ("/v25.0/me?fields=id", "identity")
    assert read.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_page_that_never_started_has_no_address(clock: VirtualClock) -> None:
    fanpage = practice_page(clock)
    with pytest.raises(PageNotStarted):
        _ = fanpage.url


def test_a_stopped_page_refuses_connections_and_starts_again_at_its_place(
    fanpage: PracticePage, caller: Caller
) -> None:
    post, place = caller.publish("Chào"), fanpage.url
    fanpage.stop()
    with pytest.raises(ConnectionRefusedError):
        caller.get("/me")
    assert [wall.id for wall in fanpage.posts()] == [post]
    fanpage.start()
    assert (fanpage.url, caller.ids("feed")) == (place, [post])


def test_another_host_name_or_origin_gets_no_answer(caller: Caller) -> None:
    assert caller.call("GET", "/me", headers={"Host": "ke-xau.vn"}).status == 421
    assert caller.call("GET", "/", headers={"Origin": "http://ke-xau.vn"}).status == 421
