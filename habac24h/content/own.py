"""An office's own words as plain data: texts by id, laid over those that come with the program.

An id is a kind and a name: `templates/fanpage/phat-dong`, `rules/ST01`, `abbreviations/UBND`,
`hotlines/113`. The texts are hashable tuples, so that what is made from them (a compiled rule
book, a list of abbreviations, a library) is kept by content: the same words are never read twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Texts: TypeAlias = tuple[tuple[str, str], ...]
"""(name, text) in the order of the names; an empty text switches a shipped entry off."""

TEMPLATES, RULES, ABBREVIATIONS, HOTLINES = KINDS = (
    "templates",
    "rules",
    "abbreviations",
    "hotlines",
)


@dataclass(frozen=True)
class Own:
    """All that an office says otherwise; empty for an office that changed nothing."""

    templates: Texts = ()
    rules: Texts = ()
    abbreviations: Texts = ()
    hotlines: Texts = ()


SHIPPED = Own()


def own_of(texts: Mapping[str, str]) -> Own:
    """The office's words from texts by id; ids of other kinds are left out."""
    return Own(**{kind: _of_kind(kind, texts.items()) for kind in KINDS})


def _of_kind(kind: str, texts: Iterable[tuple[str, str]]) -> Texts:
    beginning = f"{kind}/"
    found = [(name, text) for name, text in texts if name.startswith(beginning)]
    return tuple(sorted((name.removeprefix(beginning), text) for name, text in found))
