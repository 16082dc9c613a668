"""The words that come with the program, by id: what an office may change, compare and return to."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from functools import cache

from habac24h import strictyaml
from habac24h.channels.registry import KINDS
from habac24h.content import variants
from habac24h.content.checks.hotlines import shipped_text as hotlines_text
from habac24h.content.checks.wordbook import shipped_text as rules_text
from habac24h.content.own import ABBREVIATIONS, HOTLINES, RULES, TEMPLATES
from habac24h.content.speech.words import shipped_text as abbreviations_text

PIECES = "chung"
"""The folder of the shared pieces, beside those of the channels."""


def shipped(word_id: str) -> str | None:
    """The text that comes with the program; None where it has none of that id."""
    kind, _, name = word_id.partition("/")
    return variants.library().text(name) if kind == TEMPLATES else _entries(kind).get(name)


def shipped_ids(kind: str) -> tuple[str, ...]:
    """Every id of a kind, in the order of the files."""
    if kind == TEMPLATES:
        channels = (*KINDS, PIECES)
        names = [one for channel in channels for one in variants.library().everything(channel)]
    else:
        names = list(_entries(kind))
    return tuple(f"{kind}/{name}" for name in names)


@cache
def _entries(kind: str) -> Mapping[str, str]:
    """The entries of a word list by name, each as the text of its own small file."""
    match kind:
        case _ if kind == RULES:
            return _cut(rules_text(), "items", "id", _same, as_list=False)
        case _ if kind == HOTLINES:
            return _cut(hotlines_text(), "items", "number", _digits, as_list=False)
        case _ if kind == ABBREVIATIONS:
            return _cut(abbreviations_text(), "words", "abbr", _same, as_list=True)
        case _:
            return {}


def _same(name: str) -> str:
    return name


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _cut(
    text: str, key: str, name: str, named: Callable[[str], str], *, as_list: bool
) -> dict[str, str]:
    """The entries of one list of a file, cut out of it line by line.

    `as_list` keeps the dash before each (several of one name follow each other); otherwise an
    entry becomes a mapping.
    """
    top = strictyaml.read(text, "")
    assert isinstance(top, strictyaml.Mapping)
    listed = top.entries[key]
    assert isinstance(listed, strictyaml.Sequence)
    lines = text.splitlines()
    behind = min((n for n in top.key_lines.values() if n > listed.line), default=len(lines) + 1)
    begins = [item.line for item in listed.items]
    found: dict[str, str] = {}
    for item, begin, end in zip(listed.items, begins, [*begins[1:], behind], strict=True):
        assert isinstance(item, strictyaml.Mapping)
        given = item.entries[name]
        assert isinstance(given, strictyaml.Scalar)
        entry = _own_file(lines[begin - 1 : end - 1], as_list=as_list)
        found[named(given.value)] = found.get(named(given.value), "") + entry
    return found


def _own_file(lines: list[str], *, as_list: bool) -> str:
    """The lines of one entry, at the left edge, without comments and empty lines behind it."""
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines = lines[:-1]
    first = lines[0]
    if not as_list:
        first = first.replace("- ", "  ", 1)
    return textwrap.dedent("\n".join([first, *lines[1:]])) + "\n"
