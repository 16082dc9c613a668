"""Faults of the practice page's answers: codes, silence, torn and crooked replies."""

from __future__ import annotations

import http.client
import json
import threading
from typing import Any

import pytest
from practice_kit import (
    FEED,
    PAGE,
    TOKEN,
    Caller,
    caller,
    connected,
    create,
    fanpage,
    stored,
)

from habac24h.channels.practice_page import Fault, PracticePage

__all__ = ["caller", "fanpage"]


@pytest.mark.parametrize(
    ("code", "subcode", "status"),
    [(1, None, 500), (2, None, 500), (4, None, 403), (190, 460, 400), (368, 1390008, 403)],
)
@pytest.mark.parametrize("effect", ["none", "applied"])
def test_any_error_code_comes_with_or_without_its_effect(
    fanpage: PracticePage, caller: Caller, code: int, subcode: int | None, status: int, effect: Any
) -> None:
    fanpage.faults.add(Fault("error", call="create", code=code, subcode=subcode, effect=effect))
    assert create(caller).code == (status, code, subcode)
    assert stored(fanpage) == (1 if effect == "applied" else 0)
    assert create(caller).status == 200


def test_a_rate_limit_names_its_waiting_time_in_the_header(
    fanpage: PracticePage, caller: Caller
) -> None:
    fanpage.faults.add(Fault("error", code=80001, minutes=17, status=400))
    reply = create(caller)
    (usage,) = json.loads(reply.headers["x-business-use-case-usage"])[PAGE]
    assert (reply.status, usage["estimated_time_to_regain_access"]) == (400, 17)
    assert json.loads(reply.headers["x-app-usage"])["call_count"] == 100


@pytest.mark.parametrize("effect", ["none", "applied"])
@pytest.mark.parametrize(
    ("kind", "status", "content_type", "body"),
    [
        ("empty", 200, "application/json; charset=UTF-8", b""),
        ("null", 200, "application/json; charset=UTF-8", b"null"),
        ("false", 200, "application/json; charset=UTF-8", b"false"),
        ("empty-object", 200, "application/json; charset=UTF-8", b"{}"),
        ("empty-error", 200, "application/json; charset=UTF-8", b'{"error":{}}'),
        (
            "plain-500",
            500,
            "application/json; charset=UTF-8",
            b'{"message":"Internal Server Error"}',
        ),
        ("no-content", 204, None, b""),
    ],
)
def test_answers_that_say_nothing(
    fanpage: PracticePage,
    caller: Caller,
    effect: Any,
    kind: Any,
    status: int,
    content_type: str | None,
    body: bytes,
) -> None:
    fanpage.faults.add(Fault(kind, call="create", effect=effect))
    reply = create(caller)
    assert (reply.status, reply.headers.get("content-type")) == (status, content_type)
    assert (reply.body, stored(fanpage)) == (body, 1 if effect == "applied" else 0)


def test_html_comes_from_somebody_in_between(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("html", status=502))
    reply = create(caller)
    assert (reply.status, reply.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert reply.body.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(("effect", "count"), [("none", 0), ("applied", 1)])
def test_a_reset_tears_the_connection_down(
    fanpage: PracticePage, caller: Caller, effect: Any, count: int
) -> None:
    fanpage.faults.add(Fault("reset", call="create", effect=effect))
    with pytest.raises(ConnectionResetError):
        create(caller)
    assert stored(fanpage) == count


def test_a_hanging_call_ends_at_the_callers_patience(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("hang", call="create", effect="applied"))
    with pytest.raises(TimeoutError):
        create(caller, timeout=0.2)
    assert stored(fanpage) == 1


@pytest.mark.parametrize("ends", ["release", "stop", "seconds"])
def test_a_hanging_call_ends_by_release_stop_or_time_without_an_answer(
    fanpage: PracticePage, caller: Caller, ends: str
) -> None:
    fanpage.faults.add(Fault("hang", call="create", seconds=0.05 if ends == "seconds" else None))
    seen: list[type[BaseException]] = []

    def wait() -> None:
        try:
            create(caller)
        except (http.client.HTTPException, ConnectionError) as error:
            seen.append(type(error))

    thread = threading.Thread(target=wait)
    thread.start()
    if ends != "seconds":
        assert fanpage.faults.wait_for_hanging(1, timeout=5)
        assert thread.is_alive()
    if ends == "release":
        fanpage.faults.release()
    if ends == "stop":
        fanpage.stop()
    thread.join(timeout=5)
    assert (thread.is_alive(), len(seen), stored(fanpage)) == (False, 1, 0)


def test_truncated_json_has_an_honest_length(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("truncated", call="create"))
    reply = create(caller)
    assert (reply.status, stored(fanpage)) == (200, 1)
    with pytest.raises(json.JSONDecodeError):
        _ = reply.json


def test_a_cut_off_body_is_shorter_than_it_said(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("cut-off", call="create"))
    with pytest.raises(http.client.IncompleteRead):
        create(caller)
    assert stored(fanpage) == 1


def test_a_drip_sends_the_true_answer_byte_by_byte(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("drip", call="create", seconds=0.001))
    assert create(caller).json == {"id": fanpage.posts()[0].id}


def test_a_drip_outlasts_a_read_timeout_and_ends_by_release(
    fanpage: PracticePage, caller: Caller
) -> None:
    fanpage.faults.add(Fault("drip", call="create", seconds=600))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with connected(fanpage) as connection:
        connection.request("POST", FEED + "?message=a", headers=headers)
        response = connection.getresponse()
        assert response.status == 200
        fanpage.faults.release()
        assert json.loads(response.read()) == {"id": fanpage.posts()[0].id}


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_leads_to_a_place_that_logs_who_follows(
    fanpage: PracticePage, caller: Caller, status: int
) -> None:
    fanpage.faults.add(Fault("redirect", call="create", status=status))
    reply = create(caller)
    assert (reply.status, reply.body, stored(fanpage)) == (status, b"", 0)
    assert reply.headers["location"] == f"{fanpage.url}/_chay-thu/noi-khac"
    caller.get("/_chay-thu/noi-khac")
    assert [request.path for request in fanpage.requests] == [FEED, "/_chay-thu/noi-khac"]


def test_a_redirect_may_lead_anywhere(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("redirect", location="https://khac.vn/"))
    assert create(caller).headers["location"] == "https://khac.vn/"


def test_json_can_be_labelled_javascript(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("javascript", call="create", code=190, subcode=460))
    fanpage.faults.add(Fault("javascript", call="create"))
    error, fine = create(caller), create(caller)
    assert error.headers["content-type"] == "text/javascript; charset=UTF-8"
    assert error.code == (400, 190, 460)
    assert fine.headers["content-type"] == "text/javascript; charset=UTF-8"
    assert (fine.json, stored(fanpage)) == ({"id": fanpage.posts()[0].id}, 1)


def test_the_content_type_can_be_absent(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("no-type", call="read"))
    post = caller.publish("Chào")
    reply = caller.get(f"/{post}")
    assert (reply.headers.get("content-type"), reply.json["message"]) == (None, "Chào")


def test_a_quiet_close_ends_the_connection_without_a_word(fanpage: PracticePage) -> None:
    fanpage.faults.add(Fault("quiet-close", call="identity"))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with connected(fanpage) as connection:
        connection.request("GET", "/me", headers=headers)
        response = connection.getresponse()
        assert (response.read() != b"", response.getheader("connection")) == (True, None)
        assert connection.sock is not None
        assert connection.sock.recv(1) == b""
