"""A value that nobody has given yet: it prints as a visible blank and remembers that it was met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined

MARK = "[CHƯA ĐIỀN: {name}]"
"""What a missing value prints; content/checks.py finds it again."""


class Missing(StrictUndefined):
    """An undefined name that never raises: every use is written down in `record`.

    `record` is a dict used as an ordered set of names, one per rendering.
    """

    __slots__ = ("record",)

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = None,
        name: str | None = None,
        exc: Any = None,
        *,
        record: dict[str, None] | None = None,
    ) -> None:
        super().__init__(hint, obj, name)
        self.record = {} if record is None else record

    def note(self) -> None:
        """Write down that this name was wanted."""
        self.record[self._undefined_name or "?"] = None

    def __str__(self) -> str:  # type: ignore[override]
        self.note()
        return MARK.format(name=self._undefined_name or "?")

    def __bool__(self) -> bool:  # type: ignore[override]
        self.note()
        return False

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        self.note()
        return False

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        self.note()
        return True

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        """Once, with itself: a loop over a missing list leaves a visible blank, not a gap."""
        self.note()
        yield self
