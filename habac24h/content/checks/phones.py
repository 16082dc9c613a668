"""Numbers that lead to one person (mobile, identity card), to nobody, or to unknown hotlines.

Shapes: mobile numbers are 0 and nine digits after 3, 5, 7, 8 or 9 since 2018, written with any
blanks, dots or hyphens, with +84, or in words; identity numbers are 12 digits, older ones 9.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from habac24h.content.checks import hotlines
from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import Folded
from habac24h.content.checks.wordbook import Rule
from habac24h.content.own import Texts

RULE = "PR03"
_GAP = r"(?:[ .()-]|\. | - ){0,2}"
_PHONE = re.compile(rf"(?<!\d)(?<!\d[.,/-])(?:\(?\+?84\)?|\(?0)(?:{_GAP}\d){{9,10}}(?!\d|[.,/-]\d)")
_IDENTITY = re.compile(r"(?<!\d)(?<!\d[.,/-])(?:\d{12}|0\d{2}(?:[ .-]\d{3}){3})(?!\d|[.,/-]\d)")
_OLD_IDENTITY = re.compile(r"(?:cmnd|cmtnd|cccd|căn cước|chứng minh)[^.;\f\d]{0,20}(\d{9})(?!\d)")
_SPOKEN_DIGIT = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"
_SPOKEN = re.compile(rf"(?<!\w)(?:(?:{_SPOKEN_DIGIT})(?:[, .\n-]{{1,3}}(?=\w)|(?!\w))){{10,}}")
_SPOKEN_VALUES = dict(zip(_SPOKEN_DIGIT.split("|"), "01123445567789", strict=True))
_HOTLINE = re.compile(r"(?<!\d)(?<!\d[.,/-])1[89]00(?:[ .-]?\d){4,6}(?!\d)")
_DECLARE = "số trong danh bạ đường dây nóng"
_UNKNOWN = (
    "Số này chưa có trong danh bạ đường dây nóng và trong số liệu của đợt; hãy gọi thử rồi khai "
    "vào số liệu."
)
_DATE = re.compile(r"\(?\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_PERSONAL_ADDRESS = ("zalo.me", "wa.me", "t.me", "viber")
_SHORT = re.compile(
    r"(?<!\w)(?:số|gọi|điện thoại|s?đt|hotline|zalo)[^\d\n\f]{0,20}"
    r"(?P<number>0(?:[ .-]?\d){6,8})(?!\d|[ .,/-]{1,2}\d)"
)
"""A number that somebody is to call, and that has too few digits to reach anybody."""
_MISSING = "Số này thiếu chữ số, không gọi được; hãy xem lại và gọi thử."
_WHOLE = re.compile(r"1\d{2,3}|1[89]00\d{4,6}|0\d{9,10}|02\d{1,2}10\d{2}")
_BETWEEN = re.compile(r" [-–] |[,;/]")
_RUN = re.compile(r"\+?\d[\d .()-]{1,20}\d|\d+")


def find(
    folded: Folded, allowed_phones: Collection[str], rule: Rule | None, own_hotlines: Texts = ()
) -> Iterator[Finding]:
    """Personal numbers (block); undeclared landlines, 1800 and 1900 numbers, short ones (warn).

    `allowed_phones` are texts with numbers that the office gave; its hotlines are always allowed.
    `rule` (PR03) says what is better, and why; None where the office switched it off.
    """
    allowed = _digits_of(allowed_phones) | _declared(own_hotlines)
    text = folded.text
    if rule is not None:
        yield from _leading_to_people(folded, allowed, rule)
    yield from _too_short(folded, allowed)
    for start, end in sorted((*_landlines(text), *(hit.span() for hit in _HOTLINE.finditer(text)))):
        if _plain(text[start:end]) not in allowed:
            first, last = folded.span(start, end)
            found = folded.given[first:last]
            yield Finding("SO-LA", "warn", first, last, found, _DECLARE, _UNKNOWN)


def is_phone(written: str) -> bool:
    """Whether it holds at least one number with the digits that a number in Vietnam has."""
    runs = (hit[0] for part in _BETWEEN.split(written) for hit in _RUN.finditer(part))
    return any(_WHOLE.fullmatch(_plain(one)) for one in runs)


def _too_short(folded: Folded, allowed: Collection[str]) -> Iterator[Finding]:
    identities = {start for start, _, _ in _personal(folded.text)}
    for hit in _SHORT.finditer(folded.text):
        start, written = hit.start("number"), hit["number"]
        known = start in identities or _plain(written) in allowed or is_phone(written)
        if not known and not _DATE.match(written):
            first, last = folded.span(start, hit.end("number"))
            found = folded.given[first:last]
            yield Finding("SO-LA", "warn", first, last, found, _DECLARE, _MISSING)


def _leading_to_people(folded: Folded, allowed: Collection[str], rule: Rule) -> Iterator[Finding]:
    text = folded.text
    skipped = [hit.span() for hit in _ADDRESS.finditer(text) if not _is_personal(hit[0])]
    taken: list[tuple[int, int]] = []
    for start, end, digits in sorted(_personal(text)):
        inside = any(a <= start < b for a, b in (*skipped, *taken))
        if inside or digits in allowed:
            continue
        taken.append((start, end))
        first, last = folded.span(start, end)
        found = folded.given[first:last]
        yield Finding(RULE, "block", first, last, found, rule.better, f"{rule.why}.")


def _personal(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and digits of what may lead to a person; the longer comes first."""
    for hit in _IDENTITY.finditer(text):
        yield hit.start(), hit.end(), _plain(hit[0])
    for hit in _OLD_IDENTITY.finditer(text):
        yield hit.start(1), hit.end(1), hit[1]
    for hit in _PHONE.finditer(text):
        digits = _plain(hit[0])
        if _is_mobile(digits) and not _DATE.match(hit[0]):
            yield hit.start(), hit.end(), digits
    for hit in _SPOKEN.finditer(text):
        said = "".join(_SPOKEN_VALUES[one] for one in re.findall(r"\w+", hit[0]))
        if _is_mobile(said[:10]):
            yield hit.start(), hit.start() + len(hit[0].rstrip(" ,.-\n")), said[:10]


