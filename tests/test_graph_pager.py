"""A list comes whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from graph_kit import NOT_SENT, NOW, caught, make_page, proof
from raw_server import Line, RawServer, Script, answer, error

from habac24h.channels.graph import pager

EMPTY = answer({"data": []})


def entries(*numbers: int) -> list[dict[str, object]]:
    return [{"id": f"1_{n}", "message": str(n), "is_published": False} for n in numbers]


def leaf(data: Iterable[Any], after: object = None, *, more: bool = False) -> Script:
    """One page of a list, with its cursor, and with a `next` when there is more."""
    paging: dict[str, object] = {"cursors": {"before": "b", "after": after}} if after else {}
    if more:
        paging["next"] = "https://graph.facebook.com/v25.0/1/scheduled_posts?access_token=leak"
    return answer({"data": list(data), "paging": paging})


def scheduled(*scripts: Script) -> tuple[list[str], list[str | None]]:
    """The ids of the scheduled list that these pages make, and the cursors that were asked for."""
    with RawServer(*scripts, EMPTY) as server:
        snapshot = make_page(server.url).snapshot(NOW)
        asked = [h.query.get("after") for h in server.heard if h.path.endswith("scheduled_posts")]
    return [post.remote_id for post in snapshot.scheduled], asked


def test_cursors_are_followed_to_the_end() -> None:
    pages = [leaf(entries(1, 2), "A", more=True), leaf(entries(3), "B", more=True), leaf([])]
    assert scheduled(*pages) == (["1_1", "1_2", "1_3"], [None, "A", "B"])


def test_a_last_page_has_a_cursor_but_no_next() -> None:
    assert scheduled(leaf(entries(1), "A"), EMPTY) == (["1_1"], [None])


def test_a_full_page_without_next_is_looked_behind() -> None:
    full = entries(*range(100))
    ids, asked = scheduled(leaf(full, "A"), leaf(entries(100), "B"))
    assert (ids, asked) == ([f"1_{n}" for n in range(101)], [None, "A"])
    assert scheduled(leaf(full, "A"), leaf([])) == ([f"1_{n}" for n in range(100)], [None, "A"])


def test_an_empty_page_in_the_middle_does_not_end_the_list() -> None:
    pages = [leaf([], "A", more=True), leaf(entries(2))]
    assert scheduled(*pages) == (["1_2"], [None, "A"])


def test_an_entry_that_comes_twice_counts_once() -> None:
    pages = [leaf(entries(1, 2), "A", more=True), leaf(entries(2, 3))]
    assert scheduled(*pages) == (["1_1", "1_2", "1_3"], [None, "A"])


def test_a_hundred_entries_are_asked_for_at_a_time_and_no_more_fields_than_needed() -> None:
    with RawServer(EMPTY) as server:
        make_page(server.url).snapshot(NOW)
    fields = (
        "id,message,created_time,scheduled_publish_time,is_published,permalink_url,"
        "attachments{media_type,target,subattachments.limit(20)},application{id}"
    )
    assert [(heard.path, heard.query) for heard in server.heard] == [
        ("/v25.0/1/scheduled_posts", {"limit": "100", "fields": fields}),
        (
            "/v25.0/1/published_posts",
            {"limit": "100", "fields": fields, "since": str(int(NOW.timestamp()))},
        ),
    ]


def reset(line: Line) -> None:
    line.reset()


FIRST = leaf(entries(1), "A", more=True)
BROKEN: dict[str, list[Script]] = {
    "a cursor that comes again": [FIRST, leaf(entries(2), "A", more=True)],
    "more to come without a cursor": [leaf(entries(1), more=True)],
    "a cursor that is a number": [leaf(entries(1), 5, more=True)],
    "an entry that is none": [leaf(["1_2"])],
    "an entry without an id": [leaf([{"message": "x"}])],
    "an entry with a wrong id": [leaf([{"id": "1_2/comments"}])],
    "an entry whose time is none": [leaf([{"id": "1_2", "created_time": "yesterday"}])],
    "an entry whose words are none": [leaf([{"id": "1_2", "message": 7}])],
    "paging that is a list": [answer({"data": [], "paging": [1]})],
    "cursors that are a list": [answer({"data": [], "paging": {"cursors": [1]}})],
    "no data": [answer({"paging": {}})],
    "data that is an object": [answer({"data": {}})],
    "a reset on the second page": [FIRST, reset],
    "a server error on the second page": [FIRST, answer({"data": []}, status=502)],
    "a code 1 on the second page": [FIRST, answer(error(1), status=400)],
    "HTML on the second page": [FIRST, answer(raw=b"<html>", label="text/html")],
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_incomplete_list_is_never_returned(name: str) -> None:
    with RawServer(*BROKEN[name], EMPTY) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.snapshot(NOW))
    assert proof(trouble) == NOT_SENT


def test_a_list_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pager, "MOST_PAGES", 3)
    pages = [leaf(entries(n), str(n), more=True) for n in range(4)]
    with RawServer(*pages) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.snapshot(NOW))
    assert (proof(trouble), server.connections) == (NOT_SENT, 3)


def test_two_hundred_pages_are_the_limit() -> None:
    assert (pager.MOST_PAGES, pager.PAGE_SIZE) == (200, 100)
