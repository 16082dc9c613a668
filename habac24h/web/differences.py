"""What changed between two wordings: line beside line, the changed words apart."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, zip_longest

from habac24h.models import Item, Revision

_AROUND = 1
_WORDS = re.compile(r"\s+|[^\s]+")
Run = tuple[str, bool]
"""Some words, and whether they stand on this side alone."""


@dataclass(frozen=True)
class Side:
    """One line of two texts beside each other; a side is None where the other has a line more."""

    same: bool
    before: tuple[Run, ...] | None
    after: tuple[Run, ...] | None


@dataclass(frozen=True)
class Wording:
    """The step from one wording to the next: who wrote the newer one, and what differs."""

    version: int
    by: str
    at: datetime
    title_before: str
    title_after: str
    sides: tuple[Side, ...]
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
        sides=sides(before.text, after.text),
        pictures=before.images != after.images,
    )


def sides(before: str, after: str) -> tuple[Side, ...]:
    """Both texts line beside line, the changed ones with one unchanged line around them."""
    old, new = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return tuple(_sides(matcher, old, new))


def _sides(matcher: difflib.SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Side]:
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number:
            yield Side(True, (("…", False),), (("…", False),))
        for tag, old_from, old_to, new_from, new_to in group:
            for left, right in zip_longest(old[old_from:old_to], new[new_from:new_to]):
                yield _side(left, right, same=tag == "equal")


def _side(left: str | None, right: str | None, *, same: bool) -> Side:
    if same or left is None or right is None:
        return Side(same, _whole(left, not same), _whole(right, not same))
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    codes = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return Side(
        False,
        _runs((tag, old[first:last]) for tag, first, last, _, _ in codes),
        _runs((tag, new[first:last]) for tag, _, _, first, last in codes),
    )


def _whole(line: str | None, changed: bool) -> tuple[Run, ...] | None:
    return None if line is None else ((line, changed),)


def _runs(stretches: Iterable[tuple[str, list[str]]]) -> tuple[Run, ...]:
    """The words of one side, those apart that the other side lacks."""
    return tuple(("".join(words), tag != "equal") for tag, words in stretches if words)
