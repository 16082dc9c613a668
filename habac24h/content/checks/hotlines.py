"""The hotlines that may be printed and read: words/hotlines.yaml, and the office's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from habac24h import strictyaml
from habac24h.content.own import Texts
from habac24h.errors import DefinitionError

FILE = "hotlines.yaml"
NEEDED = ("number", "label", "free", "source")
KEYS = (*NEEDED, "verified_on")


@dataclass(frozen=True)
class Hotline:
    """One number; `verified_on` is the day on which somebody of the commune called it."""

    number: str
    label: str
    free: bool
    source: str
    verified_on: date | None = None

    @property
    def id(self) -> str:
        """Its digits: the name under which an office changes it."""
        return "".join(sign for sign in self.number if sign.isdigit())


def is_national(number: str) -> bool:
    """Whether it is a short number of the whole country (111 to 115, 1022).

    Nobody calls these for a test: whoever tries 113 keeps the line from somebody in need. They are
    compared with an official source instead.
    """
    digits = "".join(sign for sign in number if sign.isdigit())
    return len(digits) in (3, 4) and digits.startswith("1")


@lru_cache(maxsize=8)
def hotlines(own: Texts = ()) -> tuple[Hotline, ...]:
    """The shipped numbers with the office's own in place of theirs; raises DefinitionError.

    An own entry that cannot be read leaves the shipped one standing.
    """
    if not own:
        top = strictyaml.read(shipped_text(), FILE)
        items = top.entries.get("items") if isinstance(top, strictyaml.Mapping) else None
        if not isinstance(items, strictyaml.Sequence):
            raise _wrong(FILE, top.line, "items", "không có danh sách", "cần “items:”")
        return tuple(_hotline(item, FILE) for item in items.items)
    shipped = {one.id: one for one in hotlines()}
    instead = {number: _own(number, text, shipped) for number, text in own}
    return tuple(one for one in {**shipped, **instead}.values() if one is not None)


def shipped_text() -> str:
    """The file that comes with the program."""
    return resources.files("habac24h.content").joinpath("words", FILE).read_text(encoding="utf-8")


def read_hotline(text: str, file: str) -> Hotline:
    """One number from the text of its entry alone; raises DefinitionError."""
    return _hotline(strictyaml.read(text, file), file)


def _own(number: str, text: str, shipped: Mapping[str, Hotline]) -> Hotline | None:
    if not text.strip():
        return None
    try:
        return read_hotline(text, f"hotlines/{number}")
    except DefinitionError:
        return shipped.get(number)


def _hotline(node: strictyaml.Node, file: str) -> Hotline:
    given = node.entries if isinstance(node, strictyaml.Mapping) else {}
    for key in NEEDED:
        if key not in given:
            raise _wrong(file, node.line, key, "không có mục này", f"cần {', '.join(NEEDED)}")
    values = {key: _text(one, key, file) for key, one in given.items()}
    if not 3 <= sum(sign.isdigit() for sign in values["number"]) <= 11:
        raise _wrong(file, given["number"].line, "number", values["number"], "cần 3 đến 11 chữ số")
    if values["free"] not in ("yes", "no"):
        raise _wrong(file, given["free"].line, "free", values["free"], "chỉ nhận yes hoặc no")
    called = given.get("verified_on")
    return Hotline(
        values["number"],
        values["label"],
        values["free"] == "yes",
        values["source"],
        _day(values["verified_on"], called, file) if called is not None else None,
    )


def _text(node: strictyaml.Node, key: str, file: str) -> str:
    if key not in KEYS:
        raise _wrong(file, node.line, key, "mục lạ", f"chỉ có {', '.join(KEYS)}")
    if not isinstance(node, strictyaml.Scalar):
        raise _wrong(file, node.line, key, "một nhóm hay danh sách", "cần một dòng chữ")
    return node.value


def _day(written: str, node: strictyaml.Node, file: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        allowed = "viết năm-tháng-ngày, ví dụ 2026-11-20"
        raise _wrong(file, node.line, "verified_on", written, allowed) from None


def _wrong(file: str, line: int, field: str, found: str, allowed: str) -> DefinitionError:
    return DefinitionError(file=file, line=line, field=field, found=found, allowed=allowed)
