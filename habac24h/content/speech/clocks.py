"""Times of day and spans of hours: 7h30, 19:00, 19g30, 24/7."""

from __future__ import annotations

import re

from habac24h.content.speech.numbers import cardinal
from habac24h.content.speech.shapes import BEFORE, DASH, FROM

_CLOCK = (
    r"(?:(?P<h{n}>\d{{1,2}})\s?(?:[hH]|g(?=\d|\s+(?:sáng|trưa|chiều|tối|đêm|ngày)\b)|giờ(?=\s\d\d?\s*(?:['.,;:)-]|$|phút|p\b|sáng|trưa|chiều|tối"
    r"|ngày|đến|thứ|hôm|hằng|hàng|tại)))\s?(?P<m{n}>\d{{1,2}}(?!\d|\s?[hg]))?"
    r"(?:\s?(?:'|phút|p)(?!\w))?|(?P<H{n}>\d{{1,2}}):(?P<M{n}>\d\d)(?::(?P<S{n}>\d\d))?)"
)
_END = r"(?![\w/]|[:,.-]\d)"
_ONE = re.compile(BEFORE + _CLOCK.format(n=1) + _END)
_RANGE = re.compile(FROM + BEFORE + _CLOCK.format(n=1) + DASH + _CLOCK.format(n=2) + _END)
_HOURS_RANGE = re.compile(FROM + BEFORE + r"(?P<first>\d{1,2})" + DASH + _CLOCK.format(n=1) + _END)
_LONG = re.compile(BEFORE + r"(\d{2,3})\s?[hH]" + _END)
_ALWAYS = re.compile(r"(?<!ngày )" + BEFORE + r"24h?/(?:7|24\s?(?:h|giờ)?/7)(?![\w/])")
_ALL_DAY = re.compile(BEFORE + r"24\s?(?:h|giờ)?/24(?:\s?(?:h|giờ))?(?![\w/])")
_WHOLE_DAY = re.compile(BEFORE + r"24\s+giờ(?!\w)")
_SCORE = re.compile(r"(?:tỷ lệ|tỉ lệ|tỷ số|tỉ số)\D{0,12}$")


def read_clocks(text: str) -> str:
    """Every time of day in a line."""
    text = _ALWAYS.sub("hai mươi bốn giờ mỗi ngày, bảy ngày mỗi tuần", text)
    text = _ALL_DAY.sub("hai mươi bốn giờ mỗi ngày", text)
    text = _WHOLE_DAY.sub("hai mươi bốn giờ", text)
    text = _RANGE.sub(_range, text)
    text = _HOURS_RANGE.sub(_hours_range, text)
    text = _ONE.sub(lambda found: _said(found, 1) or found[0], text)
    return _LONG.sub(lambda found: f"{_hours(int(found[1]))} giờ", text)


def _hours(hours: int) -> str:
    """24 hours are "hai mươi bốn", as the page's name is said."""
    return "hai mươi bốn" if hours == 24 else cardinal(hours)


def _said(found: re.Match[str], which: int) -> str:
    """The time in words; "" where no clock shows it."""
    hour, minute = (
        found[f"h{which}"] or found[f"H{which}"],
        found[f"m{which}"] or found[f"M{which}"],
    )
    second = found[f"S{which}"]
    if int(hour) > 24 or int(minute or 0) > 59 or int(second or 0) > 59:
        return ""
    if found[f"H{which}"] and _SCORE.search(found.string[: found.start()]):
        return ""
    words = f"{_hours(int(hour))} giờ"
    if int(minute or 0) or int(second or 0):
        words += f" {cardinal(int(minute or 0))} phút"
    return words + (f" {cardinal(int(second))} giây" if int(second or 0) else "")


def _range(found: re.Match[str]) -> str:
    first, last = _said(found, 1), _said(found, 2)
    return f"{found['from'] or 'từ'} {first} đến {last}" if first and last else found[0]


def _hours_range(found: re.Match[str]) -> str:
    last = _said(found, 1)
    if not last or int(found["first"]) > 24:
        return found[0]
    return f"{found['from'] or 'từ'} {_hours(int(found['first']))} giờ đến {last}"
