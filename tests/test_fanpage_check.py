"""The look at a token before a page is trusted to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from graph_kit import NOT_SENT, NOW, TOKEN, caught, make_page, proof
from raw_server import RawServer, Script, answer, closed_port, error

from habac24h.channels.base import PageCheck, Reaction

SCOPES = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"]
ME = answer({"id": "1", "name": "Hà Bắc 24h"})
UNSEEN = (
    "Facebook không cho xem chi tiết của mã truy cập nên chưa kiểm tra được quyền và hạn dùng; "
    "hãy tự xem ở công cụ gỡ lỗi mã truy cập của Facebook."
)


def facts(**more: Any) -> Script:
    """What debug_token says of a good token, with some of it changed."""
    good = {
        "type": "PAGE",
        "is_valid": True,
        "profile_id": "1",
        "scopes": SCOPES,
        "expires_at": 0,
    }
    return answer({"data": {**good, **more}})


def check(*scripts: Script) -> PageCheck:
    with RawServer(*scripts) as server:
        return make_page(server.url).check()


def test_a_good_token_has_neither_problems_nor_warnings() -> None:
    assert check(facts(), ME) == PageCheck("1", "Hà Bắc 24h", scopes=tuple(SCOPES), opens_as="PAGE")


@pytest.mark.parametrize(("told", "app"), [("77", "77"), (77, "77"), ("", None), ("a/b", None)])
def test_the_token_tells_which_app_we_are(told: object, app: str | None) -> None:
    assert check(facts(app_id=told), ME).app_id == app


def test_the_token_is_asked_about_without_standing_in_an_address() -> None:
    with RawServer(facts(), ME) as server:
        make_page(server.url).check()
    asked, named = server.heard
    assert (asked.method, asked.target) == ("POST", "/v25.0/debug_token")
    assert asked.form == {"method": "GET", "input_token": TOKEN}
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert (named.method, named.path, named.query) == ("GET", "/v25.0/me", {"fields": "id,name"})


@pytest.mark.parametrize("more", [{"is_valid": False}, {"expires_at": int(NOW.timestamp())}])
def test_a_dead_token_is_the_one_problem(more: dict[str, Any]) -> None:
    assert check(facts(**more), ME).problems == (
        "Mã truy cập không hợp lệ hoặc đã hết hạn. Hãy lấy mã truy cập trang mới rồi chạy lại lệnh "
        "“fanpage connect”.",
    )


def test_a_persons_token_is_a_problem() -> None:
    found = check(facts(type="USER", profile_id=None), answer({"id": "77", "name": "Hoa"}))
    assert found.problems == (
        "Đây là mã loại USER, không phải mã của trang (PAGE); đăng bằng mã này sẽ thành bài của "
        "khách. Hãy lấy mã của trang qua /me/accounts.",
        "Mã truy cập thuộc về Hoa, không phải trang 1. Hãy chọn đúng trang khi lấy mã, hoặc sửa "
        "PAGE_ID.",
    )


def test_another_pages_token_is_a_problem() -> None:
    assert check(facts(profile_id="9"), answer({"id": "9", "name": "Trang khác"})).problems == (
        "Mã truy cập thuộc về 9, không phải trang 1. Hãy chọn đúng trang khi lấy mã, hoặc sửa "
        "PAGE_ID.",
    )


def test_each_missing_scope_is_named() -> None:
    assert check(facts(scopes=["pages_read_engagement"]), ME).problems == (
        "Mã truy cập thiếu quyền pages_manage_posts, pages_show_list. Hãy cấp thêm quyền cho ứng "
        "dụng, lấy mã mới rồi chạy lại lệnh “fanpage connect”.",
    )


@pytest.mark.parametrize(
    ("left", "warned"),
    [
        (timedelta(days=14), ("còn 14 ngày",)),
        (timedelta(days=1, hours=5), ("còn 1 ngày",)),
        (timedelta(hours=5), ("chưa đầy một ngày",)),
        (timedelta(days=14, seconds=1), ()),
    ],
)
def test_an_end_within_a_fortnight_is_warned_of(left: timedelta, warned: tuple[str, ...]) -> None:
    found = check(facts(expires_at=int((NOW + left).timestamp())), ME)
    assert found.expires_at == NOW + left
    assert found.warnings == tuple(
        f"Mã truy cập sắp hết hạn ({words}). Hãy lấy mã truy cập trang mới rồi chạy lại lệnh "
        "“fanpage connect”."
        for words in warned
    )


def test_another_version_is_warned_of() -> None:
    me = answer({"id": "1", "name": "Hà Bắc 24h"}, facebook_api_version="v26.0")
    assert check(facts(), me).warnings == (
        "Facebook trả lời bằng phiên bản v26.0 thay vì v25.0; hãy đặt GRAPH_VERSION thành phiên "
        "bản còn hiệu lực.",
    )


NOT_UNDERSTOOD = {
    "404": answer(raw=b"not found", status=404, label="text/html"),
    "405": answer({}, status=405),
    "501": answer(raw=b"", status=501),
    "unsupported request": answer(error(100), status=400),
    "unknown path": answer(error(2500), status=400),
    "no data": answer({"id": "1"}),
    "empty data": answer({"data": {}}),
}


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_a_server_that_does_not_know_the_question_is_asked_whose_token_it_is(name: str) -> None:
    assert check(NOT_UNDERSTOOD[name], ME) == PageCheck("1", "Hà Bắc 24h", warnings=(UNSEEN,))


def test_without_facts_another_owner_is_still_a_problem() -> None:
    assert check(NOT_UNDERSTOOD["404"], answer({"id": "9", "name": "Khác"})).problems == (
        "Mã truy cập thuộc về Khác, không phải trang 1. Hãy chọn đúng trang khi lấy mã, hoặc sửa "
        "PAGE_ID.",
    )


def test_without_facts_a_dead_token_is_a_problem_in_facebooks_words() -> None:
    dead = answer(error(190, 463, message=f"Session of {TOKEN} has expired"), status=401)
    [problem] = check(dead, dead).problems
    assert problem.endswith("Facebook nói: “Session of *** has expired”.")


TROUBLE = [answer(raw=b"<html>", status=502), answer(error(2), status=400)]


@pytest.mark.parametrize("scripts", [[TROUBLE[0], ME], [TROUBLE[1], ME], [facts(), TROUBLE[0]]])
def test_trouble_on_the_way_is_never_a_problem_of_the_token(scripts: list[Script]) -> None:
    assert proof(caught(lambda: check(*scripts))) == NOT_SENT


def test_no_network_is_no_problem_of_the_token() -> None:
    with closed_port() as url:
        page = make_page(url)
        assert proof(caught(page.check)) == NOT_SENT


def test_a_limit_is_raised_with_its_end() -> None:
    trouble = caught(lambda: check(answer(error(4), status=403), ME))
    assert (trouble.reaction, trouble.retry_at) == (Reaction.WAIT, NOW + timedelta(minutes=15))
