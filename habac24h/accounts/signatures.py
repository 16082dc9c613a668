"""Whom a name written on paper means: an account is found under every usual way to write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from habac24h.accounts.names import Names

_PARTS = re.compile(r"[,;/()\n]|\s[-–—]\s|\s[-–—]|[-–—]\s")
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_STYLES = ("đồng chí", "đ/c", "đ.c", "đc", "ông", "bà", "anh", "chị", "cô", "chú", "bác")
_POSTS = (
    *("phó", "chủ", "trưởng", "bí", "giám", "hiệu", "chánh", "quyền"),
    *("công", "cán", "chuyên", "p.", "pct", "ct", "ủy"),
)
"""How a post begins that somebody writes right behind the name."""


def means(written: str, login: str, called: Names) -> bool:
    """Whether what stands on the paper may be this person; in doubt it is.

    Compared without regard to capitals, the place of a tone (hoà, hòa), styles (ông, bà, đồng chí)
    and posts around the name; a name typed without any marks is everybody's who is written so.
    """
    person = called.people.get(login)
    parts = [*_parts(written), _plain(written)]
    if _names(written, login, called) or _folded(login) in parts:
        return True
    name = _plain(person.name) if person and person.name else ""
    return bool(name) and any(_same(part, name) for part in parts)


def meant(written: str, called: Names, logins: Iterable[str]) -> str | None:
    """The one of these people whom it names in full; None where it is nobody or several."""
    found = [login for login in logins if _names(written, login, called)]
    return found[0] if len(found) == 1 else None


def _names(written: str, login: str, called: Names) -> bool:
    """Whether it is one of the person's names in full, whatever stands between name and post."""
    return any(_parts(words) == _parts(written) for words in called.words_for(login))


def _parts(words: str) -> list[str]:
    return [part for one in _PARTS.split(words) if (part := _plain(one))]


def _same(part: str, name: str) -> bool:
    if _bare(part) == part:  # typed without marks: then the marks of the name say nothing
        name = _bare(name)
    behind = _bare(part.removeprefix(f"{name} ").partition(" ")[0])
    return (
        part == name
        or part.endswith(f" {name}")
        or name.endswith(f" {part}")
        or (part.startswith(f"{name} ") and behind in _POST_WORDS)
    )


def _plain(words: str) -> str:
    """The words folded, without the styles before a name."""
    found = _folded(words)
    for style in map(_folded, _STYLES):
        found = found.removeprefix(f"{style} ") if found != style else found
    return found


def _folded(words: str) -> str:
    """Small letters, single blanks, each word's tone behind it: so hoà and hòa are one."""
    return " ".join(map(_word, unicodedata.normalize("NFD", words.casefold()).split()))


def _word(word: str) -> str:
    tones = "".join(sign for sign in word if sign in _TONES)
    return "".join(sign for sign in word if sign not in _TONES) + tones


def _bare(words: str) -> str:
    marks = (sign for sign in words if not unicodedata.combining(sign))
    return "".join(marks).replace("đ", "d")


_POST_WORDS = frozenset(_bare(_folded(one)) for one in _POSTS)
