"""Whether what a rule found is said, or is denied, criticised or told as history.

A denial counts when it stands at most 30 characters before, in the same sentence, and is not
itself denied ("không thể phủ nhận", "đừng quên").
"""

from __future__ import annotations

import re

from habac24h.content.checks.wordbook import wordbook

WINDOW = 30
"""Characters before a find in which a denial counts (the list's own measure)."""
AFTER = 60
"""Characters behind a find in which "là định kiến" counts."""
LONGEST = 400
"""Characters looked at on each side; what has no sentence end for so long is no sentence."""

_END = re.compile(r'[.!?…]["\')\]]*(?=[\s\f]|$)|[;\f•]|\n(?=[-*+>]|\d+[.)])')
_CODE = re.compile(r"\d+/\d{4}/|\d+/[a-zđ]+-[a-zđ&]+")


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a find begins and ends."""
    return sentence_start(text, start), sentence_end(text, end)


def sentence_start(text: str, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    begin = max(0, at - LONGEST)
    ends = [hit.end() for hit in _END.finditer(text[:at], begin)]
    # The sentence's own last sign is no border for what stands at its end.
    return max((end for end in ends if end <= at), default=begin)


def sentence_end(text: str, at: int) -> int:
    """Where the sentence that holds `at` ends."""
    hit = _END.search(text, at, min(len(text), at + LONGEST))
    return hit.start() if hit else min(len(text), at + LONGEST)


def denied(text: str, start: int, end: int, *, criticism_only: bool = False) -> bool:
    """Whether the find is denied, criticised, or quoted to be criticised.

    With `criticism_only`, "đừng" and "chớ" do not count: for rules whose fault is the ban itself
    ("đừng mặc hở hang").
    """
    denials = wordbook().denials
    first, last = sentence(text, start, end)
    before, after = _without_cancels(text[first:start]), _without_cancels(text[end:last])
    near = before[-WINDOW:]
    return (
        denials.critics.search(near) is not None
        or (not criticism_only and denials.prohibitions.search(near) is not None)
        or denials.judged.search(after[:AFTER]) is not None
        or (denials.told.search(before) is not None and _is_judged_next(text, end))
        or _is_quoted_to_criticise(text, start, end)
    )


def historical(text: str, start: int, end: int) -> bool:
    """Whether the sentence speaks of former times, or cites a document by its number.

    Bodies keep the names under which they signed.
    """
    first, last = sentence(text, start, end)
    around = f"{text[first:start]} … {text[end:last]}"
    if wordbook().denials.history.search(around) is not None:
        return True
    return _CODE.search(text[first:start]) is not None


def _without_cancels(stretch: str) -> str:
    return wordbook().denials.cancels.sub(lambda hit: "~" * len(hit[0]), stretch)


def _is_judged_next(text: str, end: int) -> bool:
    """Whether the sentence after this one says "Đó là những định kiến"."""
    last = sentence_end(text, end)
    following = text[last : sentence_end(text, last + 1)]
    return wordbook().denials.judged_next.search(following[:AFTER]) is not None


def _is_quoted_to_criticise(text: str, start: int, end: int) -> bool:
    quote = _quote_around(text, start, end)
    if quote is None:
        return False
    opens, closes = quote
    first, last = sentence(text, opens, closes)
    around = f"{_without_cancels(text[first:opens])} … {_without_cancels(text[closes:last])}"
    denials = wordbook().denials
    if denials.quoted.search(around) is not None:
        return True
    return denials.answered.match(text[closes : closes + AFTER].lstrip(' .,-"')) is not None


def _quote_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The quotation marks (folded to straight ones) around a find, within its paragraph."""
    begin = text.rfind("\f", 0, start) + 1
    opens = text.rfind('"', begin, start)
    closes = text.find('"', end)
    paragraph = text.find("\f", end)
    if text.count('"', begin, start) % 2 == 0 or closes < 0 or 0 <= paragraph < closes:
        return None
    return opens, closes + 1
