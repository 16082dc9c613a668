"""Faults of what the practice page does: swallowed, late, unlisted, altered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from practice_kit import (
    START,
    Caller,
    caller,
    clock,
    create,
    fanpage,
    stored,
)

from habac24h.channels.practice_page import Fault, PracticePage
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


def test_a_swallowed_create_has_an_id_that_leads_nowhere(
    fanpage: PracticePage, caller: Caller
) -> None:
    fanpage.faults.add(Fault("swallow", call="create"))
    reply = create(caller)
    assert (reply.status, list(reply.json)) == (200, ["id"])
    assert caller.get(f"/{reply.json['id']}").code == (400, 100, 33)
    assert (stored(fanpage), caller.ids("scheduled_posts")) == (0, [])
    assert create(caller).json != reply.json


@pytest.mark.parametrize("call", ["publish", "edit", "delete"])
def test_a_swallowed_change_says_success_and_changes_nothing(
    fanpage: PracticePage, caller: Caller, call: Any
) -> None:
    post = caller.schedule("Chào")
    before = fanpage.posts()
    fanpage.faults.add(Fault("swallow", call=call))
    forms = {"publish": {"is_published": "true"}, "edit": {"message": "Mới"}, "delete": None}
    reply = caller.call("DELETE" if call == "delete" else "POST", f"/{post}", forms[call])
    assert (reply.json, fanpage.posts()) == ({"success": True}, before)


def test_listing_lag_hides_a_new_post_for_some_looks(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("lag", call="create", looks=2))
    post = caller.schedule("Chào")
    looks = [caller.ids("scheduled_posts") for _ in range(3)]
    assert (looks, caller.get(f"/{post}").status) == ([[], [], [post]], 200)


def test_listing_lag_hides_a_new_post_for_some_seconds(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    fanpage.faults.add(Fault("lag", call="create", seconds=90))
    post = caller.publish("Chào")
    clock.advance(timedelta(seconds=89))
    assert caller.ids("feed") == []
    clock.advance(timedelta(seconds=1))
    assert caller.ids("feed") == [post]


def test_a_late_effect_comes_after_the_client_gave_up(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    fanpage.faults.add(Fault("reset", call="create", effect="late", minutes=30))
    with pytest.raises(ConnectionResetError):
        create(caller)
    clock.advance(timedelta(minutes=29))
    assert caller.ids("scheduled_posts") == []
    clock.advance(timedelta(minutes=1))
    (post,) = fanpage.posts()
    assert (caller.ids("scheduled_posts"), post.created_at) == (
        [post.id],
        START + timedelta(minutes=30),
    )


def test_a_late_effect_beyond_its_hour_is_public_from_its_creation(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    fanpage.faults.add(Fault("html", call="create", effect="late", minutes=90))
    create(caller)
    clock.advance(timedelta(days=1))
    (post,) = fanpage.posts()
    assert (post.created_at, post.public_at) == (
        START + timedelta(minutes=90),
        START + timedelta(minutes=90),
    )


def test_late_effects_and_due_posts_happen_in_the_order_of_time(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.schedule("Chào", timedelta(hours=1))
    fanpage.faults.add(Fault("error", code=1, call="delete", effect="late", minutes=90))
    fanpage.faults.add(Fault("error", code=1, call="edit", effect="late", minutes=30))
    caller.call("DELETE", f"/{post}")
    caller.post(f"/{post}", message="Sửa muộn")
    clock.advance(timedelta(days=1))
    (wall,) = fanpage.posts()
    assert (wall.message, wall.public_at, wall.deleted) == (
        "Sửa muộn",
        START + timedelta(hours=1),
        True,
    )


def test_a_late_effect_on_what_is_gone_is_dropped(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock
) -> None:
    post = caller.schedule("Chào")
    fanpage.faults.add(Fault("null", call="edit", effect="late", minutes=5))
    caller.post(f"/{post}", message="Sửa muộn")
    caller.call("DELETE", f"/{post}")
    clock.advance(timedelta(minutes=5))
    assert (fanpage.posts()[0].message, fanpage.posts()[0].deleted) == ("Chào", True)


def test_a_text_may_be_normalised(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("normalise", call="create"))
    create(caller, "  Dòng một \r\nDòng hai\u0323 \n\n")
    assert fanpage.posts()[0].message == "Dòng một\nDòng haị"
    create(caller, " giữ\r\nnguyên ")
    assert fanpage.posts()[1].message == " giữ\r\nnguyên "


@pytest.mark.parametrize("how", ["due", "flip"])
def test_the_id_may_change_on_publication(
    fanpage: PracticePage, caller: Caller, clock: VirtualClock, how: str
) -> None:
    fanpage.faults.add(Fault("new-id", call="create"))
    old = caller.schedule("Chào")
    assert caller.ids("scheduled_posts") == [old]
    if how == "due":
        clock.advance(timedelta(hours=1))
    else:
        caller.post(f"/{old}", is_published="true")
    (new,) = caller.ids("published_posts")
    assert (new == old, caller.get(f"/{old}").code) == (False, (400, 100, 33))
    assert [post.message for post in fanpage.posts()] == ["Chào"]
