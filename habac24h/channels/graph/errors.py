"""From what came back, or did not, to the one typed error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from habac24h.channels.base import ChannelError, Reaction
from habac24h.channels.graph.acts import Act
from habac24h.channels.graph.redact import REDACTOR
from habac24h.channels.graph.table import (
    CERTIFICATE,
    NO_CONNECTION,
    RATE,
    ROWS,
    UNANSWERED,
    Row,
)
from habac24h.channels.graph.transport import Answer, Silence
from habac24h.channels.graph.usage import asked_wait

LONGEST_QUOTE = 300


class GraphError(ChannelError):
    """A ChannelError of Facebook's; `status` is the HTTP status, None when no answer came."""

    status: int | None = None


@dataclass(frozen=True)
class Fault:
    """What an answer says of its own failure; numbers that are none are None."""

    status: int
    code: int | None = None
    subcode: int | None = None
    transient: bool = False
    said: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def read_fault(answer: Answer, value: object) -> Fault:
    """The fault in an answer whose parsed body is `value` (anything at all)."""
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict):
        return Fault(answer.status, headers=answer.headers)
    return Fault(
        status=answer.status,
        code=whole(error.get("code")),
        subcode=whole(error.get("error_subcode")),
        transient=error.get("is_transient") is True,
        said=words(error),
        headers=answer.headers,
    )


def whole(value: object) -> int | None:
    """An integer from a JSON number or its string."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    return None


def words(error: Mapping[str, Any]) -> str:
    """Facebook's words for people if it has any, else for developers; no secret, one line."""
    for_people = [error.get("error_user_title"), error.get("error_user_msg")]
    said = ". ".join(str(part) for part in for_people if part) or str(error.get("message") or "")
    line = " ".join(REDACTOR.clean(said).split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def classify(trouble: Fault | Silence, act: Act, now: datetime) -> GraphError:
    """The error for a failed call: its row of the table, and when to go on (UTC)."""
    row = find_row(trouble, act)
    fault = trouble if isinstance(trouble, Fault) else Fault(status=0)
    quoted = f" Facebook nói: “{fault.said}”." if fault.said else ""
    error = GraphError(
        row.sentence + quoted,
        delivery=row.delivery,
        reaction=row.reaction,
        retry_at=retry_at(row, fault, now),
        said=fault.said,
        code=fault.code,
        subcode=fault.subcode,
    )
    error.status = fault.status or None
    return error


def find_row(trouble: Fault | Silence, act: Act) -> Row:
    """The row that applies.

    A 5xx proves nothing whatever it says; a rate limit is called transient by Facebook itself and
    still proves that nothing was created; any other "transient" proves nothing.
    """
    unclear = UNANSWERED[act]
    if isinstance(trouble, Silence):
        if trouble.certificate:
            return CERTIFICATE
        return unclear if trouble.sent else NO_CONNECTION
    if trouble.status >= 500 or 300 <= trouble.status < 400:
        return unclear
    numbers = (act, trouble.code, trouble.subcode)
    row = next((row for row in ROWS if row.fits(*numbers)), unclear)
    return unclear if trouble.transient and row is not RATE else row


def retry_at(row: Row, fault: Fault, now: datetime) -> datetime | None:
    """The end of the page's rest, for the rows that ask for one."""
    if row.reaction is not Reaction.WAIT:
        return now + row.wait if row.wait else None
    asked = asked_wait(fault.headers)
    return now + max(asked, row.wait or asked)


def parse(body: bytes) -> object:
    """The body as JSON whatever its label says; None for what is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
