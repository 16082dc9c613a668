"""Which call a fault strikes, how often, and how it is described."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest
from practice_kit import (
    FEED,
    PAGE,
    TOKEN,
    Caller,
    Reply,
    caller,
    clock,
    connected,
    create,
    fanpage,
    practice_page,
)

from habac24h.channels.practice_page import Fault, FaultError, FaultPlan, PracticePage
from habac24h.channels.practice_page.faults import MENU
from habac24h.clock import VirtualClock

__all__ = ["caller", "clock", "fanpage"]


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
