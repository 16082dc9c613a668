"""Renders templates that strangers may have written: an allow-list, bounds on all work, no gaps.

One Sandbox lives as long as the process and is shared by its threads. What it allows is in
content/grammar.py, what runs in content/operations.py; it needs no limit of the operating system.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from habac24h.content.compiler import Compiled, Shared, compile_text, environment
from habac24h.content.operations import (
    LISTED,
    MAX_INTEGER,
    MAX_OUTPUT,
    Answer,
    Items,
    Page,
    Stop,
)
from habac24h.errors import TemplateError

Scalar: TypeAlias = str | int | bool | None
Value: TypeAlias = Scalar | Sequence[Scalar]
"""What a template may be given; None is the same as not given."""

PIECES = 32
"""Pieces of a text that are put together before its length is looked at."""
MAX_KEPT = 256
"""Compiled templates that are kept; a year of the office uses about a hundred."""
UNTIDY = re.compile(r"\n(?:(?<=[^\S\n]\n)|(?=\n\n))")
"""Blanks at the end of a line, or two empty lines; begins with a letter so that it runs fast."""
TEXTS = {str}


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

    def with_pieces(self, shared: Shared) -> Sandbox:
        """This sandbox with other shared pieces; what is compiled is kept by both.

        A template whose pieces are others than it was compiled with is compiled again.
        """
        other = copy.copy(self)
        other._shared = shared
        return other

    def check(self, source: str, name: str) -> None:
        """Raise TemplateError (template, line, what was found, what is allowed) or return."""
        self._compiled(source, name)

    def render(self, source: str, name: str, values: Mapping[str, Value]) -> Rendered:
        """The text for these values: NFC, lines right-stripped, at most one empty line in a row.

        Raises TemplateError where the template is refused or oversteps a bound, TypeError or
        ValueError where the program itself passes something else than plain data.
        """
        compiled = self._compiled(source, name)
        page = Page(values)
        _make_plain(page, values)
        try:
            text = _tidy(_produced(compiled, page))
        except Stop as stop:
            line = _line(compiled, stop)
            raise TemplateError(
                name=name, line=line, wrong=stop.wrong, advice=stop.advice
            ) from None
        return Rendered(text, tuple(page.record), compiled.used)

    def _compiled(self, source: str, name: str) -> Compiled:
        key = (_digest(source), name.startswith("chung/"))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is not None and (not kept.pieces or self._fresh(kept)):
            return kept
        made = compile_text(self._env, source.removeprefix("\ufeff"), name, self._shared)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return made

    def _fresh(self, kept: Compiled) -> bool:
        """Whether the shared pieces are still those that the template was compiled with."""
        return all(self._shared(piece) == text for piece, text in kept.pieces)


@functools.lru_cache(MAX_KEPT)
def _digest(source: str) -> bytes:
    """The SHA-256 of a text; remembered, since it costs a tenth of a rendering."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()


def _make_plain(page: Page, values: Mapping[str, Value]) -> None:
    """Replace what was given by plain copies of plain data; anything else is a TypeError.

    No bound on their size: whatever reads or prints them is paid for.
    """
    for name, value in values.items():
        if type(value) is str:
            continue
        if value is None:
            del page[name]
        elif not isinstance(value, LISTED):
            page[name] = _scalar(name, value)
        elif set(map(type, value)) == TEXTS:
            page[name] = Items(value)
        else:
            blank = page.blank(name)
            page[name] = Items([blank if item is None else _scalar(name, item) for item in value])


def _scalar(name: str, value: object) -> str | int:
    """One plain value, or TypeError."""
    if isinstance(value, bool):
        return Answer(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        number = int.__index__(value)
        if abs(number) < MAX_INTEGER:
            return number
        raise ValueError(f"{name}: an integer of more than 15 digits")
    raise TypeError(f"{name}: a template takes plain data, not {type(value).__name__}")


def _produced(compiled: Compiled, page: Page) -> str:
    """Run the template, measuring the text while it is made, some pieces at a time."""
    running = compiled.run(page)
    text = ""
    while some := list(islice(running, PIECES)):
        text += "".join(some)
        if len(text) > MAX_OUTPUT:
            raise Stop(f"văn bản làm ra dài quá {MAX_OUTPUT} ký tự", "rút ngắn mẫu hoặc dữ liệu")
    return text


def _tidy(text: str) -> str:
    """NFC, no trailing blanks, at most one empty line in a row, none at either end."""
    text = unicodedata.normalize("NFC", text)
    if UNTIDY.search(text) is not None:
        text = "\n".join(map(str.rstrip, text.split("\n")))
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n").rstrip()


def _line(compiled: Compiled, stop: Stop) -> int | None:
    """The line of the template that was running when a bound was overstepped."""
    line, trace = None, stop.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is compiled.template.root_render_func.__code__:
            line = compiled.template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line
