"""The unmodified facebook-sdk against the practice page: the dialect fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import facebook
import pytest
from practice_kit import NAME, PAGE, START, TOKEN, clock, fanpage

from habac24h.channels.practice_page import PracticePage
from habac24h.clock import VirtualClock

__all__ = ["clock", "fanpage"]


@pytest.fixture
def graph(fanpage: PracticePage, monkeypatch: pytest.MonkeyPatch) -> Iterator[facebook.GraphAPI]:
    monkeypatch.setattr(facebook, "FACEBOOK_GRAPH_URL", f"{fanpage.url}/")
    api = facebook.GraphAPI(access_token=TOKEN)
    api.version = "v25.0"
    yield api
    api.session.close()


def test_the_sdk_schedules_reads_edits_lists_and_deletes(
    fanpage: PracticePage, graph: facebook.GraphAPI, clock: VirtualClock
) -> None:
    hour = int((START + timedelta(hours=1)).timestamp())
    made = graph.put_object(
        PAGE, "feed", message="Chào bà con", published="false", scheduled_publish_time=hour
    )
    post = made["id"]
    read = graph.get_object(post, fields="message,scheduled_publish_time,is_published")
    assert read == {
        "id": post,
        "message": "Chào bà con",
        "scheduled_publish_time": hour,
        "is_published": False,
    }
    changed = graph.request(f"v25.0/{post}", post_args={"message": "Sửa", "is_published": "true"})
    assert changed == {"success": True}
    listed = list(graph.get_all_connections(PAGE, "published_posts", fields="message", limit=1))
    assert listed == [{"message": "Sửa", "id": post}]
    assert graph.delete_object(post) == {"success": True}
    assert fanpage.posts()[0].deleted is True


def test_the_sdk_pages_through_a_list(fanpage: PracticePage, graph: facebook.GraphAPI) -> None:
    for number in range(3):
        graph.put_object(PAGE, "feed", message=f"Bài {number}")
    posts = graph.get_all_connections(PAGE, "feed", fields="message", limit=2)
    assert [post["message"] for post in posts] == ["Bài 2", "Bài 1", "Bài 0"]


def test_the_sdk_raises_graph_errors_with_their_code(graph: facebook.GraphAPI) -> None:
    with pytest.raises(facebook.GraphAPIError) as error:
        graph.put_object(PAGE, "feed", message="")
    assert (error.value.code, error.value.message) == (100, "Invalid parameter")
    assert error.value.result["error"]["error_subcode"] == 1349125


def test_the_sdk_reads_version_identity_and_tokens(
    fanpage: PracticePage, graph: facebook.GraphAPI
) -> None:
    fanpage.add_token("990000000000024|bi-mat", kind="APP", profile_id="990000000000024")
    described = graph.debug_access_token(TOKEN, "990000000000024", "bi-mat")["data"]
    assert (described["type"], described["profile_id"], described["is_valid"]) == (
        "PAGE",
        PAGE,
        True,
    )
    assert (graph.get_version(), graph.get_object("me")) == ("25.0", {"name": NAME, "id": PAGE})


def test_the_log_shows_where_the_bare_sdk_puts_its_token(
    fanpage: PracticePage, graph: facebook.GraphAPI
) -> None:
    graph.get_object("me")
    assert fanpage.requests[0].path == f"/v25.0/me?access_token={TOKEN}"
