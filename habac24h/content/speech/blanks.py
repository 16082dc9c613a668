"""Blanks of a form: "ngày   tháng   năm 2026", rows of dots and underscores."""

from __future__ import annotations

import re

from habac24h.content.speech.questions import Notes

_DATE = re.compile(r"\b[Nn]gày(?P<a>[\s._]*)tháng(?P<b>[\s._]*)năm\b(?P<c>\s*\d{4}\b|\s*[._]+)?")
_DAY = re.compile(r"\b([Nn]gày)[\s._]+tháng\s+(?=\d)")
_MONTH = re.compile(r"\b([Nn]gày\s+\d{1,2}\s+tháng)\s*[._]{2,}\s*(?=năm\b)")
_SLASHED = re.compile(
    r"\b([Nn]gày\s+)?(?:[._]{2,}|\d{1,2})\s*/\s*(?:[._]{2,}\s*/\s*(?:\d{4}\b|[._]{2,})|[._]{2,}(?!\w))"
    r"|\b([Nn]gày\s+)?[._]{2,}\s*/\s*\d{1,2}(?:/\d{4})?\b"
)
"""A date with a part to be filled in: ngày .../.../2026, ngày .../6/2026, 15/.../2026."""
_ROW = re.compile(r"\.{4,}|_{3,}")
_SHORT_ROW = re.compile(r"(?<=[Ss]ố)(?:\s*:)?\s*\.{3}(?=\s*/)|(?<=:)\s*\.{3}\s*$")
"""Three dots are a blank, no pause, before the slash of a code and where a value is due."""
_NUMBER_LEFT_OUT = re.compile(r"\b[Ss]ố\s*:?[\s._]*$")


def mark_blanks(text: str, notes: Notes) -> str:
    """Mark what was left to be filled in by hand."""
    text = _DATE.sub(lambda found: _date(found, notes), text)
    text = _DAY.sub(lambda found: f"{found[1]} {notes.blank(found[0])} tháng ", text)
    text = _MONTH.sub(lambda found: f"{found[1]} {notes.blank(found[0])} ", text)
    text = _SLASHED.sub(lambda found: notes.blank(found[0]), text)
    text = _SHORT_ROW.sub(lambda found: found[0].replace("...", "...."), text)
    return _ROW.sub(lambda found: _row(found, notes), text)


def _date(found: re.Match[str], notes: Notes) -> str:
    """ "ngày tháng năm sinh" is a phrase; only a year or dots make it a blank date."""
    dotted = any("." in found[gap] or "_" in found[gap] for gap in "ab")
    return notes.blank(found[0]) if found["c"] or dotted else found[0]


def _row(found: re.Match[str], notes: Notes) -> str:
    """The row in "số ....../KH-UBND" is marked with its code."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    if _NUMBER_LEFT_OUT.search(before) and after.lstrip().startswith("/"):
        return ""
    return f" {notes.blank(found[0])} "
