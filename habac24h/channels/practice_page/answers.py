"""What goes back over the wire, and how a fault spoils it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from habac24h.channels.practice_page.faults import DRIP_SECONDS, Fault, Kind
from habac24h.channels.practice_page.trouble import GraphTrouble

JSON_TYPE = "application/json; charset=UTF-8"
HTML_TYPE = "text/html; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
_BAD_GATEWAY = b"<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry.</body></html>"

Manner = Literal["whole", "drip", "reset", "hang", "cut-off", "quiet-close"]


@dataclass(frozen=True)
class Answer:
    """One answer; `manner` is how it is sent, `seconds` the pause of a drip or a hang."""

    status: int
    body: bytes
    content_type: str | None = JSON_TYPE
    headers: tuple[tuple[str, str], ...] = ()
    manner: Manner = "whole"
    seconds: float | None = None


def json_answer(value: Any, status: int = 200) -> Answer:
    """A JSON answer, escaped to ASCII as Graph does."""
    return Answer(status, json.dumps(value, separators=(",", ":")).encode())


def trouble_answer(trouble: GraphTrouble, trace: str) -> Answer:
    """A refusal with its status and body."""
    return json_answer(trouble.body(trace), trouble.status)


def spoil(fault: Fault, answer: Answer, trace: str, elsewhere: str) -> Answer:
    """The answer that a fault makes of the true one; `elsewhere` is where redirects lead."""
    if fault.code is not None or fault.kind == "error":
        answer = trouble_answer(_trouble(fault), trace)
    elif fault.status is not None and fault.kind not in _FIXED:
        answer = replace(answer, status=fault.status)
    if fault.kind == "redirect":
        place = (("Location", fault.location or elsewhere),)
        return Answer(fault.status or 302, b"", HTML_TYPE, place)
    spoiler = _SPOILERS.get(fault.kind)
    return answer if spoiler is None else spoiler(fault, answer)


def _trouble(fault: Fault) -> GraphTrouble:
    code = 2 if fault.code is None else fault.code
    words = "An unexpected error has occurred. Please retry your request later."
    message = words if code in {1, 2} else f"(#{code}) Refused by the practice page"
    return GraphTrouble(message, code, subcode=fault.subcode, status=fault.status)


def _manner(manner: Manner) -> Callable[[Fault, Answer], Answer]:
    return lambda fault, answer: replace(answer, manner=manner, seconds=fault.seconds)


def _literal(body: bytes, status: int, content_type: str) -> Callable[[Fault, Answer], Answer]:
    return lambda fault, _: Answer(fault.status or status, body, content_type)


def _drip(fault: Fault, answer: Answer) -> Answer:
    pause = DRIP_SECONDS if fault.seconds is None else fault.seconds
    return replace(answer, manner="drip", seconds=pause)


_FIXED: frozenset[Kind] = frozenset({"no-content", "redirect", "reset", "hang"})
_SPOILERS: dict[Kind, Callable[[Fault, Answer], Answer]] = {
    "hang": _manner("hang"),
    "reset": _manner("reset"),
    "cut-off": _manner("cut-off"),
    "quiet-close": _manner("quiet-close"),
    "drip": _drip,
    "html": _literal(_BAD_GATEWAY, 200, HTML_TYPE),
    "empty": _literal(b"", 200, JSON_TYPE),
    "null": _literal(b"null", 200, JSON_TYPE),
    "false": _literal(b"false", 200, JSON_TYPE),
    "empty-object": _literal(b"{}", 200, JSON_TYPE),
    "empty-error": _literal(b'{"error":{}}', 200, JSON_TYPE),
    "plain-500": _literal(b'{"message":"Internal Server Error"}', 500, JSON_TYPE),
    "no-content": lambda _, __: Answer(204, b"", None),
    "truncated": lambda _, answer: replace(answer, body=answer.body[: len(answer.body) // 2]),
    "javascript": lambda _, answer: replace(answer, content_type="text/javascript; charset=UTF-8"),
    "no-type": lambda _, answer: replace(answer, content_type=None),
}
