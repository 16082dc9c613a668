"""Answers that the SDK takes for success, or that break it: each is one typed error here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from graph_kit import NOT_SENT, NOW, POST, UNKNOWN, caught, make_page, proof
from raw_server import Line, RawServer, Script, answer, error

from habac24h.channels.base import ChannelError, Delivery, Reaction, Receipt

AT = NOW + timedelta(hours=1)


def cut(line: Line) -> None:
    """JSON without an end, of no announced length."""
    line.send(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"id": "1_')


def cut_chunk(line: Line) -> None:
    """A chunk that is never finished."""
    line.send(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"id": "1_2"}')


def garbage(line: Line) -> None:
    """Not even HTTP."""
    line.send(b"SSH-2.0-OpenSSH_9.6\r\n")


def reset(line: Line) -> None:
    line.reset()


def quiet(line: Line) -> None:
    """Closes without a word."""


UNCLEAR: dict[str, Script] = {
    "500 with plain JSON": answer({"id": "1_2"}, status=500),
    "503 with a page of a proxy": answer(raw=b"<html>", status=503, label="text/html"),
    "500 with a known code": answer(error(190), status=500),
    "an empty error": answer({"error": {}}),
    "an error that is a word": answer({"error": "boom"}, status=400),
    "an id beside an empty error": answer({"id": "1_2", "error": {}}),
    "false": answer(False),
    "null": answer(None),
    "true": answer(True),
    "a list": answer([{"id": "1_2"}]),
    "an empty object": answer({}),
    "an object without an id": answer({"success": True}),
    "an id that is none": answer({"id": "1_2/comments"}),
    "204": answer(raw=b"", status=204),
    "an empty body": answer(raw=b""),
    "HTML with 200": answer(raw=b"<html>Dang nhap wifi</html>", label="text/html"),
    "304": answer({"id": "1_2"}, status=304),
    "400 without a code": answer({"message": "no"}, status=400),
    "429 in HTML": answer(raw=b"slow down", status=429, label="text/html"),
    "an unknown code": answer(error(987654), status=400),
    "a code that is no number": answer({"error": {"code": "x"}}, status=400),
    "a body in no encoding": answer(raw=b'{"id": "\xff\xfe"}'),
    "a body of brackets": answer(raw=b"[" * 200_000),
    "a body above the limit": answer(raw=b'{"id":"1_2"' + b" " * 5_000_000 + b"}"),
    "shorter than announced": answer({"id": "1_2"}, length=500),
    "broken compression": answer(raw=b"not gzip", Content_Encoding="gzip"),
    "JSON without an end": cut,
    "a chunk without an end": cut_chunk,
    "no HTTP": garbage,
    "a reset": reset,
    "a quiet end": quiet,
}


@pytest.mark.parametrize("name", UNCLEAR)
def test_an_unclear_answer_to_a_write_proves_nothing(name: str) -> None:
    with RawServer(UNCLEAR[name]) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.schedule(POST, AT))
    assert isinstance(trouble, ChannelError)
    assert proof(trouble) == UNKNOWN
    assert server.connections == 1


READABLE = {"an object without an id", "an id that is none"}


@pytest.mark.parametrize("name", sorted(UNCLEAR.keys() - READABLE))
def test_an_unclear_answer_to_a_read_is_harmless(name: str) -> None:
    with RawServer(UNCLEAR[name]) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.read("1_2"))
    assert proof(trouble) == NOT_SENT


@pytest.mark.parametrize("value", [{}, {"success": False}, {"result": "ok"}, True, None])
def test_publishing_and_deleting_need_a_clear_yes(value: object) -> None:
    with RawServer(answer(value)) as server:
        page = make_page(server.url)
        troubles = [caught(lambda: page.publish("1_2")), caught(lambda: page.delete("1_2"))]
    assert [proof(trouble) for trouble in troubles] == [UNKNOWN, UNKNOWN]


def test_an_id_is_no_yes_to_a_deletion() -> None:
    with RawServer(answer({"id": "1_2"})) as server:
        page = make_page(server.url)
        assert proof(caught(lambda: page.delete("1_2"))) == UNKNOWN


@pytest.mark.parametrize("label", ["text/javascript; charset=UTF-8", "text/plain", None, "image/x"])
def test_the_label_of_an_answer_does_not_matter(label: str | None) -> None:
    with RawServer(answer({"id": "1_2"}, label=label)) as server:
        assert make_page(server.url).schedule(POST, AT) == Receipt("1_2")


@pytest.mark.parametrize("label", ["text/javascript; charset=UTF-8", None])
def test_an_error_keeps_its_numbers_whatever_its_label(label: str | None) -> None:
    said = error(368, 1390008, error_user_title="Chậm lại", error_user_msg="Bạn đăng quá nhanh")
    with RawServer(answer(said, status=400, label=label)) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.schedule(POST, AT))
    assert (trouble.code, trouble.subcode) == (368, 1390008)
    assert trouble.said == "Chậm lại. Bạn đăng quá nhanh"


def test_an_error_with_status_200_is_an_error() -> None:
    with RawServer(answer(error(190, 463))) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.schedule(POST, AT))
    assert proof(trouble) == (Delivery.NOT_SENT, Reaction.BLOCK)


def test_numbers_that_came_as_text_are_integers() -> None:
    said = {"error": {"code": "100", "error_subcode": "33"}}
    with RawServer(answer(said, status=400)) as server:
        page = make_page(server.url)
        trouble = caught(lambda: page.delete("1_2"))
    assert (trouble.code, trouble.subcode, trouble.reaction) == (100, 33, Reaction.GONE)
