"""a/b that is no date: parts of a whole (hai phần ba), counts out of a total (trên mười ba)."""

from __future__ import annotations

import re

from habac24h.content.speech.dates import exists
from habac24h.content.speech.numbers import number
from habac24h.content.speech.questions import Notes
from habac24h.content.speech.shapes import COUNTED, preceded

_RATIO = re.compile(r"(?<![\w.,/:-])(\d+(?:,\d+)?)/(\d+)(?![\w/]|[.,-]\d)")
_PARTS_OF = re.compile(
    r"\s+(?:số|diện tích|dân số|tổng|thời gian|quãng|lượng|chiều|khối lượng|phần|quân số|thu nhập"
    r"|công việc|chi phí|nhân|giá trị|tiền|lao động)\b"
)
_DAY_BEFORE = re.compile(
    r"(?:\b(?:ngày|mùng|mồng|rằm|sáng|trưa|chiều|tối|đêm|hôm|từ|đến|trước|sau|dịp|vào|nhân|tới|hết|kỳ)"
    r"|thứ \w+,?|Chủ nhật,?|lễ)\s+$",
    re.I,
)
_AMOUNT_BEFORE = re.compile(
    r"\b(?:chiếm|khoảng|gần|hơn|quá|đạt|ít nhất|tối thiểu|nhiều nhất|bằng|giảm|tăng|trên|dưới|được"
    r"|còn|có|tỷ lệ|tỉ lệ|là|thêm)\s+$",
    re.I,
)
_ADDRESS_BEFORE = re.compile(
    r"\b(?:số nhà|nhà số|lớp|ngõ|ngách|hẻm|kiệt|thửa|tờ|đường|số)\s+$", re.I
)
_PER_HUNDRED = re.compile(r"(?<![\w.,/:])(\d+(?:,\d+)?(?:\s+[^\W\d_]+){1,3})/(?=\d+\s+[^\W\d_])")
_COLON = re.compile(
    r"((?:tỷ lệ|tỉ lệ|tỷ số|tỉ số)\D{0,12})(\d+(?:,\d+)?):(\d+(?:,\d+)?)(?!\d)", re.I
)
_SCORE = re.compile(r"((?:tỷ số|tỉ số|thắng|thua|hòa)\s+)(\d{1,2})-(\d{1,2})(?![\w/-])", re.I)


def read_ratios(text: str, notes: Notes) -> str:
    """Every a/b in a line that is not a date."""
    text = _COLON.sub(lambda f: f"{f[1]}{number(f[2])} trên {number(f[3])}", text)
    text = _SCORE.sub(lambda f: f"{f[1]}{number(f[2])} {number(f[3])}", text)
    text = _PER_HUNDRED.sub(r"\1 trên ", text)
    return _RATIO.sub(lambda found: _ratio(found, notes), text)


def _ratio(found: re.Match[str], notes: Notes) -> str:
    part, whole = found[1], found[2]
    after = found.string[found.end() :]
    if _is_month_of_year(found):
        return found[0]
    if preceded(found.string, found.start(), _DAY_BEFORE) and _can_be_date(found):
        return found[0] if not _PARTS_OF.match(after) else _fraction(part, whole)
    if preceded(found.string, found.start(), _ADDRESS_BEFORE):
        return _out_of(part, whole)
    if _PARTS_OF.match(after):
        return _fraction(part, whole)
    if COUNTED.match(after) and not (_more_than_all(part, whole) and _can_be_date(found)):
        small = "," not in part and int(part) < int(whole) <= 5
        return _fraction(part, whole) if small else _out_of(part, whole)
    if _doubtful(found):
        return _doubted(found, notes)
    return found[0] if _can_be_date(found) else _out_of(part, whole)


def _more_than_all(part: str, whole: str) -> bool:
    """20/10 hội viên: twenty out of ten counts nothing, it is the day."""
    return "," not in part and int(part) > int(whole)


def _fraction(part: str, whole: str) -> str:
    return f"{number(part)} phần {number(whole) if whole != '4' else 'tư'}"


def _out_of(part: str, whole: str) -> str:
    return f"{number(part)} trên {number(whole)}"


def _can_be_date(found: re.Match[str]) -> bool:
    return (
        "," not in found[1]
        and max(len(found[1]), len(found[2])) <= 2
        and exists(int(found[1]), int(found[2]))
    )


def _is_month_of_year(found: re.Match[str]) -> bool:
    return len(found[2]) == 4 and "," not in found[1] and 1 <= int(found[1]) <= 12


def _doubtful(found: re.Match[str]) -> bool:
    """1/2, 1/3, 2/3, 1/4, 3/4: the parts that people name every day, and days all the same."""
    return len(found[0]) == 3 and found[0] in {"1/2", "1/3", "2/3", "1/4", "3/4"}


def _doubted(found: re.Match[str], notes: Notes) -> str:
    if preceded(found.string, found.start(), _AMOUNT_BEFORE):
        return _fraction(found[1], found[2])
    if found.string.strip() == found[0]:
        notes.flag(found[0], "đã đọc là phân số; nếu là ngày, hãy viết “ngày” ở trước")
        return _fraction(found[1], found[2])
    return notes.ask(found[0], "ngày tháng hay phân số?")
