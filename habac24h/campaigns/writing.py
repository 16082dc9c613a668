"""Writes a definition as YAML that the strict reader takes, and knows which field each line is.

Values stand unquoted where nobody could read them otherwise; comments of the file before stay in
front of the key or the activity that they stood in front of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from habac24h.campaigns.draft import ActivityDraft, Draft, Value
from habac24h.errors import DefinitionError

_PLAIN = re.compile(r"[^\W\d_][\w \-./()–+]*(?<! )")
_PLAIN_ALONE = re.compile(r"[^\W\d_][\w \-./()–+,]*(?<! )")
"""Outside of brackets a comma cuts nothing off."""
_SHORT = re.compile(r"kind:[a-z-]+|[0-9]+[mhdw]")
_KEYS = {"first": "from", "last": "until"}
_TOP = re.compile(r"([a-z_]+):")
_ACTIVITY = re.compile(r" *- (?:\{ *)?id: *[\"']?([a-z0-9-]+)")
_BLOCK_TEXT = re.compile(r"\S[^\t\r]*", re.DOTALL)

Comments = Mapping[str, tuple[str, ...]]
"""Comment lines (from their # on) by what they stand in front of: a key, or “- id”."""


@dataclass(frozen=True)
class Written:
    """The file, and for each of its lines the activity (by number) that it belongs to, if any."""

    text: str
    owners: tuple[int | None, ...]

    def owner(self, error: DefinitionError) -> int | None:
        """The number of the activity that a refusal is about; None: the campaign itself."""
        if error.line is None or not 0 < error.line <= len(self.owners):
            return None
        return self.owners[error.line - 1]


def written(draft: Draft, comments: Comments | None = None) -> Written:
    """The definition as a file."""
    lines: list[str] = []
    owners: list[int | None] = []
    for owner, line in _lines(draft, comments or {}):
        for part in line.split("\n"):
            lines.append(part)
            owners.append(owner)
    return Written("\n".join(lines) + "\n", tuple(owners))


def comments_of(source: str) -> Comments:
    """The comment lines of a file, by the key or activity that follows them."""
    found: dict[str, tuple[str, ...]] = {}
    waiting: list[str] = []
    for line in source.splitlines():
        bare = line.strip()
        if bare.startswith("#"):
            waiting.append(bare)
            continue
        activity, top = _ACTIVITY.match(line), _TOP.match(line)
        name = f"- {activity[1]}" if activity else top[1] if top else ""
        if waiting and name:
            found[name] = tuple(waiting)
        if bare:
            waiting = []
    return found


def _lines(draft: Draft, comments: Comments) -> Iterator[tuple[int | None, str]]:
    for key, value in _head(draft):
        yield from ((None, one) for one in comments.get(key, ()))
        yield None, f"{key}: {value}"
    yield from ((None, one) for one in comments.get("activities", ()))
    yield None, "activities:" if draft.activities else "activities: []"
    for number, activity in enumerate(draft.activities):
        yield from ((number, f"  {one}") for one in comments.get(f"- {activity.id}", ()))
        for at, (key, value) in enumerate(_entries(activity)):
            yield number, f"  {'  ' if at else '- '}{key}: {value}"


def _head(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "campaign", _scalar(draft.id)
    yield "title", _scalar(draft.title)
    pairs = ", ".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in draft.inline
    )
    yield "observance", f"{{{pairs}}}" if draft.inline else _scalar(draft.observance)
    if draft.lead:
        yield "lead", _scalar(draft.lead)
    for key, values in (
        ("partners", draft.partners),
        ("topics", draft.topics),
        ("required", draft.required),
    ):
        if values:
            yield key, _flow(values)


def _entries(activity: ActivityDraft) -> Iterator[tuple[str, str]]:
    """Key and value of each line; the id always, so that the entry has a first line."""
    yield "id", _scalar(activity.id)
    for field in fields(activity)[1:]:
        value: Value = getattr(activity, field.name)
        if value:
            yield _KEYS.get(field.name, field.name), _value(field.name, value)


def _value(name: str, value: Value) -> str:
    if name == "at" and isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, tuple):
        return _flow(value)
    return _words(value) if name == "text" else _scalar(value)


def _words(text: str) -> str:
    """Several lines as a block that people can read, where YAML gives back exactly these."""
    lines = text.split("\n")
    fits = len(lines) > 1 and all(line == line.rstrip(" ") for line in lines)
    if not fits or not _BLOCK_TEXT.fullmatch(text) or text.endswith("\n\n"):
        return _quoted(text)
    body = text.removesuffix("\n").split("\n")
    sign = "|" if text.endswith("\n") else "|-"
    return "\n".join([sign, *(f"      {line}".rstrip(" ") for line in body)])


def _flow(values: Sequence[str]) -> str:
    inside = (value if _PLAIN.fullmatch(value) else _quoted(value) for value in values)
    return f"[{', '.join(inside)}]"


def _scalar(value: str) -> str:
    is_plain = _PLAIN_ALONE.fullmatch(value) or _SHORT.fullmatch(value)
    return value if is_plain else _quoted(value)


def _quoted(value: str) -> str:
    """JSON's strings are YAML's double-quoted ones; what no line may hold is escaped."""
    return re.sub(
        "[\x7f\x85\u2028\u2029\ufeff]",
        lambda hit: f"\\u{ord(hit.group()):04x}",
        json.dumps(value, ensure_ascii=False),
    )
