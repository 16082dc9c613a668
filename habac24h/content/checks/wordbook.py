"""Reads words/lint.yaml: the rules on words, and what denies, criticises or dates a sentence.

In a pattern a blank also meets one line end, `~40` is a stretch of at most 40 characters within
the sentence, `<NAME>` is one of the file's `names`, and whole words are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib import resources
from typing import cast

from habac24h import strictyaml
from habac24h.content.checks.finding import Severity
from habac24h.content.checks.folding import spelling
from habac24h.content.checks.needles import Needles, needles_of
from habac24h.content.own import Texts
from habac24h.errors import DefinitionError

FILE = "lint.yaml"
NEEDED = ("id", "cat", "sev", "ex", "better", "why")
PATTERNS = ("re", "unless_before", "unless_after", "unless")
KEYS = (*NEEDED, *PATTERNS, "more", "context", "history", "cased")
_CHOICES = {
    "sev": ("block", "warn", "info"),
    "context": ("full", "criticism", "none"),
    "history": ("yes", "no"),
    "cased": ("yes", "no"),
}
_CAPITALS = "".join(
    chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1F00)) if chr(code).isupper()
)


@dataclass(frozen=True)
class Part:
    """One pattern of a rule, the words without which it never matches, and what makes its finds
    innocent: before, behind, anywhere in the sentence.
    """

    pattern: re.Pattern[str]
    needles: Needles
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None


@dataclass(frozen=True)
class Rule:
    """One rule; `context` is full, criticism or none: which denials make it an info."""

    id: str
    category: str
    severity: Severity
    parts: tuple[Part, ...]
    better: str
    why: str
    example: str
    context: str
    history: bool
    cased: bool


@dataclass(frozen=True)
class Denials:
    """What turns a find into an info; `cancels` are denials of denials, blanked out first."""

    critics: re.Pattern[str]
    prohibitions: re.Pattern[str]
    cancels: re.Pattern[str]
    judged: re.Pattern[str]
    answered: re.Pattern[str]
    told: re.Pattern[str]
    judged_next: re.Pattern[str]
    quoted: re.Pattern[str]
    history: re.Pattern[str]


@dataclass(frozen=True)
class Wordbook:
    """The whole file."""

    rules: tuple[Rule, ...]
    denials: Denials
    names: Mapping[str, str]

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, unless the office switched it off."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@lru_cache(maxsize=8)
def wordbook(own: Texts = ()) -> Wordbook:
    """The shipped file, compiled once, with the office's own rules in place of theirs.

    Raises DefinitionError for a broken shipped file; an own rule that cannot be read (stored by
    another version of the program) leaves the shipped one standing.
    """
    if not own:
        return read(shipped_text(), FILE)
    shipped = wordbook()
    instead = {rule_id: _own_rule(rule_id, text, shipped) for rule_id, text in own}
    rules = [instead.pop(rule.id, rule) for rule in shipped.rules]
    return replace(shipped, rules=tuple(rule for rule in (*rules, *instead.values()) if rule))


def shipped_text() -> str:
    """The file that comes with the program."""
    path = resources.files("habac24h.content").joinpath("words", FILE)
    return path.read_text(encoding="utf-8")


def read(text: str, file: str) -> Wordbook:
    """A wordbook from the text of such a file; `file` is the name in a refusal."""
    top = strictyaml.read(text, file)
    return _Reader(file).book(top)


def read_rule(text: str, file: str) -> Rule:
    """One rule from the text of its entry alone; raises DefinitionError."""
    reader = _Reader(file, wordbook().names)
    return reader.rule(strictyaml.read(text, file))


def _own_rule(rule_id: str, text: str, shipped: Wordbook) -> Rule | None:
    if not text.strip():
        return None
    try:
        return read_rule(text, f"rules/{rule_id}")
    except DefinitionError:
        return shipped.rule(rule_id)


class _Reader:
    """Turns nodes into rules; knows the file's name and its `names`."""

    def __init__(self, file: str, names: Mapping[str, str] | None = None) -> None:
        self._file = file
        self._names: Mapping[str, str] = names or {}

    def book(self, top: strictyaml.Node) -> Wordbook:
        found = top.entries if isinstance(top, strictyaml.Mapping) else {}
        self._names = _values(found.get("names"))
        items, denials = found.get("items"), found.get("denials")
        if not isinstance(items, strictyaml.Sequence):
            raise self._refusal(top, "items", "không có danh sách", "cần “items:”")
        if not isinstance(denials, strictyaml.Mapping):
            raise self._refusal(top, "denials", "không có mục này", "cần “denials:”")
        rules = tuple(self.rule(node) for node in items.items)
        return Wordbook(rules, self._denials(denials), self._names)

    def _denials(self, node: strictyaml.Mapping) -> Denials:
        compiled = {}
        for field in fields(Denials):
            listed = node.entries.get(field.name)
            if not isinstance(listed, strictyaml.Sequence):
                raise self._refusal(node, field.name, "không có danh sách", "hãy viết đủ")
            one_of = "|".join(n.value for n in listed.items if isinstance(n, strictyaml.Scalar))
            compiled[field.name] = self._compiled(listed, r"(?<!\w)(?:", one_of, r")(?!\w)")
        return Denials(**compiled)

    def rule(self, node: strictyaml.Node) -> Rule:
        """One entry of the list."""
        given = _values(node)
        for key in given:
            if key not in KEYS:
                raise self._refusal(node, key, "mục lạ", f"chỉ có {', '.join(KEYS)}")
        for key in NEEDED:
            if key not in given:
                raise self._refusal(node, key, "không có mục này", "hãy viết đủ")
        for key, allowed in _CHOICES.items():
            if given.get(key, allowed[0]) not in allowed:
                raise self._refusal(node, key, given[key], f"chỉ có {', '.join(allowed)}")
        return Rule(
            id=given["id"],
            category=given["cat"],
            severity=cast(Severity, given["sev"]),
            parts=tuple(self._parts(node)),
            better=given["better"],
            why=given["why"].rstrip("."),
            example=given["ex"],
            context=given.get("context", "full"),
            history=given.get("history") == "yes",
            cased=given.get("cased") == "yes",
        )

    def _parts(self, node: strictyaml.Node) -> Iterator[Part]:
        assert isinstance(node, strictyaml.Mapping)
        more = node.entries.get("more")
        for each in (node, *(more.items if isinstance(more, strictyaml.Sequence) else ())):
            given = _values(each)
            if "re" in given:
                pattern = self._compiled(each, r"(?<!\w)(?:", given["re"], r")(?!\w)")
                yield Part(
                    pattern,
                    needles_of(pattern.pattern),
                    self._optional(
                        each, r"(?<!\w)(?:", given.get("unless_before"), r")[\s\"'(,-]*\Z"
                    ),
                    self._optional(each, r"[\s\"'),-]*(?:", given.get("unless_after"), r")(?!\w)"),
                    self._optional(each, r"(?<!\w)(?:", given.get("unless"), r")(?!\w)"),
                )

    def _optional(
        self, node: strictyaml.Node, opening: str, written: str | None, closing: str
    ) -> re.Pattern[str] | None:
        return self._compiled(node, opening, written, closing) if written else None

    def _compiled(
        self, node: strictyaml.Node, opening: str, written: str, closing: str
    ) -> re.Pattern[str]:
        pattern = written
        for _ in range(2):  # a name may use another
            pattern = re.sub(r"<([A-Z]+)>", lambda hit: self._named(node, hit[1]), pattern)
        pattern = re.sub(r"~(\d+)", r"[^.!?;•\\f]{0,\1}?", pattern)
        try:
            return re.compile(opening + spelling(pattern.replace(" ", "[ \\n]")) + closing)
        except re.error as error:
            raise self._refusal(node, "re", written, f"mẫu hỏng: {error}") from None

    def _named(self, node: strictyaml.Node, name: str) -> str:
        if name == "LU":
            return f"[{_CAPITALS}]"
        if name not in self._names:
            raise self._refusal(node, "re", f"<{name}>", "tên này không có trong names")
        return f"(?:{self._names[name]})"

    def _refusal(
        self, node: strictyaml.Node, field: str, found: str, allowed: str
    ) -> DefinitionError:
        return DefinitionError(
            file=self._file, line=node.line, field=field, found=found, allowed=allowed
        )


def _values(node: strictyaml.Node | None) -> dict[str, str]:
    """The scalars of a mapping; what is no scalar shows as an empty text."""
    if not isinstance(node, strictyaml.Mapping):
        return {}
    return {
        key: value.value if isinstance(value, strictyaml.Scalar) else ""
        for key, value in node.entries.items()
    }