def _landlines(text: str) -> Iterator[tuple[int, int]]:
    """Eleven digits after 02 (since 2017): no person's, but perhaps nobody's any more."""
    skipped = [hit.span() for hit in _ADDRESS.finditer(text)]
    for hit in _PHONE.finditer(text):
        digits, start = _plain(hit[0]), hit.start()
        inside = any(a <= start < b for a, b in skipped)
        if len(digits) == 11 and digits.startswith("02") and not inside:
            yield hit.span()


def _is_mobile(digits: str) -> bool:
    """Ten digits but for 02 (landlines), or eleven of the form before 2018."""
    if len(digits) == 10:
        return digits[0] == "0" and digits[1] != "2"
    return len(digits) == 11 and digits.startswith("01")


def _is_personal(address: str) -> bool:
    return any(one in address for one in _PERSONAL_ADDRESS)


def _plain(written: str) -> str:
    """Digits alone, +84 as 0."""
    digits = re.sub(r"\D", "", written)
    if written.lstrip("( ").startswith(("+84", "84")) and len(digits) in (11, 12):
        digits = "0" + digits[2:].removeprefix("0")
    return digits


def _digits_of(given: Collection[str]) -> frozenset[str]:
    return frozenset(_plain(hit[0]) for one in given for hit in _RUN.finditer(str(one)))


@lru_cache(maxsize=8)
def _declared(own: Texts) -> frozenset[str]:
    """The numbers of the hotlines, digits alone."""
    return _digits_of([one.number for one in hotlines.hotlines(own)])
