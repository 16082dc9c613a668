"""Parts of documents and places in an order: Điều 3, 4, 5; mục II.3; khóa XV; thứ 2; lần thứ 1."""

from __future__ import annotations

import re

from habac24h.content.speech.clean import SOFT
from habac24h.content.speech.numbers import cardinal, number, ordinal
from habac24h.content.speech.shapes import DASH

_ROMAN = r"[IVXLC]{1,7}"
_KEYWORDS = (
    r"[Kk]h(?:óa|oá)|[Đđ]ại hội(?: Đảng)?(?: bộ)?(?: toàn quốc)?|[Tt]hế k[ỷỉ]|[Qq]uý|[Cc]hương"
    r"|[Pp]hần|[Mm]ục|(?:[Ll]ần |[Kk]ỳ họp |[Hh]ội nghị )?thứ|[Kk]ỳ|[Hh]ạng|[Ll]oại|[Nn]hiệm kỳ"
    r"|[Tt]ập|[Gg]iai đoạn|[Bb]ậc|[Cc]ấp|[Đđ]ợt|[Vv]ùng|[Nn]hóm|[Bb]ảng|[Bb]iểu|[Pp]hụ lục"
    r"|[Tt]iểu mục|[Vv]òng|[Gg]iải|[Kk]hối|[Qq]uyển|[Bb]ước|[Kk]hu vực"
)
_AFTER_KEYWORD = re.compile(
    rf"\b(?P<key>{_KEYWORDS})\s+(?P<roman>{_ROMAN})(?P<sub>(?:\.\d{{1,2}})*)"
    rf"(?P<letter>\.[a-zđ](?!\w))?"
    rf"(?P<more>(?:(?:\s*,\s*|\s+và\s+|\s*-\s*){_ROMAN}(?:\.\d{{1,2}})*(?![^\W\d_]|\.\w))*)(?![^\W\d_])"
)
_QUARTER = re.compile(r"\b([Qq]uý)\s+(IV|I{1,3}|[1-4])\s*/\s*((?:19|20)\d\d)(?![\w/])")
_QUARTERS = re.compile(
    r"(\b[Qq]uý\s+(?:[IV]+|[1-4])(?:\s*(?:,|và|-)\s*(?:quý\s+)?(?:[IV]+|[1-4]))+)\s*/\s*(?=(?:19|20)\d\d(?!\d))"
)
_ARTICLES = re.compile(
    r"(?P<each>\b[Cc]ác\s+)?\bĐiều\s+(?P<list>\d{1,3}(?:\s*,\s*\d{1,3})+(?:\s+(?:và|hoặc)\s+\d{1,3})?"
    r"|\d{1,3}\s+(?:và|hoặc)\s+\d{1,3})(?![\w/.-]*\d|\w)"
)
_ARTICLE_RANGE = re.compile(
    rf"(?:[Tt]ừ\s+)?\b(?P<name>Điều|[Kk]hoản|[Tt]rang|[Mm]ục|[Bb]ài)\s+(?P<a>\d{{1,3}}){DASH}(?:(?P=name)\s+)?(?P<b>\d{{1,3}})(?![\w/-]|[.,]\d)"
)
_DOTTED = re.compile(
    r"\b(?P<name>[Mm]ục|[Tt]iểu mục|[Đđ]iểm|[Pp]hần)\s+(?P<n>\d+(?:\.\d+)+)(?![\w/])"
)
_WEEKDAYS = re.compile(
    r"\b[Tt]hứ\s+(?P<a>[2-7])(?P<more>(?:\s*(?:,|và|hoặc)\s*(?:thứ\s+)?[2-7](?![\w/]|[.,:]\d|\s*(?:[%-]|h\b|h\d)))*)(?![\w/.]*\d|\w)"
)
_WEEK_RANGE = re.compile(
    r"(?P<from>\b[Tt]ừ\s+)?\b(?:[Tt]hứ\s+|T)(?P<a>[2-7])"
    + DASH
    + r"(?:thứ\s+|T)?(?P<b>[2-7]|CN)(?![\w/])"
)
_SUNDAY = re.compile(r"(thứ \w+(?:\s*,\s*|\s+và\s+|\s+hoặc\s+))CN\b")
_ORDINAL = re.compile(
    r"\b((?:[Ll]ần |[Kk]ỳ họp |[Hh]ội nghị )?[Tt]hứ)\s+(\d{1,3})(?![\w/]|[.,-]\d)"
)
_RANK = re.compile(r"\b([Hh]ạng)\s+(?:1|I)(?![\w/]|[.,-]\d)")
_CONGRESS = re.compile(r"\bQH(\d{1,2})\b")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WEEK = {2: "hai", 3: "ba", 4: "tư", 5: "năm", 6: "sáu", 7: "bảy"}


