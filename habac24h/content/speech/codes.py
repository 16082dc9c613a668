"""Codes of documents (48/2009/NĐ-CP): number, year and who issued it, in words."""

from __future__ import annotations

import re

from habac24h.content.speech.clean import SOFT
from habac24h.content.speech.dates import date_words, exists
from habac24h.content.speech.numbers import cardinal, number
from habac24h.content.speech.questions import Notes
from habac24h.content.speech.shapes import UPPER
from habac24h.content.speech.words import Words, words

_PART = rf"[{UPPER}](?:[^\W\d_]|&|,(?=[A-ZĐ]))*\d{{0,2}}"
_REST = rf"(?P<rest>(?:QH\d{{1,2}}|L-CTN|{_PART}(?:[-/]{_PART})+|(?:UB|H)[A-ZĐ]{{2,7}}\d{{0,2}}))"
_DATE = r"(?:,?\s+(?:ra )?ngày\s+(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?!\d))?"
_CODE = re.compile(
    r"(?:(?P<so>\b(?:[Ss]ố|SỐ))(?P<colon>\s*:)?\s*)?(?<![\w./-])(?P<n>\d{1,5}[a-z]?)(?:/(?P<year>\d{4}))?[/-]"
    + _REST
    + r"(?![\w/])"
    + _DATE
    + r"(?P<of>,?\s+của\b)?"
)
_NO_NUMBER = re.compile(
    r"(?P<so>\b[Ss]ố)(?P<colon>\s*:)?[\s._]*/(?:\d{4}/)?" + _REST + r"(?![\w/])(?P<of>,?\s+của\b)?"
)
_YEARED = re.compile(
    r"\b(?P<so>[Ss]ố:?)\s+(?P<n>\d{1,5})/(?P<year>(?:19|20)\d\d)(?![\w/.-])" + _DATE
)
_SHORT_KIND = re.compile(
    r"(?<![\w/-])([A-ZĐ]\w{1,3})(?=\s+(?:số:?\s*)?\d{1,5}[a-z]?(?:/\d{4})?[/-][A-ZĐ])"
)
_WORDED_DATE = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)")
"""Said as 19/5/2009 is said; so that a code sees its own date."""
_KIND_BEFORE = re.compile(r"([^\W\d_]+ [^\W\d_]+|[^\W\d_]+)\s+(?:liên tịch\s+)?$")
_CENTRAL = (
    "cơ quan ban hành cụ thể (Bộ Chính trị, Ban Bí thư, Ban Chấp hành) do người duyệt xác nhận"
)


def read_codes(text: str, notes: Notes) -> str:
    """Every document code in a line; an unknown issuer is asked about, a missing number marked."""
    text = _NO_NUMBER.sub(lambda found: _unnumbered(found, notes), text)
    text = _WORDED_DATE.sub(r"ngày \1/\2/\3", text)
    text = _SHORT_KIND.sub(lambda found: words().kinds.get(found[1], found[1]), text)
    text = _CODE.sub(lambda found: _code(found, notes), text)
    return _YEARED.sub(_yeared, text)


def _unnumbered(found: re.Match[str], notes: Notes) -> str:
    blank = notes.blank(found[0])
    if found["colon"]:
        return blank + (found["of"] or "")
    issuer = "" if found["of"] else _issued(found["rest"], notes)
    return f"{found['so']} {blank}{issuer}{found['of'] or ''}"


def _code(found: re.Match[str], notes: Notes) -> str:
    said = _head(found) + _serial(found["n"])
    if found["year"]:
        said += _of_year(said, found["year"])
    if not found["d"]:
        return said + (found["of"] or _issued(found["rest"], notes))
    return _dated(said, found, notes)


def _dated(said: str, found: re.Match[str], notes: Notes) -> str:
    """With a date, the issuer that the text names itself is not said twice."""
    day, month, year = int(found["d"]), int(found["m"]), found["y"]
    if exists(day, month, year):
        date = f"ngày {date_words(day, month, year)}"
    else:
        wrong = f"{found['d']}/{found['m']}/{year}"
        date = f"ngày {notes.ask(wrong, 'lịch không có ngày này')}"
    if found["of"]:
        return f"{said}, {date}{SOFT}của"
    return f"{said}{_issued(found['rest'], notes)}, {date}{SOFT}"


def _of_year(said: str, year: str) -> str:
    """A comma keeps number five and the year apart: "số năm, năm hai nghìn …"."""
    return f"{',' if said.endswith(' năm') else ''} năm {number(year)}"


def _serial(written: str) -> str:
    plain = written.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{cardinal(int(plain))} {written[len(plain) :]}".strip()


def _head(found: re.Match[str]) -> str:
    """ "số", after the kind of document where the text leaves it out."""
    kind = _kind(found["rest"])
    if found["so"] and not found["colon"]:
        return f"{found['so']} "
    before = _KIND_BEFORE.search(found.string[: found.start()])
    named = before is not None and (
        kind.casefold().startswith(before[1].casefold())
        or before[1].split()[-1].casefold() in ("luật", "số")
    )
    return "số " if named or not kind else f"{kind} số "


def _kind(rest: str) -> str:
    first = re.split(r"[-/]", rest)[0]
    return "Luật" if re.fullmatch(r"QH\d+", rest) else words().kinds.get(first, "")


def _issued(rest: str, notes: Notes) -> str:
    """ " của Chính phủ" from the letters behind the number; asks where they are not known."""
    parts = re.split(r"[-/]", rest)
    letters = parts[1:] if parts[0] in words().kinds else parts
    if not letters:
        return ""
    names = [_issuer(one, notes.words) for one in letters]
    if not names[0]:
        return f" {notes.ask(rest, 'chưa biết ký hiệu cơ quan ban hành này')}"
    if letters[0] == "TW":
        notes.flag(rest, _CENTRAL)
    joint = parts[0] in {"TTLT", "KHLT", "NQLT"}
    said = " và ".join(name for name in names if name) if joint else names[0]
    return f" của {said}"


def _issuer(letters: str, known: Words) -> str:
    body, term = re.fullmatch(r"(.*?)(\d*)", letters).groups()  # type: ignore[union-attr]
    name = known.issuers.get(body) or known.plain.get(body, "")
    return f"{name} khóa {cardinal(int(term))}" if name and term else name


def _yeared(found: re.Match[str]) -> str:
    said = f"{found['so'].rstrip(':')} {cardinal(int(found['n']))}"
    said += _of_year(said, found["year"])
    if not found["d"] or not exists(int(found["d"]), int(found["m"]), found["y"]):
        return said if not found["d"] else found[0]
    return f"{said}, ngày {date_words(int(found['d']), int(found['m']), found['y'])}{SOFT}"
