"""The words that a text must hold before a pattern can match: most texts hold few of them.

Looking for plain words first makes a check several times faster than running every pattern.
"""

from __future__ import annotations

from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]  # the only reader of patterns there is
from typing import Any

Needles = frozenset[str]
"""One of these stands in every match; empty: nothing is known, the pattern must be run."""

UNKNOWN: Needles = frozenset()
_BLANK = {" ", "\n"}


def flat(text: str) -> str:
    """The text as needles are looked for in it: a line end is a blank."""
    return text.replace("\n", " ")


def may_match(needles: Needles, flattened: str) -> bool:
    """Whether a pattern with these needles can match the text at all."""
    return not needles or any(needle in flattened for needle in needles)


def needles_of(pattern: str) -> Needles:
    """The best needles of a pattern: the set whose shortest word is longest."""
    return _of_sequence(_parser.parse(pattern))


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> Needles:
    best, run = UNKNOWN, ""
    for operation, argument in parsed:
        sign = _sign(str(operation), argument)
        if sign:
            run += sign
            continue
        best = max(best, _single(run), _of_group(str(operation), argument), key=_worth)
        run = ""
    return max(best, _single(run), key=_worth)


def _sign(operation: str, argument: Any) -> str:
    """A letter, or the blank that stands for [ \\n]; empty for anything else."""
    if operation == "LITERAL":
        return chr(argument)
    if operation == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):
        return " " if {chr(code) for _, code in argument} == _BLANK else ""
    return ""


def _of_group(operation: str, argument: Any) -> Needles:
    if operation == "SUBPATTERN":
        added_flags = argument[1]
        return UNKNOWN if added_flags else _of_sequence(argument[-1])
    if operation == "BRANCH":
        each = [_of_sequence(branch) for branch in argument[1]]
        return frozenset().union(*each) if all(each) else UNKNOWN
    if operation in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    return UNKNOWN


def _single(run: str) -> Needles:
    return frozenset({run}) if run.strip() else UNKNOWN


def _worth(needles: Needles) -> tuple[int, int]:
    return (min(map(len, needles)), -len(needles)) if needles else (0, 0)
