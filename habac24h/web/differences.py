"""What changed between two wordings, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from habac24h.models import Item, Revision

Sign = Literal["same", "gone", "new", "gap"]
_AROUND = 1


@dataclass(frozen=True)
class Changed:
    """One line of a difference; `gap` stands for lines that are left out."""

    sign: Sign
    text: str


@dataclass(frozen=True)
class Wording:
    """The step from one wording to the next: who wrote the newer one, and what differs."""

    version: int
    by: str
    at: datetime
    title_before: str
    title_after: str
    lines: tuple[Changed, ...]
    pictures: bool
    """Whether other pictures go with it than before."""


def wordings(item: Item, revisions: Sequence[Revision]) -> list[Wording]:
    """Every step, the newest first; empty when the words were never changed."""
    now = Revision(
        item_id=item.id or 0,
        version=item.version,
        title=item.title,
        text=item.text,
        by=item.author or "habac24h",
        at=item.edited_at or item.updated_at,
        images=item.images,
    )
    return [_step(before, after) for before, after in pairwise((*revisions, now))][::-1]


def _step(before: Revision, after: Revision) -> Wording:
    return Wording(
        version=after.version,
        by=after.by,
        at=after.at,
        title_before=before.title,
        title_after=after.title,
        lines=lines(before.text, after.text),
        pictures=before.images != after.images,
    )


def lines(before: str, after: str) -> tuple[Changed, ...]:
    """The changed lines with one unchanged line around them."""
    old, new = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return tuple(_changes(matcher, old, new))


def _changes(
    matcher: difflib.SequenceMatcher[str], old: list[str], new: list[str]
) -> Iterator[Changed]:
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number:
            yield Changed("gap", "…")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (Changed("same", line) for line in old[old_from:old_to])
                continue
            yield from (Changed("gone", line) for line in old[old_from:old_to])
            yield from (Changed("new", line) for line in new[new_from:new_to])
