"""Reads the keys of one YAML mapping, and collects refusals so that the first by line is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from habac24h import strictyaml
from habac24h.errors import DefinitionError

T = TypeVar("T")
_SHOWN = 20
_LONGEST = 60


class Refusals:
    """What is wrong in one file; nothing is imported while one is there."""

    def __init__(self) -> None:
        self._errors: list[DefinitionError] = []

    def add(self, error: DefinitionError) -> None:
        """Keep one for the end."""
        self._errors.append(error)

    def __len__(self) -> int:
        return len(self._errors)

    def by_line(self) -> tuple[DefinitionError, ...]:
        """All of them, in the order of the file."""
        return tuple(sorted(self._errors, key=lambda error: error.line or 0))

    def raise_first(self) -> None:
        """Raise the one with the smallest line, if there is any."""
        if self._errors:
            raise min(self._errors, key=lambda error: error.line or 0)


class Fields:
    """One mapping of a definition, read key by key.

    A refused key is remembered (`good` says no), its fallback only keeps the reading going.
    """

    def __init__(
        self, node: strictyaml.Mapping, file: str, refusals: Refusals, *, inside: str = ""
    ) -> None:
        self.node, self._file, self._refusals, self._inside = node, file, refusals, inside
        self._bad: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.node.entries

    def good(self, *keys: str) -> bool:
        """Whether none of these was refused."""
        return self._bad.isdisjoint(keys)

    def line(self, key: str) -> int:
        """Where a key stands; the mapping's own line when it is missing."""
        return self.node.key_lines.get(key, self.node.line)

    def only(self, known: Iterable[str]) -> None:
        """Refuse every key that is not known, with a suggestion."""
        names = tuple(known)
        for key, line in self.node.key_lines.items():
            if key not in names:
                self._refusals.add(
                    self._error(key, line, f"mục lạ “{_short(key)}”", f"{choice(key, names)}")
                )

    def need(self, *keys: str) -> None:
        """Refuse the mapping where one of these is missing."""
        for key in keys:
            if key not in self:
                self._bad.add(key)
                self._refusals.add(
                    self._error(key, self.node.line, "không có mục này", f"hãy viết thêm “{key}”")
                )

    def read(self, key: str, convert: Callable[[strictyaml.Node], T], fallback: T) -> T:
        """`convert` the value of a key; `fallback` where it is missing or refused.

        `convert` raises Unfit to refuse the value.
        """
        node = self.node.entries.get(key)
        if node is None or not self.good(key):
            return fallback
        try:
            return convert(node)
        except Unfit as unfit:
            self.refuse(key, unfit.found, unfit.allowed, line=unfit.line)
            return fallback

    def refuse(self, key: str, found: str, allowed: str, *, line: int | None = None) -> None:
        """Keep a refusal of this key; `line` where it is not the key's own."""
        self._bad.add(key)
        self._refusals.add(self._error(key, line or self.line(key), found, allowed))

    def _error(self, key: str, line: int, found: str, allowed: str) -> DefinitionError:
        field = f"{self._inside}.{key}" if self._inside else key
        return DefinitionError(
            file=self._file, line=line, field=_short(field), found=found, allowed=allowed
        )


class Unfit(Exception):
    """A value that does not fit its key: what was found and what is allowed."""

    def __init__(self, found: str, allowed: str, line: int) -> None:
        super().__init__(found)
        self.found, self.allowed, self.line = found, allowed, line


def unfit(node: strictyaml.Node, allowed: str) -> NoReturn:
    """Refuse a value as it stands."""
    raise Unfit(describe(node), allowed, node.line)


def scalar(node: strictyaml.Node) -> str:
    """One value, not empty, without spaces around it."""
    if not isinstance(node, strictyaml.Scalar):
        unfit(node, "chỉ nhận một giá trị")
    value = node.value.strip()
    if not value:
        unfit(node, "hãy viết một giá trị hoặc bỏ hẳn mục này")
    return value


def single_line(node: strictyaml.Node) -> str:
    """A name or title, in NFC as all stored words."""
    value = scalar(node)
    if "\n" in value:
        unfit(node, "chỉ nhận một dòng")
    return unicodedata.normalize("NFC", value)


def listed(
    node: strictyaml.Node, example: str, *, may_be_empty: bool = False
) -> tuple[strictyaml.Node, ...]:
    """The entries of a list."""
    if not isinstance(node, strictyaml.Sequence):
        unfit(node, f"phải là danh sách trong ngoặc vuông, ví dụ {example}")
    if not node.items and not may_be_empty:
        unfit(node, f"hãy viết ít nhất một giá trị, ví dụ {example}, hoặc bỏ hẳn mục này")
    return node.items


def distinct(
    node: strictyaml.Node,
    example: str,
    convert: Callable[[strictyaml.Node], T],
    *,
    may_be_empty: bool = False,
) -> tuple[T, ...]:
    """The converted entries of a list; refuses one that is there twice."""
    found: list[T] = []
    for entry in listed(node, example, may_be_empty=may_be_empty):
        value = convert(entry)
        if value in found:
            raise Unfit(f"{describe(entry)} hai lần", "mỗi giá trị chỉ viết một lần", entry.line)
        found.append(value)
    return tuple(found)


def one_of(known: Iterable[str]) -> Callable[[strictyaml.Node], str]:
    """A reader of one of the known names."""
    names = tuple(known)

    def convert(node: strictyaml.Node) -> str:
        value = scalar(node)
        if value not in names:
            unfit(node, choice(value, names))
        return value

    return convert


def choice(found: str, known: Iterable[str]) -> str:
    """“có phải là “x”? được dùng: …”: a suggestion where one is near, and what is allowed."""
    names = sorted(known)
    if not names:
        return "hiện chưa có giá trị nào dùng được ở đây"
    near = get_close_matches(found.lower(), names, n=1, cutoff=0.6)
    hint = f"có phải ý là “{near[0]}”? " if near else ""
    rest = ", …" if len(names) > _SHOWN else ""
    return f"{hint}được dùng: {', '.join(names[:_SHOWN])}{rest}"


def describe(node: strictyaml.Node) -> str:
    """What was found, in words for the office."""
    if isinstance(node, strictyaml.Scalar):
        return f"“{_short(node.value)}”" if node.value.strip() else "giá trị trống"
    return "một danh sách" if isinstance(node, strictyaml.Sequence) else "một nhóm mục con"


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
