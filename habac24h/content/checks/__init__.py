"""Looks at a finished text and says what stands in the way of sending it out."""

from __future__ import annotations

from collections.abc import Iterator

from habac24h.content.checks import gaps, lengths
from habac24h.content.checks.finding import Finding, Severity

__all__ = ["Finding", "Severity", "check"]


def check(text: str, channel: str) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the text."""
    found = _all(text, channel)
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))


def _all(text: str, channel: str) -> Iterator[Finding]:
    yield from gaps.empty(text)
    yield from gaps.blanks(text)
    yield from gaps.braces(text)
    yield from lengths.facebook_length(text, channel)
    yield from lengths.banner_words(text, channel)
