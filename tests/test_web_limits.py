"""A request brings no more than its limit, whether it says so or not."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from web_kit import TestClient

from habac24h.web.limits import TOO_MUCH, BodyLimit

MB = 1024 * 1024


async def _count(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def _client() -> TestClient:
    app = Starlette(routes=[Route("/", _count, methods=["POST"])])
    return TestClient(BodyLimit(app, form=MB, upload=2 * MB))


def test_a_form_up_to_the_limit_arrives_whole() -> None:
    assert _client().post("/", content=b"a" * MB).text == str(MB)


def test_an_announced_body_above_the_limit_is_refused_with_a_sentence() -> None:
    answer = _client().post("/", content=b"a" * (MB + 1))
    assert (answer.status_code, answer.text) == (413, TOO_MUCH.format(most=1))


def test_a_body_that_announces_nothing_is_counted_as_it_comes() -> None:
    def pieces() -> Iterator[bytes]:
        yield from [b"a" * 65_536] * 17

    answer = _client().post("/", content=pieces())
    assert (answer.status_code, answer.text) == (413, TOO_MUCH.format(most=1))


def test_a_form_with_files_may_bring_more() -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert _client().post("/", content=b"a" * 2 * MB, headers=kind).text == str(2 * MB)
    answer = _client().post("/", content=b"a" * (2 * MB + 1), headers=kind)
    assert (answer.status_code, answer.text) == (413, TOO_MUCH.format(most=2))


def test_a_length_that_is_no_number_is_refused() -> None:
    answer = _client().post("/", content=b"a", headers={"content-length": "-1"})
    assert answer.status_code == 413
