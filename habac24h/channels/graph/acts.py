"""What kind of act a call is; the same error proves different things for different acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

PATH = re.compile(r"(?:v\d+\.\d+/)?(?P<node>me|debug_token|\d+(?:_\d+)?)(?:/(?P<edge>[a-z_]+))?/?")
"""The only addresses that we ever call: one node, at most one edge of it."""


class Act(StrEnum):
    """What a call tries to do."""

    CREATE = "create"
    UPLOAD = "upload"
    """A photo that no post shows yet: whatever becomes of it, nobody can see it."""
    CHANGE = "change"
    DELETE = "delete"
    READ = "read"
    LIST = "list"

    @property
    def reads(self) -> bool:
        """True when the call changes nothing on the other side, so that repeating is harmless."""
        return self in READS


READS = frozenset({Act.READ, Act.LIST})
WRITES = frozenset({Act.CREATE, Act.CHANGE, Act.DELETE})
"""Calls that change what people see, now or later."""


def act_of(method: str, path: str, fields: Mapping[str, object]) -> Act | None:
    """The act behind a method, a path after the base address, and the form fields.

    `me` may only be read: `me/photos`, the SDK's default, would post as whoever owns the token.
    None means that we never make such a call.
    """
    place = PATH.fullmatch(path)
    if place is None:
        return None
    verb = str(fields.get("method", method) if method == "POST" else method).upper()
    edge = place["edge"] is not None
    if verb == "GET":
        return Act.LIST if edge else Act.READ
    if not place["node"][0].isdigit() or verb not in {"POST", "DELETE"}:
        return None
    if verb == "DELETE":
        return None if edge else Act.DELETE
    if not edge:
        return Act.CHANGE
    return Act.UPLOAD if place["edge"] == "photos" else Act.CREATE
