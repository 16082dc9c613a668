"""Words in capitals written small again, for cards, and in capitals, for banners.

A headline of sixty capitals shouts; written small it needs its names' capitals back. Names come
from the office's own list, from its key dates and from whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from habac24h.content.speech.capitals import is_syllable
from habac24h.content.speech.words import words
from habac24h.printing.artwork.breaks import listed

_WEB = (
    *("video", "clip", "online", "email", "web", "website", "livestream", "chat", "QR"),
    *("Internet", "Facebook", "Zalo", "TikTok", "Fanpage", "YouTube", "Google"),
)
_BORROWED = {one.casefold(): one for one in _WEB}
"""Words of the web, as they are written inside a sentence."""
_TOKEN = re.compile(r"[^\W\d_]+")
_BEGIN = re.compile(r"(^[“\"‘'(]*|[.?!…]\s+[“\"‘'(]*)([^\W\d_])")


def sentence_case(text: str, names: Iterable[str] = ()) -> str:
    """Write a text of capitals as a sentence; one that has small letters stays as it is.

    What can be no Vietnamese syllable (UBND, HIV) stays in capitals.
    """
    if not is_capitals(text):
        return text
    small = _TOKEN.sub(lambda found: _small(found[0]), text)
    begun = _BEGIN.sub(lambda found: found[1] + found[2].upper(), small)
    known = tuple(dict.fromkeys((*names, *words().name_list)))
    pattern, spelt = _names(known)
    return pattern.sub(lambda found: _as_begun(found, spelt[found[0].casefold()]), begun)


def is_capitals(text: str) -> bool:
    """Whether all its words are in capitals; one word alone may be a name (HIV) and is not."""
    letters = _TOKEN.findall(text)
    return len(letters) > 1 and all(one == one.upper() for one in letters)


def _small(token: str) -> str:
    return token.lower() if is_syllable(token) else _BORROWED.get(token.casefold(), token)


def _as_begun(found: re.Match[str], name: str) -> str:
    """A name's own spelling, with a capital where a sentence begins with it."""
    return name[:1].upper() + name[1:] if found[0][:1].isupper() else name


@lru_cache(maxsize=8)
def _names(names: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The longest first, so that a whole name wins over its part."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
    return pattern, {name.casefold(): name for name in reversed(ordered)}


def banner_lines(
    lines: tuple[str, ...], letters: str, names: Iterable[str] = ()
) -> tuple[str, ...]:
    """A banner's lines as they were written (`nhu-soan`), in capitals (`hoa`) or small (`thuong`).

    Written small, a line begins with a capital unless it goes on with a small word ("và …").
    """
    if letters == "hoa":
        return tuple(line.upper() for line in lines)
    if letters == "thuong":
        small = [sentence_case(line, names) for line in lines]
        return tuple(_going_on(line) if number else line for number, line in enumerate(small))
    return lines


def _going_on(line: str) -> str:
    first = line.split(maxsplit=1)[0]
    return line[:1].lower() + line[1:] if first.lower() in listed("opening") else line
