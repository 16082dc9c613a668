"""Lists of the practice page: their order, their cursors, their bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from practice_kit import (
    FEED,
    PAGE,
    START,
    TOKEN,
    Caller,
    caller,
    clock,
    fanpage,
)

from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


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
