"""Tries a pattern on texts made to hurt it, in a process that can be ended: some never come back.

Python's matcher cannot be interrupted and holds everything else up; `(a+)+$` on forty letters would
stop the whole office. So a pattern that somebody wrote is tried elsewhere first: every repeated
part of it, repeated until it hurts, with an end that does not fit.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from re import _parser  # type: ignore[attr-defined]  # the only reader of patterns there is
from typing import Any

SECONDS_MOST = 0.5
"""Processor time of one pattern on one text; the shipped rules need a few milliseconds."""
WAIT = 10
"""Seconds until the process is ended, however busy the machine is."""
TIMES = (30, 400)
"""How often a part is repeated: enough for what doubles with each letter, and for squares."""

_PROGRAM = """
import json, re, sys, time
most, tried = json.load(sys.stdin)
for number, (pattern, texts) in enumerate(tried):
    compiled = re.compile(pattern)
    for text in texts:
        began = time.process_time()
        for _ in compiled.finditer(text):
            pass
        if time.process_time() - began > most:
            print(number)
            sys.exit(0)
"""


def too_slow(patterns: Iterable[re.Pattern[str]]) -> str | None:
    """The first pattern that takes too long on some text; None when all are quick."""
    tried = [(one.pattern, list(hurting(one.pattern))) for one in patterns]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM],
            input=json.dumps([SECONDS_MOST, tried]).encode(),
            capture_output=True,
            timeout=WAIT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return tried[0][0] if len(tried) == 1 else _one_by_one(tried)
    number = done.stdout.strip()
    return tried[int(number)][0] if number else None


def _one_by_one(tried: list[tuple[str, list[str]]]) -> str:
    """Which of several patterns it was that did not come back."""
    for pattern, _texts in tried[:-1]:
        if too_slow([re.compile(pattern)]):
            return pattern
    return tried[-1][0]


def hurting(pattern: str) -> Iterator[str]:
    """Texts that almost match: each repeated part of the pattern, repeated, then a wrong end."""
    seen: set[str] = set()
    for before, part in _repeated(_parser.parse(pattern), ""):
        for times in TIMES:
            text = f"{before}{part * times}\x00"
            if part and text not in seen:
                seen.add(text)
                yield text


def _repeated(parsed: Iterable[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    """Each part that may repeat, with what stands before it; branches count one by one."""
    for operation, argument in parsed:
        kind = str(operation)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[1] > 1:
            for part in _samples(argument[2]):
                yield before, part
            yield from _repeated(argument[2], before)
        else:
            for inner in _inner(kind, argument):
                yield from _repeated(inner, before)
        before += next(iter(_samples([(operation, argument)])), "")


def _inner(kind: str, argument: Any) -> list[Any]:
    if kind == "BRANCH":
        return list(argument[1])
    if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        return [argument[-1] if kind == "SUBPATTERN" else argument]
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [argument[2]]
    return []


def _samples(parsed: Iterable[tuple[Any, Any]]) -> list[str]:
    """A few texts that the sequence matches, more or less: one for each branch it begins with."""
    found = [""]
    for operation, argument in parsed:
        pieces = _sample(str(operation), argument)
        found = [f"{start}{piece}" for start in found for piece in pieces][:8]
    return found


def _sample(kind: str, argument: Any) -> list[str]:
    match kind:
        case "LITERAL":
            return [chr(argument)]
        case "NOT_LITERAL" | "ANY":
            return ["a"]
        case "IN":
            return [_of_class(argument)]
        case "BRANCH":
            return [text for branch in argument[1] for text in _samples(branch)][:8]
        case "SUBPATTERN":
            return _samples(argument[-1])
        case "ATOMIC_GROUP":
            return _samples(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [text * max(argument[0], 1) for text in _samples(argument[2])]
        case _:
            return [""]


def _of_class(members: list[tuple[Any, Any]]) -> str:
    """One letter of a character class."""
    for kind, value in members:
        match str(kind):
            case "LITERAL":
                return chr(value)
            case "RANGE":
                return chr(value[0])
            case "CATEGORY" if "DIGIT" in str(value):
                return "1"
            case "CATEGORY" if "SPACE" in str(value):
                return " "
    return "a"
