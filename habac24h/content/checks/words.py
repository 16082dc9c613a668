"""Words that blame, belittle, expose or are out of date: the rules of words/lint.yaml, applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from habac24h.content.checks import context
from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import Folded
from habac24h.content.checks.needles import flat, may_match
from habac24h.content.checks.wordbook import Part, Rule

HARMLESS = "Chỗ này có vẻ đang phủ định, phê phán hoặc nhắc chuyện cũ nên chỉ nhắc để xem lại"


def find(folded: Folded, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Every find of every rule, each place of a rule once."""
    texts = {cased: folded.cased if cased else folded.text for cased in (True, False)}
    flattened = {cased: flat(text) for cased, text in texts.items()}
    for rule in rules:
        text = texts[rule.cased]
        parts = [part for part in rule.parts if may_match(part.needles, flattened[rule.cased])]
        ends = 0
        for start, end in sorted({span for part in parts for span in _spans(part, text)}):
            if start >= ends:
                yield _finding(rule, folded, start, end)
                ends = end


def _spans(part: Part, text: str) -> Iterator[tuple[int, int]]:
    for hit in part.pattern.finditer(text):
        start, end = hit.span()
        if start < end and not _is_innocent(part, text, start, end):
            yield start, end


def _is_innocent(part: Part, text: str, start: int, end: int) -> bool:
    first, last = context.sentence(text, start, end)
    return (
        _searches(part.before, text[first:start])
        or (part.after is not None and part.after.match(text, end) is not None)
        or _searches(part.sentence, text[first:last])
    )


def _searches(pattern: re.Pattern[str] | None, stretch: str) -> bool:
    return pattern is not None and pattern.search(stretch) is not None


def _finding(rule: Rule, folded: Folded, start: int, end: int) -> Finding:
    first, last = folded.span(start, end)
    severity, why = rule.severity, rule.why
    if severity != "info" and _is_harmless(rule, folded.text, start, end):
        severity, why = "info", f"{why}. {HARMLESS}"
    return Finding(rule.id, severity, first, last, folded.given[first:last], rule.better, f"{why}.")


def _is_harmless(rule: Rule, text: str, start: int, end: int) -> bool:
    if rule.history and context.historical(text, start, end):
        return True
    if rule.context == "none":
        return False
    return context.denied(text, start, end, criticism_only=rule.context == "criticism")
