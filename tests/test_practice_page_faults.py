"""Every fault of the practice page: what the caller gets, and what becomes of the write."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from practice_kit import PAGE, START, TOKEN, Caller, Reply, connected, hidden_until, practice_page

from habac24h.channels.practice_page import Fault, FaultError, FaultPlan, PracticePage
from habac24h.channels.practice_page.faults import MENU
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


def create(caller: Caller, message: str = "Chào", timeout: float = 10) -> Reply:
    form = hidden_until(caller.now() + timedelta(hours=1), message)
    return caller.call("POST", FEED, form, timeout=timeout)


def stored(fanpage: PracticePage) -> int:
    return len(fanpage.posts())


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


def test_a_fault_strikes_only_its_call_and_its_times(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("error", code=1, call="list", times=2))
    assert create(caller).status == 200
    statuses = [caller.get(f"/{PAGE}/feed").status for _ in range(3)]
    assert (statuses, fanpage.faults.armed) == ([500, 500, 200], ())


def test_calls_are_told_apart(fanpage: PracticePage, caller: Caller) -> None:
    post = caller.schedule("Chào")
    caller.get(f"/{post}")
    caller.post(f"/{post}", message="Sửa", is_published="false")
    caller.post(f"/{post}", is_published="True")
    caller.get(f"/{PAGE}/feed")
    caller.get("/debug_token", input_token=TOKEN)
    caller.get(f"/{PAGE}")
    caller.call("DELETE", f"/{post}")
    caller.get("/")
    assert [request.call for request in fanpage.requests] == [
        "create",
        "read",
        "edit",
        "publish",
        "list",
        "debug",
        "identity",
        "delete",
        None,
    ]


def test_a_fault_may_be_narrowed_by_a_predicate(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("null", when=lambda request: request.form.get("message") == "Hai"))
    bodies = [create(caller, word).body == b"null" for word in ("Một", "Hai", "Hai")]
    assert bodies == [False, True, False]


def test_probability_is_repeatable_by_its_seed(clock: VirtualClock) -> None:
    def statuses(seed: int) -> list[int]:
        with practice_page(clock) as fanpage:
            fault = Fault("error", code=1, times=None, probability=0.5, seed=seed)
            fanpage.faults.add(fault)
            return [Caller(fanpage).get("/me").status for _ in range(20)]

    first = statuses(1)
    assert (first == statuses(1), first == statuses(2)) == (True, False)
    assert set(first) == {200, 500}


def test_a_plan_is_repeatable_by_its_seed_and_keeps_its_rate(clock: VirtualClock) -> None:
    def struck(seed: int, rate: float) -> tuple[Fault, ...]:
        with practice_page(clock) as fanpage:
            fanpage.faults.follow(FaultPlan(seed=seed, rate=rate))
            for number in range(40):
                try:
                    create(Caller(fanpage), f"Bài {number}")
                except (OSError, http.client.HTTPException):
                    continue
            return fanpage.faults.struck

    first = struck(7, 0.5)
    assert (first == struck(7, 0.5), first == struck(8, 0.5)) == (True, False)
    assert 10 <= len(first) <= 30
    assert (struck(7, 0.0), len(struck(7, 1.0))) == ((), 40)


def test_the_menu_of_a_plan_never_hangs_and_needs_no_person() -> None:
    assert {fault.kind for fault in MENU} & {"hang", "drip"} == set()
    assert {fault.code for fault in MENU} == {None, 1, 2, 4}


def test_added_faults_go_before_the_plan(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.follow(FaultPlan(seed=1, rate=1.0, menu=(Fault("null"),)))
    fanpage.faults.add(Fault("false"))
    assert [create(caller).body for _ in range(2)] == [b"false", b"null"]
    fanpage.faults.clear()
    assert create(caller).status == 200


def test_faults_leave_refused_calls_alone(fanpage: PracticePage, caller: Caller) -> None:
    fanpage.faults.add(Fault("null"))
    assert Caller(fanpage, "sai").get("/me").status == 401
    assert caller.get("/v25.0/77").status == 400
    assert fanpage.faults.struck == ()


def test_an_invalid_write_is_still_refused_under_a_bend(
    fanpage: PracticePage, caller: Caller
) -> None:
    fanpage.faults.add(Fault("lag", looks=1))
    assert caller.post(FEED, message="").code == (400, 100, 1349125)


def test_faults_are_switched_by_hand_without_a_token(fanpage: PracticePage) -> None:
    hand = Caller(fanpage, None)

    def send(method: str, plain: object = None) -> Reply:
        body = None if plain is None else json.dumps(plain)
        with connected(fanpage) as connection:
            kind = {"Content-Type": "application/json"}
            connection.request(method, "/_chay-thu/faults", body, kind)
            response = connection.getresponse()
            return Reply(response.status, {}, response.read())

    added = send("POST", {"kind": "error", "call": "create", "code": 4, "times": None})
    assert [fault["code"] for fault in added.json["armed"]] == [4]
    assert create(Caller(fanpage)).code == (403, 4, None)
    assert send("POST", {"seed": 7, "rate": 0.25}).json["plan"] == {"seed": 7, "rate": 0.25}
    assert hand.get("/_chay-thu/faults").json["struck"] == ["error"]
    assert send("DELETE").json == {"armed": [], "plan": None, "struck": ["error"]}


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ("[]", "Lỗi giả lập, mục “JSON”: thấy None; cần một đối tượng JSON."),
        ("{", "Lỗi giả lập, mục “JSON”: thấy None; cần một đối tượng JSON."),
        ('{"kind": "null", "code": "4"}', "Lỗi giả lập, mục “code”: thấy '4'; sai kiểu giá trị."),
        (
            '{"kind": "null", "times": 0}',
            "Lỗi giả lập, mục “times”: thấy 0; cần số nguyên từ 1, hoặc null (mãi mãi).",
        ),
        ('{"seed": 1, "rate": 2}', "Lỗi giả lập, mục “rate”: thấy 2; cần số từ 0 đến 1."),
    ],
)
def test_a_fault_that_is_described_wrongly_is_refused_by_its_part(
    fanpage: PracticePage, plain: str, sentence: str
) -> None:
    with connected(fanpage) as connection:
        connection.request("POST", "/_chay-thu/faults", plain)
        response = connection.getresponse()
        assert (response.status, json.loads(response.read())) == (400, {"error": sentence})
    assert fanpage.faults.armed == ()


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("kind", {"kind": "nope"}),
        ("call", {"kind": "null", "call": "nope"}),
        ("effect", {"kind": "null", "effect": "nope"}),
        ("probability", {"kind": "null", "probability": 2}),
        ("looks", {"kind": "lag"}),
        ("call", {"kind": "swallow", "call": "read"}),
        ("effect", {"kind": "normalise", "effect": "late"}),
    ],
)
def test_impossible_faults_are_refused(part: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(FaultError) as error:
        Fault(**wrong)
    assert error.value.part == part
