"""Renders templates that strangers may have written: an allow-list, bounds on all work, no gaps.

One Sandbox lives as long as the process and is shared by its threads. What it allows is in
content/grammar.py, what runs in content/operations.py; it needs no limit of the operating system.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from habac24h.content.compiler import Compiled, Shared, compile_text, environment
from habac24h.content.missing import Missing
from habac24h.content.operations import MAX_INTEGER, MAX_OUTPUT, MAX_TURNS, Meter, Page, Stop
from habac24h.errors import TemplateError

Scalar: TypeAlias = str | int | bool | None
Value: TypeAlias = Scalar | Sequence[Scalar]
"""What a template may be given; None is the same as not given."""

MAX_KEPT = 256
"""Compiled templates that are kept; a year of the office uses about a hundred."""


@dataclass(frozen=True)
class Rendered:
    """A text, the names that it lacked, and the names that its template refers to."""

    text: str
    missing: tuple[str, ...]
    used: tuple[str, ...]


class Sandbox:
    """Checks and renders templates; `shared` gives the pieces that they include."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._env = environment()
        self._kept: OrderedDict[tuple[bytes, bool], Compiled] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, source: str, name: str) -> None:
        """Raise TemplateError (template, line, what was found, what is allowed) or return."""
        self._compiled(source, name)

    def render(self, source: str, name: str, values: Mapping[str, Value]) -> Rendered:
        """The text for these values: NFC, lines right-stripped, at most one empty line in a row.

        Raises TemplateError where the template is refused or oversteps a bound, TypeError or
        ValueError where the program itself passes something else than plain data.
        """
        compiled = self._compiled(source, name)
        record: dict[str, None] = {}
        try:
            given = _copied(values, record)
            for wanted in compiled.used:
                if wanted not in given:
                    given[wanted] = Missing(name=wanted, record=record)
            text = _tidy(_produced(compiled, given, record))
        except Stop as stop:
            line = _line(compiled, stop)
            raise TemplateError(
                name=name, line=line, wrong=stop.wrong, advice=stop.advice
            ) from None
        return Rendered(text, tuple(record), compiled.used)

    def _compiled(self, source: str, name: str) -> Compiled:
        source = source.removeprefix("\ufeff")
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()
        key = (digest, name.startswith("chung/"))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is not None and all(self._shared(piece) == text for piece, text in kept.pieces):
            return kept
        made = compile_text(self._env, source, name, self._shared)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return made


def _copied(values: Mapping[str, Value], record: dict[str, None]) -> dict[str, object]:
    """Plain copies of plain data; anything else is a fault of the program."""
    given: dict[str, object] = {}
    size = 0
    for name, value in values.items():
        if isinstance(value, list | tuple):
            items = tuple(
                Missing(name=name, record=record) if item is None else _scalar(name, item)
                for item in value
            )
            given[name] = items
            size += sum(len(item) for item in items if isinstance(item, str))
            if len(items) > MAX_TURNS:
                raise Stop(f"danh sách “{name}” dài quá {MAX_TURNS} mục", "rút ngắn danh sách")
        elif value is not None:
            given[name] = plain = _scalar(name, value)
            size += len(plain) if isinstance(plain, str) else 0
    if size > MAX_OUTPUT:
        raise Stop(f"dữ liệu đưa vào dài quá {MAX_OUTPUT} ký tự", "rút ngắn dữ liệu")
    return given


def _scalar(name: str, value: object) -> str | int | bool:
    kind = type(value)
    if kind is str or kind is bool:
        return value  # type: ignore[return-value]
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        number = int.__index__(value)
        if abs(number) < MAX_INTEGER:
            return number
        raise ValueError(f"{name}: an integer of more than 15 digits")
    raise TypeError(f"{name}: a template takes plain data, not {kind.__name__}")


def _produced(compiled: Compiled, given: dict[str, object], record: dict[str, None]) -> str:
    """Run the template, measuring the text while it is made."""
    page = compiled.template.new_context(given, shared=True)
    assert isinstance(page, Page)
    page.meter, page.record = Meter(), record
    pieces: list[str] = []
    size = 0
    for piece in compiled.template.root_render_func(page):
        size += len(piece)
        if size > MAX_OUTPUT:
            raise Stop(f"văn bản làm ra dài quá {MAX_OUTPUT} ký tự", "rút ngắn mẫu hoặc dữ liệu")
        pieces.append(piece)
    return "".join(pieces)


def _tidy(text: str) -> str:
    """NFC, no trailing blanks, at most one empty line in a row, none at either end."""
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n")]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n")


def _line(compiled: Compiled, stop: Stop) -> int | None:
    """The line of the template that was running when a bound was overstepped."""
    line, trace = None, stop.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is compiled.template.root_render_func.__code__:
            line = compiled.template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line
