"""The API: the pages' moves for programs, refused and guarded as the pages' are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from api_kit import problem, program, token
from signed_kit import item, staff
from sqlmodel import col, select
from web_kit import approve, client, submit, write

from habac24h import workflow
from habac24h.clock import VirtualClock
from habac24h.models import Audit, Going
from habac24h.office import Office
from habac24h.web.limits import FORM
from habac24h.web.origin import REFUSED
from habac24h.workflow import people
from habac24h.workflow.view import Filter, as_dict, rows


def test_two_programs_bring_a_post_from_draft_to_approved(office: Office) -> None:
    writer, approver = program(office, "write"), program(office, "approve")
    key = write(office, "Bài")
    seen = writer.get(f"/items/{key}")
    edited = writer.post(
        f"/items/{key}/edit", {"text": "Lời mới.", "title": "Tên mới"}, match=seen.json()["version"]
    )
    assert (edited.status_code, edited.headers["etag"]) == (200, f'"{edited.json()["version"]}"')
    assert (edited.json()["text"], edited.json()["state"]) == ("Lời mới.", "draft")
    sent = writer.post(f"/items/{key}/submit", {}, match=edited.json()["version"])
    assert (sent.status_code, sent.json()["state"]) == (200, "pending")
    done = approver.post(f"/items/{key}/approve", match=sent.json()["version"])
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert (item(office, key).state, item(office, key).approver) == ("approved", "duyet")


def test_an_item_keeps_logins_and_says_what_they_are_called(office: Office) -> None:
    reader = program(office, "read")
    key = approve(office, write(office, "Bài"))
    named = {"full_name": "Trần Thị Hoa", "position": "Phó Chủ tịch UBND xã"}
    with office.database.write() as session:
        people.set_name(session, "duyet", office.clock.now(), **named)
    told = reader.get(f"/items/{key}").json()
    assert (told["approver"], told["people"]) == (
        "duyet",
        {"duyet": {"name": "Trần Thị Hoa", "position": "Phó Chủ tịch UBND xã"}},
    )


def test_four_eyes_hold_for_programs(office: Office) -> None:
    approver = program(office, "approve")
    key = write(office, "Bài")
    assert approver.post(f"/items/{key}/edit", {"text": "Của tôi."}, match="*").status_code == 200
    assert approver.post(f"/items/{key}/submit", {}, match="*").status_code == 200
    refused = approver.post(f"/items/{key}/approve", match="*")
    assert problem(refused) == (409, "refused")
    assert refused.json()["detail"] == (
        f"“duyet” đã soạn hoặc trình “{key}” nên người khác phải duyệt (nguyên tắc hai người)."
    )


def test_the_log_names_the_person_and_the_program(office: Office) -> None:
    writer = program(office, "write")
    key = write(office, "Bài")
    writer.post(f"/items/{key}/submit", {}, match="*")
    with office.database.read() as session:
        row = session.exec(select(Audit).order_by(col(Audit.id).desc())).first()
        assert row is not None
        assert (row.act, row.by, row.login) == ("submit", "soan", "api: write soan")


def test_a_move_without_or_with_an_old_version_changes_nothing(office: Office) -> None:
    writer = program(office, "write")
    key = write(office, "Bài")
    assert problem(writer.post(f"/items/{key}/edit", {"text": "x"})) == (428, "version-needed")
    old = writer.post(f"/items/{key}/edit", {"text": "x"}, match=77)
    assert problem(old) == (412, "stale")
    assert old.json()["detail"] == (f"“{key}” nay ở phiên bản 1; hãy đọc lại rồi làm lại thao tác.")
    assert item(office, key).version == 1


def test_every_move_of_an_airing_is_the_workflows(office: Office, clock: VirtualClock) -> None:
    writer = program(office, "write")
    key = approve(office, write(office, "Bài loa", channel="loudspeaker", days=0.5))
    early = writer.post(f"/airings/{key}@1/resend", match="*")
    assert problem(early) == (409, "refused")
    moved = writer.post(f"/airings/{key}/move", {"to": "2026-01-01T20:00:00+07:00"}, match="*")
    assert moved.json()["airings"][0]["due"] == "2026-01-01T20:00:00+07:00"
    assert moved.json()["state"] == "pending"
    with office.desk("duyet") as desk:
        workflow.approve(desk, key)
    early = writer.post(f"/airings/{key}@1/confirm", {"note": "đã đọc"}, match="*")
    assert problem(early) == (409, "refused")
    clock.set(datetime(2026, 1, 1, 13, tzinfo=UTC))  # 20:00 there
    said = writer.post(f"/airings/{key}@1/confirm", {"note": "đã đọc"}, match="*")
    assert (said.status_code, said.json()["airings"][0]["state"]) == (200, Going.DONE)
    again = writer.post(f"/airings/{key}@1/confirm", {}, match="*")
    assert problem(again) == (409, "refused")
    assert [one["note"] for one in writer.get(f"/items/{key}").json()["confirmations"]] == [
        "đã đọc"
    ]


def test_a_wrong_confirmation_is_taken_back_once_and_with_a_reason(
    office: Office, clock: VirtualClock
) -> None:
    writer = program(office, "write")
    key = approve(office, write(office, "Bài loa", channel="loudspeaker", days=0.5))
    clock.set(datetime(2026, 1, 2, tzinfo=UTC))
    writer.post(f"/airings/{key}@1/confirm", {"note": "buổi khác"}, match="*")
    back = f"/airings/{key}@1/retract"
    assert problem(writer.post(back, {}, match="*")) == (422, "invalid")
    assert problem(writer.post(back, {"reason": " "}, match="*")) == (409, "refused")
    told = writer.post(back, {"reason": "bấm nhầm buổi khác"}, match="*")
    assert (told.status_code, told.json()["airings"][0]["state"]) == (200, Going.WAITING)
    assert problem(writer.post(back, {"reason": "lại"}, match="*")) == (409, "refused")
    said = writer.get(f"/items/{key}").json()["confirmations"]
    assert [(one["kind"], one["note"]) for one in said] == [("retracted", "buổi khác")]


def test_dropping_and_restoring(office: Office) -> None:
    writer = program(office, "write")
    key = write(office, "Bài")
    assert writer.post(f"/items/{key}/cancel", {}, match="*").json()["state"] == "cancelled"
    assert writer.post(f"/items/{key}/restore", match="*").json()["state"] == "draft"


def test_the_list_is_that_of_items_json_a_few_at_a_time(office: Office) -> None:
    reader = program(office, "read")
    keys = [write(office, f"Bài {n}", days=9 - n % 3) for n in range(7)]
    submit(office, keys[3])
    found, cursor = [], ""
    while True:
        page = reader.get(f"/items?limit=3{cursor}").json()
        found += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    with office.database.read() as session:
        listed = rows(session, Filter(), office.settings.zone)
        now = office.clock.now()
        wanted = [as_dict(session, row, now, office.settings) for row in listed]
    assert [one["key"] for one in found] == [one["key"] for one in wanted]
    assert [set(wanted[0]) - set(one) for one in found] == [set()] * 7
    assert [one["key"] for one in reader.get("/items?state=pending").json()["items"]] == [keys[3]]


def test_what_is_added_between_two_pages_moves_nothing_that_was_shown(office: Office) -> None:
    reader = program(office, "read")
    keys = [write(office, f"Bài {n}", days=n + 1) for n in range(4)]
    first = reader.get("/items?limit=2").json()
    write(office, "Sớm hơn", days=0.5)
    second = reader.get(f"/items?limit=2&cursor={first['next']}").json()
    assert [one["key"] for one in (*first["items"], *second["items"])] == keys


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("campaign=khong-co", "Không có chiến dịch “khong-co”; hãy chọn lại trong danh sách."),
        ("state=xong", "Không có trạng thái “xong”; hãy chọn lại trong danh sách."),
        ("cursor=x", "Không đọc được cursor; hãy lấy đúng giá trị next của trang trước."),
        ("limit=0", "Yêu cầu có chỗ không đúng: query.limit."),
        ("limit=1&limit=2", "Tham số “limit” nêu 2 lần; mỗi tham số chỉ nêu một lần."),
    ],
)
def test_a_wrong_filter_is_named(office: Office, query: str, said: str) -> None:
    answer = program(office, "read").get(f"/items?{query}")
    assert (problem(answer), answer.json()["detail"]) == ((422, "invalid"), said)


def test_each_wrong_field_is_told_in_vietnamese(office: Office) -> None:
    body = {"campaign": 5, "year": "x", "channel": "fanpage", "title": "B", "due": "mai"}
    answer = program(office, "write").post("/items", body)
    told = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert told == {
        "body.campaign": "phải là chữ",
        "body.year": "phải là số nguyên",
        "body.due": "phải là ngày giờ có thật, ví dụ 2026-11-20T19:00:00+07:00",
        "body.text": "thiếu mục này",
    }
    limit = program(office, "read").get("/items?limit=0").json()["errors"]
    assert [one["message"] for one in limit] == ["phải từ 1 trở lên"]


def test_a_new_item_is_made_once_however_often_it_is_asked_for(office: Office) -> None:
    writer = program(office, "write")
    body = {
        "campaign": "thuong-xuyen",
        "year": 2026,
        "channel": "fanpage",
        "title": "Bài riêng",
        "text": "Lời.",
        "due": "2026-03-08T08:00:00+07:00",
    }
    once = {"idempotency-key": "lan-1-cua-may"}
    first, again = (writer.post("/items", body, headers=once) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["key"] == again.json()["key"]
    other = writer.post("/items", {**body, "title": "Khác"}, headers=once)
    assert problem(other) == (422, "invalid")
    assert writer.post("/items", body).json()["key"] != first.json()["key"]


def test_a_new_item_may_name_its_topic_and_places(office: Office) -> None:
    writer = program(office, "write")
    body = {
        "campaign": "thuong-xuyen",
        "year": 2026,
        "channel": "talk",
        "title": "Buổi riêng",
        "text": "Lời.",
        "due": "2026-03-08T08:00:00+07:00",
        "topic": "bao-luc",
        "places": ["thon-1"],
    }
    made = writer.post("/items", body).json()
    assert (made["topic"], made["airings"][0]["places"]) == ("bao-luc", ["thon-1"])
    assert writer.post("/items", {**body, "places": ["la"]}).status_code == 409


def test_topic_and_places_of_a_draft_are_changed_by_an_edit(office: Office) -> None:
    writer = program(office, "write")
    key = write(office, "Buổi riêng", channel="talk")
    edit = f"/items/{key}/edit"
    changed = writer.post(edit, {"topic": "bao-luc", "places": ["thon-1"]}, match=1).json()
    assert (changed["topic"], changed["airings"][0]["places"]) == ("bao-luc", ["thon-1"])
    changed = writer.post(edit, {"topic": None}, match=2).json()
    assert (changed["topic"], changed["airings"][0]["places"]) == (None, ["thon-1"])
    assert writer.post(edit, {"title": "Khác"}, match=3).json()["topic"] is None


def test_a_plan_is_applied_exactly_as_it_was_seen(office: Office) -> None:
    writer = program(office, "write")
    seen = writer.get("/plan/2026?campaign=thuong-xuyen").json()
    body = {"digest": seen["digest"], "campaign": "thuong-xuyen"}
    done = writer.post("/plan/2026", body)
    assert (done.status_code, done.json()["changed"]) == (200, len(seen["changes"]))
    assert problem(writer.post("/plan/2026", body)) == (409, "conflict")


def test_facts_campaigns_places_and_status_are_told(office: Office) -> None:
    writer = program(office, "write")
    path = "/campaigns/thang-hanh-dong/2026/facts"
    assert writer.get(path).json()["required"] == ["theme"]
    assert problem(writer.call("PATCH", path, json={"values": {"theme": "x"}})) == (
        404,
        "not-found",
    )
    seen = writer.get("/plan/2026?campaign=thang-hanh-dong").json()
    writer.post("/plan/2026", {"digest": seen["digest"], "campaign": "thang-hanh-dong"})
    given = writer.call("PATCH", path, json={"values": {"theme": "Vì một xã hội an toàn"}})
    assert {name: len(some) > 0 for name, some in given.json().items()} == {
        "rewritten": True,
        "to_look_at": False,
        "unused": False,
    }
    told = writer.get(path).json()
    assert [(one["name"], one["value"]) for one in told["facts"]] == [
        ("theme", "Vì một xã hội an toàn")
    ]
    ids = [one["id"] for one in writer.get("/campaigns").json()]
    assert "thang-hanh-dong" in ids and ids == sorted(ids)
    whole = writer.get("/campaigns/thang-hanh-dong").json()
    assert whole["source"].count("\ncampaign: thang-hanh-dong\n") == 1
    assert {one["kind"] for one in writer.get("/places").json()} >= {"thon"}
    status = writer.get("/status").json()
    told = (status["practice"], status["scheduler"], status["token"])
    assert told == (True, "elsewhere", "write")


def test_calendar_addresses_are_the_administrators(office: Office) -> None:
    admin, approver = program(office, "admin"), program(office, "approve")
    assert problem(approver.post("/feeds", {"name": "Thôn"})) == (403, "forbidden")
    made = admin.post("/feeds", {"name": "Thôn"})
    assert made.status_code == 201
    assert admin.browser.get(made.json()["url"]).status_code == 200
    assert [one["name"] for one in approver.get("/feeds").json()] == ["Thôn"]
    assert admin.call("DELETE", "/feeds/Thôn").status_code == 204
    assert problem(admin.call("DELETE", "/feeds/Thôn")) == (404, "not-found")


@pytest.mark.parametrize("path", ["/items/khong/2026/co", "/khong-co"])
def test_what_does_not_exist_is_a_problem_too(office: Office, path: str) -> None:
    assert problem(program(office, "read").get(path)) == (404, "not-found")


def test_a_wrong_method_and_broken_json_are_problems(office: Office) -> None:
    writer = program(office, "write")
    wrong = writer.call("PUT", "/status")
    assert (problem(wrong), wrong.headers["allow"]) == ((405, "no-such-method"), "GET")
    broken = writer.call(
        "POST", "/items", content="{", headers={"content-type": "application/json"}
    )
    assert problem(broken) == (422, "invalid")


def test_an_unforeseen_failure_tells_no_insides(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("secret insides")

    reader = program(office, "read")
    monkeypatch.setattr("habac24h.web.api.office.pages.live", broken)
    answer = reader.get("/status")
    assert (problem(answer), "secret" in answer.text) == ((500, "broken"), False)


def test_the_guide_tells_every_operation_of_the_document(office: Office) -> None:
    staff(office)
    browser = client(office)
    document = browser.get("/api/v1/openapi.json").json()
    token(office, "soan", "read")
    from signed_kit import entered

    page = entered(office, "soan").get("/api/v1").text
    told = [f"{method.upper()} /api/v1{path}" for path, ways in document["paths"].items()
            for method in ways]  # fmt: skip
    assert [one for one in told if page.count(f"{one}</code>") != 1] == []


def test_what_stands_before_the_routes_answers_with_a_problem_too(office: Office) -> None:
    writer = program(office, "write")
    large = writer.call("POST", "/items", content=b"{" * (FORM + 1))
    assert problem(large) == (413, "too-large")

    def pieces() -> Iterator[bytes]:
        yield from [b" " * 65_536] * (FORM // 65_536 + 1)

    kind = {"content-type": "application/json"}
    unannounced = writer.call("POST", "/items", content=pieces(), headers=kind)
    assert problem(unannounced) == (413, "too-large")
    foreign = writer.post("/items", {}, headers={"origin": "http://noi-khac.example"})
    assert problem(foreign) == (403, "foreign-page")
    assert foreign.json()["detail"] == REFUSED


def test_people_are_told_the_same_in_plain_words(office: Office) -> None:
    browser = program(office, None).browser
    foreign = browser.post("/dang-nhap", headers={"origin": "http://noi-khac.example"})
    assert (foreign.status_code, foreign.text) == (403, REFUSED)
    assert foreign.headers["content-type"] == "text/plain; charset=utf-8"
