"""Tokens of programs: as far as their scope and their person reach, shown once, ended for good."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from api_kit import Program, problem, program, token
from cli_kit import Terminal
from signed_kit import entered, staff
from web_kit import client, read

from habac24h.accounts import api_tokens
from habac24h.clock import VirtualClock
from habac24h.models import Account
from habac24h.office import Office
from habac24h.web.api.bearer import MOST
from habac24h.web.masking import masked
from habac24h.workflow import people

pytestmark = pytest.mark.sqlite


def told(answer: object) -> str:
    found = re.search(r'role="(?:alert|status)">(.*?)</p>', answer.text)  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


def status(office: Office, secret: str | None) -> object:
    return Program(client(office), secret).get("/status")


def test_nobody_comes_in_without_a_living_token(office: Office, clock: VirtualClock) -> None:
    staff(office)
    secret = token(office, "soan", "read", days=1)
    assert problem(status(office, None)) == (401, "unauthorized")
    assert problem(status(office, "hb24_" + "x" * 43)) == (401, "unauthorized")
    assert status(office, secret).headers.get("www-authenticate") is None  # type: ignore[attr-defined]
    clock.advance(timedelta(days=1))
    answer = status(office, secret)
    assert problem(answer) == (401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"  # type: ignore[attr-defined]


def test_a_cookie_opens_no_api(office: Office) -> None:
    staff(office)
    assert problem(entered(office, "quan-tri").get("/api/v1/status")) == (401, "unauthorized")


def test_a_token_reaches_no_further_than_its_person_now(office: Office) -> None:
    approver = program(office, "approve")
    assert approver.get("/status").json()["token"] == "approve"
    with office.database.write() as session:
        session.get_one(Account, "duyet").role = "editor"
    assert approver.get("/status").json()["token"] == "write"
    assert problem(approver.post("/items/a/2026/b/approve", match="*")) == (403, "forbidden")
    with office.database.write() as session:
        people.disable(session, "duyet", office.clock.now())
    assert problem(approver.get("/status")) == (401, "unauthorized")


def test_each_token_may_ask_so_often_and_the_others_go_on(
    office: Office, clock: VirtualClock
) -> None:
    reader = program(office, "read")
    other = Program(reader.browser, token(office, "duyet", "read"))
    assert {reader.get("/places").status_code for _ in range(MOST)} == {200}
    full = reader.get("/places")
    assert (problem(full), full.headers["retry-after"]) == ((429, "too-often"), "60")
    assert other.get("/places").status_code == 200
    clock.advance(timedelta(seconds=60))
    assert reader.get("/places").status_code == 200


def test_only_the_hash_is_kept_and_the_last_use_is_noted(
    office: Office, clock: VirtualClock
) -> None:
    staff(office)
    secret = token(office, "soan", "read")
    begun = clock.now()
    status(office, secret)
    clock.advance(timedelta(minutes=1))
    status(office, secret)
    with office.database.read() as session:
        row = api_tokens.of_person(session, "soan")[0]
    assert (row.used_at, secret in repr(row.model_dump())) == (begun, False)
    clock.advance(timedelta(minutes=5))
    status(office, secret)
    with office.database.read() as session:
        assert api_tokens.of_person(session, "soan")[0].used_at == clock.now()


def test_the_account_page_makes_shows_once_and_revokes(office: Office) -> None:
    staff(office)
    browser = entered(office, "soan")
    made = browser.post("/tai-khoan/ma/them", data={"ten": "May in", "pham_vi": "write"})
    secrets = re.findall(r"hb24_[\w-]{43}", made.text)
    assert (len(secrets), told(made)) == (1, "Mã của “May in”, chỉ hiện lần này, hãy chép lại:")
    assert "hb24_" not in browser.get("/tai-khoan").text
    assert status(office, secrets[0]).status_code == 200  # type: ignore[attr-defined]
    gone = browser.post("/tai-khoan/ma/thu-hoi", data={"ten": "May in"})
    assert told(gone) == "Đã thu hồi mã truy cập; chương trình dùng mã ấy không vào được nữa."
    assert problem(status(office, secrets[0])) == (401, "unauthorized")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"ten": "x", "pham_vi": "approve"}, "Vai trò của “soan” không cho phép phạm vi “approve”"),
        ({"ten": "x", "pham_vi": "vua"}, "Không có phạm vi “vua”; chọn một trong: read, write"),
        ({"ten": ""}, "Tên mã truy cập dài từ 1 đến 40 ký tự"),
        ({"ten": "x", "ngay": "400"}, "Thời hạn của mã truy cập là từ 1 đến 366 ngày."),
        ({"ten": "x", "ngay": "²"}, "Thời hạn là một số ngày, ví dụ 90."),
        ({"ten": "Co san"}, "“soan” đã có mã truy cập “Co san”; hãy đặt tên khác."),
    ],
)
def test_a_token_that_cannot_be_is_refused_in_words(
    office: Office, form: dict[str, str], said: str
) -> None:
    staff(office)
    token(office, "soan", "read", name="Co san")
    answer = entered(office, "soan").post("/tai-khoan/ma/them", data=form)
    assert (answer.status_code, told(answer)[: len(said)]) == (400, said)


def test_only_the_administrator_ends_anothers_token(office: Office) -> None:
    staff(office)
    secret = token(office, "soan", "read", name="May in")
    form = {"ten": "May in", "nguoi": "soan"}
    refused = entered(office, "duyet").post("/tai-khoan/ma/thu-hoi", data=form)
    assert refused.status_code == 400
    assert status(office, secret).status_code == 200  # type: ignore[attr-defined]
    assert entered(office, "quan-tri").post("/tai-khoan/ma/thu-hoi", data=form).status_code == 200
    assert problem(status(office, secret)) == (401, "unauthorized")


def test_commands_make_list_and_revoke(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(tmp_path, capsys)
    terminal.staff()
    made = terminal.ok("tokens", "add", "May in", "--as", "lan", "--scope", "write", "--json").json
    assert re.fullmatch(r"hb24_[\w-]{43}", made.pop("token"))
    assert made == {"name": "May in", "account": "lan"}
    listed = terminal.ok("tokens", "list", "--json").json
    assert [(one["name"], one["account"], one["scope"], one["used"]) for one in listed] == [
        ("May in", "lan", "write", None)
    ]
    assert terminal.ok("tokens", "revoke", "May in", "--as", "lan").out == (
        "Đã thu hồi mã truy cập “May in” của lan.\n"
    )
    assert terminal.ok("tokens", "list").out == (
        "Chưa có mã truy cập nào. Thêm bằng `habac24h tokens add`.\n"
    )
    refused = terminal.run("tokens", "add", "x", "--as", "lan", "--scope", "admin")
    assert (refused.code, refused.err) == (
        1,
        "Vai trò của “lan” không cho phép phạm vi “admin”; "
        "mã truy cập không được làm nhiều hơn chủ của nó.\n",
    )


def test_tokens_are_masked_in_logs() -> None:
    secret = "hb24_" + "aB3_" * 10 + "xyz"
    assert masked(f"Authorization: Bearer {secret} đã dùng") == (
        "Authorization: Bearer hb24_*** đã dùng"
    )


def test_one_sees_where_one_is_signed_in_and_ends_the_others(office: Office) -> None:
    staff(office)
    here, there, third = (entered(office, "soan") for _ in range(3))
    stranger = entered(office, "duyet")
    assert read(here.get("/tai-khoan")).sections["phien"][0] == "Đang đăng nhập ở 3 nơi"
    of_there = re.findall(r'name="phien" value="(\w{64})"', here.get("/tai-khoan").text)[0]
    stranger.post("/tai-khoan/phien", data={"phien": of_there})
    assert read(here.get("/tai-khoan")).sections["phien"][0] == "Đang đăng nhập ở 3 nơi"
    here.post("/tai-khoan/phien", data={"phien": of_there})
    assert read(here.get("/tai-khoan")).sections["phien"][0] == "Đang đăng nhập ở 2 nơi"
    here.post("/tai-khoan/phien")
    assert read(here.get("/tai-khoan")).sections["phien"][0] == "Đang đăng nhập ở 1 nơi"
    outside = [one.get("/", follow_redirects=False).status_code for one in (there, third)]
    assert outside == [303, 303]
    assert stranger.get("/", follow_redirects=False).status_code == 200
