"""Looks at a finished text and says what stands in the way of sending it out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from habac24h.content.checks import (
    anniversaries,
    dates,
    examples,
    gaps,
    glyphs,
    lengths,
    misspellings,
    phones,
    unfilled,
    words,
)
from habac24h.content.checks.finding import Finding, Severity
from habac24h.content.checks.folding import Folded, fold
from habac24h.content.checks.wordbook import wordbook
from habac24h.content.own import SHIPPED, Own

__all__ = ["Finding", "Severity", "check"]


def check(
    text: str,
    channel: str,
    *,
    title: str = "",
    due: date | None = None,
    allowed_phones: Collection[str] = (),
    own: Own = SHIPPED,
) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the text.

    `due` is the local day on which the text goes out; `allowed_phones` are facts with numbers
    that the office gave, `own` its own rules and hotlines. Offsets are code points of `text` as
    given, in any normal form; what is found in the title stands at 0.
    """
    found = [
        *_all(text, channel, due, allowed_phones, own),
        *_of_title(title, channel, allowed_phones, own),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))


def _all(
    text: str, channel: str, due: date | None, allowed_phones: Collection[str], own: Own
) -> Iterator[Finding]:
    yield from gaps.empty(text)
    yield from gaps.blanks(text)
    yield from gaps.braces(text)
    yield from lengths.facebook_length(text, channel)
    yield from lengths.banner_words(text, channel)
    yield from lengths.banner_lines(text, channel)
    yield from lengths.script_minutes(text, channel)
    yield from glyphs.find(text, channel)
    folded = fold(text)
    yield from unfilled.find(folded, channel)
    yield from examples.find(folded)
    yield from _by_rules(folded, allowed_phones, own)
    yield from dates.find(folded, due)
    yield from anniversaries.find(folded, due)
    yield from misspellings.find(folded)


def _by_rules(folded: Folded, allowed_phones: Collection[str], own: Own) -> Iterator[Finding]:
    """What the rule book forbids, and numbers that lead to one person."""
    book = wordbook(own.rules)
    yield from words.find(folded, book.rules)
    yield from phones.find(folded, allowed_phones, book.rule(phones.RULE), own.hotlines)


def _of_title(
    title: str, channel: str, allowed_phones: Collection[str], own: Own
) -> Iterator[Finding]:
    """The title is read by people too, but a finding's offsets belong to the text."""
    yield from lengths.title_length(title, channel)
    folded = fold(title)
    rules = _by_rules(folded, allowed_phones, own)
    named = (*gaps.braces(title), *examples.find(folded), *rules, *misspellings.find(folded))
    for finding in named:
        yield replace(finding, start=0, end=0, why=f"Ở tiêu đề: {finding.why}")
