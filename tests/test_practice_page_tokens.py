"""Who calls the practice page: tokens, scopes and proofs."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest
from practice_kit import (
    FEED,
    NAME,
    PAGE,
    START,
    TOKEN,
    Caller,
    caller,
    clock,
    fanpage,
    hidden_until,
    practice_page,
)

from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


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