def roman(written: str) -> int:
    """The value of a Roman number, or 0 where it is not one as people write it."""
    total = 0
    values = [_VALUES[one] for one in written]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total if _as_roman(total) == written else 0


def _as_roman(value: int) -> str:
    signs = {100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
    written = ""
    for size, sign in signs.items():
        times, value = divmod(value, size)
        written += sign * times
    return written


def read_sections(text: str) -> str:
    """Articles, sections, Roman numbers after their keywords, weekdays and ordinals in a line."""
    text = _RANK.sub(r"\1 nhất", text)
    text = _QUARTER.sub(r"\1 \2 năm \3", text)
    text = _QUARTERS.sub(r"\1 năm ", text)
    text = _AFTER_KEYWORD.sub(_roman, text)
    text = _CONGRESS.sub(lambda f: f"Quốc hội khóa {cardinal(int(f[1]))}", text)
    text = _ARTICLES.sub(_articles, text)
    text = _ARTICLE_RANGE.sub(_article_range, text)
    text = _DOTTED.sub(lambda f: f"{f['name']} {dotted(f['n'])}", text)
    text = _WEEK_RANGE.sub(_week_range, text)
    text = _WEEKDAYS.sub(_weekdays, text)
    text = _SUNDAY.sub(r"\1Chủ nhật", text)
    return _ORDINAL.sub(lambda f: f"{f[1]} {ordinal(int(f[2]))}", text)


def read_heading(line: str, heading: str) -> str:
    """A Roman number that opens a heading line, as a word and a pause."""
    first, *parts = heading.split(".")
    value = roman(first) if first else 0
    if not value:
        return line
    said = " chấm ".join([cardinal(value), *(cardinal(int(part)) for part in parts)])
    return re.sub(rf"{re.escape(heading)}\s?\.?", said + SOFT, line, count=1)


def dotted(written: str) -> str:
    """8.1 as "tám chấm một"."""
    return " chấm ".join(cardinal(int(part)) for part in written.split("."))


def _roman(found: re.Match[str]) -> str:
    value = roman(found["roman"])
    others = re.findall(_ROMAN, found["more"])
    if not value or not all(roman(one) for one in others):
        return found[0]
    say = ordinal if found["key"].endswith("thứ") else cardinal
    parts = "".join(f" chấm {cardinal(int(one))}" for one in found["sub"].split(".")[1:])
    parts += f" chấm {found['letter'][1]}" if found["letter"] else ""
    more = re.sub(r"\.(\d+)", lambda one: f" chấm {cardinal(int(one[1]))}", found["more"])
    more = re.sub(_ROMAN, lambda one: say(roman(one[0])), more)
    more = re.sub(DASH, " đến ", more)
    return f"{found['key']} {say(value)}{parts}{more}"


def _articles(found: re.Match[str]) -> str:
    said = re.sub(r"\d+", lambda one: number(one[0]), re.sub(r"\s*,\s*", ", ", found["list"]))
    return f"{found['each'] or 'các '}Điều {said}"


def _article_range(found: re.Match[str]) -> str:
    first, last, name = int(found["a"]), int(found["b"]), found["name"]
    if first >= last:
        return found[0]
    return f"từ {name} {cardinal(first)} đến {name} {cardinal(last)}"


def _week_range(found: re.Match[str]) -> str:
    last = "Chủ nhật" if found["b"] == "CN" else f"thứ {_WEEK[int(found['b'])]}"
    return f"{found['from'] or 'từ '}thứ {_WEEK[int(found['a'])]} đến {last}"


def _weekdays(found: re.Match[str]) -> str:
    more = re.sub(r"(?:thứ\s+)?([2-7])", lambda one: f"thứ {_WEEK[int(one[1])]}", found["more"])
    more = re.sub(r"\s*,\s*", ", ", more)
    return f"thứ {_WEEK[int(found['a'])]}{more}"
