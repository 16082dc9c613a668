"""Patterns that would stop the office are found before they are stored; shipped ones are quick."""

from __future__ import annotations

import re

import pytest

from habac24h.content.checks import trial
from habac24h.content.checks.trial import hurting, too_slow
from habac24h.content.checks.wordbook import Denials, wordbook
from habac24h.content.speech.words import words


@pytest.mark.parametrize("pattern", [r"(?:a+)+b", r"(?:x|xy|y)*z", r"x\s*\s*\s*\s*\s*\s*y"])
def test_a_pattern_that_never_comes_back_is_found(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "WAIT", 2)
    assert too_slow([re.compile("quick"), re.compile(pattern)]) == pattern


def test_every_shipped_pattern_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "WAIT", 120)
    book, known = wordbook(), words()
    parts = [part for rule in book.rules for part in rule.parts]
    every = [one for p in parts for one in (p.pattern, p.before, p.after, p.sentence)]
    every += [getattr(book.denials, name) for name in Denials.__dataclass_fields__]
    entries = [one for some in known.by_abbr.values() for one in some]
    every += [known.pattern, known.names, *(p for one in entries for p in (one.next, one.prev))]
    assert too_slow([one for one in every if one is not None]) is None


def test_the_texts_repeat_each_repeated_part_and_end_wrongly() -> None:
    assert list(hurting("ab(?:cx|dy)+e")) == [
        f"ab{part * times}\x00" for part in ("cx", "dy") for times in trial.TIMES
    ]
