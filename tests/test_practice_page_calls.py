"""The practice page's Graph dialect: every path, its answers and its refusals."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from practice_kit import NAME, PAGE, START, TOKEN, Caller, connected, hidden_until, practice_page

from habac24h.channels.practice_page import PageNotStarted, PracticePage
from habac24h.clock import VirtualClock

FEED = f"/v25.0/{PAGE}/feed"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
def fanpage(clock: VirtualClock) -> Iterator[PracticePage]:
    with practice_page(clock) as started:
        yield started


@pytest.fixture
def caller(fanpage: PracticePage) -> Caller:
    return Caller(fanpage)


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


def test_lists_hold_what_they_name_in_their_order(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    fanpage.add_token("nguoi-dan", kind="USER", profile_id="55")
    first = caller.publish("Một")
    clock.advance(timedelta(seconds=5))
    visitor = Caller(fanpage, "nguoi-dan").publish("Hỏi xã")
    second = caller.publish("Hai")
    late, soon = caller.schedule("Muộn", timedelta(hours=3)), caller.schedule("Sớm")
    caller.post(FEED, message="Nháp", published="false")
    assert caller.ids("published_posts") == [second, first]
    assert caller.ids("feed") == [second, visitor, first]
    assert caller.ids("scheduled_posts") == [soon, late]


@pytest.mark.parametrize("edge", ["scheduled_posts", "published_posts", "feed"])
def test_cursors_lead_through_a_whole_list_once(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock, edge: str
) -> None:
    make = caller.schedule if edge == "scheduled_posts" else caller.publish
    for number in range(7):
        make(f"Bài {number}")
        clock.advance(timedelta(milliseconds=400))
    found: list[str] = []
    after: dict[str, str] = {}
    sizes = []
    while True:
        reply = caller.get(f"/v25.0/{PAGE}/{edge}", limit="3", **after).json
        sizes.append(len(reply["data"]))
        found += [post["id"] for post in reply["data"]]
        if not reply["data"]:
            break
        assert ("next" in reply["paging"]) == (len(found) < 7)
        after = {"after": reply["paging"]["cursors"]["after"]}
    assert (sizes, sorted(found)) == ([3, 3, 1, 0], sorted(post.id for post in fanpage.posts()))


def test_a_cursor_survives_the_deletion_of_its_post(caller: Caller) -> None:
    posts = [caller.schedule(f"Bài {n}", timedelta(hours=n + 1)) for n in range(4)]
    reply = caller.get(f"/{PAGE}/scheduled_posts", limit="2").json
    caller.call("DELETE", f"/{posts[1]}")
    assert caller.ids("scheduled_posts", after=reply["paging"]["cursors"]["after"]) == posts[2:]


def test_the_next_address_holds_the_token_only_when_the_caller_url_did(
    fanpage: PracticePage, caller: Caller
) -> None:
    for number in range(2):
        caller.publish(f"Bài {number}")
    by_header = caller.get(f"/v25.0/{PAGE}/feed", limit="1").json["paging"]["next"]
    assert by_header.startswith(f"{fanpage.url}/v25.0/{PAGE}/feed?limit=1&after=")
    assert TOKEN not in by_header
    open_call = Caller(fanpage, None).get(f"/v25.0/{PAGE}/feed", limit="1", access_token=TOKEN).json
    rest = open_call["paging"]["next"].removeprefix(fanpage.url)
    (last,) = Caller(fanpage, None).get(rest).json["data"]
    assert last["message"] == "Bài 0"


@pytest.mark.parametrize(
    "params", [{"limit": "101"}, {"limit": "0"}, {"limit": "x"}, {"after": "b"}, {"since": "qua"}]
)
def test_wrong_list_parameters_are_100(caller: Caller, params: dict[str, str]) -> None:
    assert caller.get(f"/v25.0/{PAGE}/published_posts", **params).code == (400, 100, None)


def test_since_and_until_bound_published_posts_by_the_second(
    caller: Caller, clock: VirtualClock
) -> None:
    posts = []
    for number in range(3):
        posts.append(caller.publish(f"Bài {number}"))
        clock.advance(timedelta(minutes=1))
    middle = str(int(START.timestamp()) + 60)
    assert caller.ids("published_posts", since=middle, until=middle) == [posts[1]]
    assert caller.ids("published_posts", since=middle) == [posts[2], posts[1]]


def test_me_is_whoever_calls(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.add_token("nguoi", kind="USER", profile_id="55")
    assert caller.get("/v25.0/me").json == {"name": NAME, "id": PAGE}
    assert Caller(fanpage, "nguoi").get("/me", fields="id").json == {"id": "55"}
    assert Caller(fanpage, "nguoi").get("/me", fields="email").code == (400, 100, None)


def test_the_page_shows_name_category_and_followers(fanpage: PracticePage, caller: Caller) -> None:
    fields = "name,category,fan_count,followers_count,link"
    assert caller.get(f"/v25.0/{PAGE}", fields=fields).json == {
        "id": PAGE,
        "name": NAME,
        "category": "Government Organization",
        "fan_count": 0,
        "followers_count": 0,
        "link": f"{fanpage.url}/",
    }
    assert caller.get(f"/{PAGE}", fields="colour").code == (400, 100, None)


def test_a_user_finds_the_page_and_its_token_in_me_accounts(fanpage: PracticePage) -> None:
    fanpage.add_token("nguoi", kind="USER", profile_id="55")
    fanpage.add_token("nguoi-it", kind="USER", profile_id="56", scopes=("public_profile",))
    (account,) = Caller(fanpage, "nguoi").get("/v25.0/me/accounts").json["data"]
    assert (account["id"], account["name"], account["access_token"]) == (PAGE, NAME, TOKEN)
    assert Caller(fanpage, "nguoi-it").get("/me/accounts").json == {"data": []}
    assert Caller(fanpage).get("/me/accounts").code == (400, 100, None)


def test_a_user_token_makes_a_visitor_post_and_may_do_no_more(
    fanpage: PracticePage, caller: Caller
) -> None:
    fanpage.add_token("nguoi", kind="USER", profile_id="55")
    user = Caller(fanpage, "nguoi")
    hidden = user.call("POST", FEED, hidden_until(START + timedelta(hours=1), "Hẹn"))
    assert hidden.code == (403, 200, None)
    post = user.publish("Hỏi xã")
    assert [(wall.id, wall.author) for wall in fanpage.posts()] == [(post, "visitor")]
    assert user.call("DELETE", f"/{post}").code == (403, 210, None)
    assert user.get(f"/{PAGE}/scheduled_posts").code == (403, 210, None)


def test_a_token_of_another_page_or_without_the_scope_is_refused(fanpage: PracticePage) -> None:
    fanpage.add_token("khac", kind="PAGE", profile_id="2048")
    fanpage.add_token("doc", kind="PAGE", profile_id=PAGE, scopes=("pages_read_engagement",))
    fanpage.add_token("ghi", kind="PAGE", profile_id=PAGE, scopes=("pages_manage_posts",))
    assert Caller(fanpage, "khac").post(FEED, message="Chào").code == (403, 200, None)
    assert Caller(fanpage, "doc").post(FEED, message="Chào").code == (403, 200, None)
    assert Caller(fanpage, "doc").get(f"/{PAGE}/feed").json == {"data": []}
    assert Caller(fanpage, "ghi").get(f"/{PAGE}/feed").code == (403, 10, None)
    assert fanpage.posts() == ()


def test_no_token_and_a_wrong_token_are_190_with_the_whole_body(fanpage: PracticePage) -> None:
    missing, wrong = Caller(fanpage, None).get("/me"), Caller(fanpage, "sai").get("/me")
    assert (missing.code, wrong.code) == ((400, 190, None), (401, 190, None))
    assert wrong.json["error"] == {
        "message": "Invalid OAuth access token - Cannot parse access token",
        "type": "OAuthException",
        "code": 190,
        "is_transient": False,
        "fbtrace_id": wrong.headers["x-fb-trace-id"],
    }


@pytest.mark.parametrize("subcode", [458, 460, 463, 467])
def test_a_token_that_dies_answers_190_with_its_subcode(
    fanpage: PracticePage, caller: Caller, subcode: int
) -> None:
    fanpage.add_token(TOKEN, kind="PAGE", profile_id=PAGE, valid=False, subcode=subcode)
    assert caller.post(FEED, message="Chào").code == (400, 190, subcode)
    assert [request.call for request in fanpage.requests] == ["create"]


def test_a_token_expires_on_the_page_clock(fanpage: PracticePage, clock: VirtualClock) -> None:
    fanpage.add_token("ngan", kind="USER", profile_id="5", expires_at=START + timedelta(hours=1))
    assert Caller(fanpage, "ngan").get("/me").status == 200
    clock.advance(timedelta(hours=1))
    assert Caller(fanpage, "ngan").get("/me").code == (400, 190, 463)


def test_a_token_is_taken_from_header_query_or_form(fanpage: PracticePage) -> None:
    open_caller = Caller(fanpage, None)
    assert open_caller.get("/me", access_token=TOKEN).status == 200
    assert open_caller.post(FEED, message="Chào", access_token=TOKEN).status == 200


@pytest.mark.parametrize("in_form", [False, True])
def test_debug_token_describes_a_page_token(caller: Caller, in_form: bool) -> None:
    if in_form:
        reply = caller.post("/v25.0/debug_token", method="GET", input_token=TOKEN)
    else:
        reply = caller.get("/v25.0/debug_token", input_token=TOKEN)
    assert reply.json["data"] == {
        "app_id": "990000000000024",
        "type": "PAGE",
        "application": "Hà Bắc 24h (chạy thử)",
        "data_access_expires_at": 0,
        "expires_at": 0,
        "is_valid": True,
        "scopes": [
            "pages_show_list",
            "pages_read_engagement",
            "pages_manage_posts",
            "public_profile",
        ],
        "profile_id": PAGE,
    }


def test_debug_token_describes_user_dead_and_unknown_tokens(
    fanpage: PracticePage, caller: Caller
) -> None:
    until = START + timedelta(days=60)
    fanpage.add_token("nguoi", kind="USER", profile_id="55", expires_at=until)
    fanpage.add_token("chet", kind="PAGE", profile_id=PAGE, valid=False, subcode=460)
    user = caller.get("/debug_token", input_token="nguoi").json["data"]
    dead = caller.get("/debug_token", input_token="chet").json["data"]
    unknown = caller.get("/debug_token", input_token="la").json["data"]
    assert (user["type"], user["user_id"], user["expires_at"]) == (
        "USER",
        "55",
        int(until.timestamp()),
    )
    assert (dead["is_valid"], dead["error"]["code"], dead["error"]["subcode"]) == (False, 190, 460)
    assert (unknown["is_valid"], unknown["error"]["code"], unknown["scopes"]) == (False, 190, [])


def test_with_an_app_secret_every_call_needs_its_proof(clock: VirtualClock) -> None:
    with practice_page(clock, app_secret="bi-mat") as fanpage:
        caller = Caller(fanpage)
        good = hmac.new(b"bi-mat", TOKEN.encode(), hashlib.sha256).hexdigest()
        assert caller.get("/me").code == (400, 100, None)
        assert caller.get("/me", appsecret_proof="0" * 64).code == (400, 100, None)
        assert caller.get("/me", appsecret_proof=good).status == 200


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
