"""Dates, solar and lunar, as they are said: mùng to the tenth, a comma in "tháng năm, năm"."""

from __future__ import annotations

import re
from calendar import monthrange

from habac24h.content.speech.clean import SOFT
from habac24h.content.speech.numbers import cardinal, number
from habac24h.content.speech.questions import KEPT, Notes
from habac24h.content.speech.shapes import AFTER, BEFORE, DASH, FROM, UPPER, preceded

_LUNAR = r"(?P<lunar>\s*[(,]?\s*(?:[Ââ]m lịch|ÂL|[âa]l)\b)?"
_YEAR = r"(?:1[0-9]|2[01])\d\d"
_DM = (
    r"(?P<d{n}>\d{{1,2}})[/.](?P<m{n}>\d{{1,2}})[/.](?P<y{n}>{year})"
    r"|(?P<e{n}>\d{{1,2}})/(?P<o{n}>\d{{1,2}})"
)
_ANY_YEAR = f"(?:{_YEAR}|{KEPT})"
_DATE = "(?:" + _DM.format(n=1, year=_ANY_YEAR) + ")"
_SECOND = "(?:" + _DM.format(n=2, year=_ANY_YEAR) + ")"
_DAY = r"(?:[Nn]gày\s+)?"
_MONTHS = {"giêng": 1, "chạp": 12, "một": 1, "hai": 2, "ba": 3, "tư": 4}

_RANGE = re.compile(FROM + _DAY + BEFORE + _DATE + DASH + _DAY + _SECOND + AFTER)
_DAYS_RANGE = re.compile(FROM + _DAY + BEFORE + r"(?P<first>\d{1,2})" + DASH + _DAY + _DATE + AFTER)
_NAMED_DAY = re.compile(rf"[^\s.!?:] [{UPPER}]\w*\s+$")
"""The name of a day stands before its date: "Ngày Gia đình Việt Nam 28/6"."""
_LIST = re.compile(
    r"(?P<head>(?:[Cc]ác\s+)?[Nn]gày)\s+(?P<days>\d{1,2}(?:\s*,\s*\d{1,2})*)"
    r"(?P<join>\s*,\s*|\s+(?:và|hoặc)\s+)(?:ngày\s+)?" + _DATE + AFTER
)
_LIST_ALONE = re.compile(
    r"^(?=\d{1,2}\s*(?:,|và\b)\s*\d{1,2}/\d{1,2}\b)|(?<=\()(?=\d{1,2}\s*(?:,|và\b)\s*\d{1,2}/\d{1,2}\b)"
)
"""Two days that share a month, with nothing counted before them: "15, 16/11", "(15 và 16/11)"."""
_ONE = re.compile(
    r"(?P<pre>(?:[Nn]gày\s+)?(?:(?:[Mm]ùng|[Mm]ồng|[Rr]ằm)\s+)?)" + BEFORE + _DATE + AFTER + _LUNAR
)
_DASHED = re.compile(
    r"(?P<pre>[Nn]gày\s+|(?<!\w))"
    + BEFORE
    + r"(?P<d>\d{1,2})-(?P<m>\d{1,2})(?:-(?P<y>\d{4}))?"
    + AFTER
)
_ISO = re.compile(BEFORE + rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)" + AFTER)
_SHORT_YEAR = re.compile(BEFORE + r"\d{1,2}/\d{1,2}/\d\d" + AFTER)
_SHORT_MONTH = re.compile(rf"(?<!\w)T(?=(?:0?[1-9]|1[0-2])/{_YEAR}(?![\w/]))")
_SHORT_DAY = re.compile(r"(?<!\w)T[2-7](?![\w/.-])")
_WORDED = re.compile(
    r"(?<!tuần )(?<!Tuần )(?P<pre>(?:[Nn]gày\s+)?(?:(?:[Mm]ùng|[Mm]ồng)\s+)?)"
    + BEFORE
    + r"(?P<d>\d{1,2})\s+tháng\s+"
    r"(?P<m>\d{1,2}|[Gg]iêng|[Cc]hạp|tư)\b(?![/.,]\d|\s+(?:ngày|tuần)\b|-)"
    r"(?:,?\s+năm\s+(?P<y>\d{4})\b)?" + _LUNAR
)
_FULL_MOON = re.compile(r"([Rr]ằm tháng)\s+(\d{1,2})\b(?!/)")
_FIRST_TEN = re.compile(r"\b([Mm]ùng|[Mm]ồng)\s+(\d{1,2})\b(?![/.-]\d)")
_DAY_ALONE = re.compile(
    r"(?<![\w] )(?P<pre>\b[Nn]gày)\s+(?P<d>[1-9]|0[1-9]|10)\b"
    r"(?=\s*(?:$|[.,;:!?)]\s|[.,;:!?)]$)|\s+(?:hằng|hàng|này|tới|đến|âm|và|của tháng|Tết)\b)"
)
_MONTH_RANGE = re.compile(
    FROM + r"(?P<pre>[Tt]háng)\s+(?P<a>\d{1,2})" + DASH + r"(?:tháng\s+)?(?P<b>\d{1,2})"
    rf"(?:/(?P<y>{_YEAR}))?" + AFTER
)
_MONTHS_APART = re.compile(
    rf"(?P<from>[Tt]ừ\s+)?\b(?P<a>[Tt]háng\s+\d{{1,2}}(?:/{_YEAR})?){DASH}(?P<b>tháng\s+\d{{1,2}}(?:/{_YEAR})?){AFTER}"
)
"""Two months in full: tháng 6/2026 - tháng 12/2026."""
_WEEK_OF_YEAR = re.compile(rf"\b([Tt]uần\s+(?:thứ\s+)?\d{{1,2}})/(?={_YEAR}{AFTER})")
_DAYS_WORDED = re.compile(
    r"(\b[Nn]gày\s+\d{1,2}(?:\s*,\s*\d{1,2})*(?:\s*,\s*|\s+(?:và|hoặc)\s+)\d{1,2})\s+tháng\s+(\d{1,2})"
    r"(?:\s+năm\s+(\d{4}))?(?![\w/])"
)
"""Days that share a worded month: ngày 5, 6 và 7 tháng 11."""
_MONTH = re.compile(
    r"(?P<pre>[Tt]háng)\s+(?P<m>\d{1,2})(?P<more>(?:\s*,\s*\d{1,2}(?![\d/.]))*(?:\s+và\s+\d{1,2}(?![\d/.]))?)"
    rf"(?:(?:/|\s*,?\s+năm\s+)(?P<y>{_YEAR}))?(?![\w/]|[.,-]\d)" + _LUNAR
)
_MONTH_YEAR = re.compile(BEFORE + rf"(?P<m>\d{{1,2}})/(?P<y>{_YEAR})" + AFTER)
_DURATION = re.compile(r"(?:\d|mấy|vài|nhiều|mỗi|một|hai|ba|bốn|sáu|chín)\s+$")


def day_words(day: int, *, lunar: bool = False) -> str:
    """The day within a month: "mùng tám", "mười lăm", lunar 15 "rằm"."""
    if lunar and day == 15:
        return "rằm"
    return f"mùng {cardinal(day)}" if day <= 10 else cardinal(day)


def month_words(month: int, *, lunar: bool = False) -> str:
    """The name after "tháng": tư for 4; giêng and chạp only in the lunar year."""
    if lunar and month in (1, 12):
        return "giêng" if month == 1 else "chạp"
    return "tư" if month == 4 else cardinal(month)


def date_words(day: int, month: int, year: str | None = None, *, lunar: bool = False) -> str:
    """Day, month and year without the word "ngày": "mùng năm tháng năm, năm hai nghìn …"."""
    return f"{day_words(day, lunar=lunar)} tháng {month_year(month, year, lunar=lunar)}"


def month_year(month: int, year: str | None, *, lunar: bool = False) -> str:
    """ "năm, năm hai nghìn …": the comma keeps the fifth month and the year apart."""
    name = month_words(month, lunar=lunar)
    comma = "," if month == 5 else ""
    if year is None:
        return name
    return f"{name}{comma} năm {number(year) if year.isdigit() else year}"


def exists(day: int, month: int, year: str | None = None) -> bool:
    """Whether the calendar has that day (29/2 counts where no year is given)."""
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= monthrange(int(year) if year and year.isdigit() else 2000, month)[1]


def _parts(found: re.Match[str], which: int = 1) -> tuple[int, int, str | None]:
    day, month = found[f"d{which}"] or found[f"e{which}"], found[f"m{which}"] or found[f"o{which}"]
    return int(day), int(month), found[f"y{which}"]


def read_dates(text: str, notes: Notes) -> str:
    """Every date in a line; a day that the calendar does not have is asked about."""
    text = _SHORT_YEAR.sub(lambda found: _short(found, notes), text)
    text = _SHORT_MONTH.sub("tháng ", text)
    text = _SHORT_DAY.sub(lambda found: notes.ask(found[0], "thứ mấy hay tháng mấy?"), text)
    text = _WEEK_OF_YEAR.sub(r"\1 năm ", text)
    text = _DAYS_WORDED.sub(lambda f: f"{f[1]}/{f[2]}" + (f"/{f[3]}" if f[3] else ""), text)
    text = _RANGE.sub(_range, text)
    text = _DAYS_RANGE.sub(_days_range, text)
    text = _LIST.sub(_list, _LIST_ALONE.sub("ngày ", text))
    text = _ISO.sub(lambda found: _dashed(found, notes, iso=True), text)
    text = _DASHED.sub(lambda found: _dashed(found, notes), text)
    text = _ONE.sub(lambda found: _one(found, notes), text)
    text = _WORDED.sub(lambda found: _worded(found), text)
    return _months(text)


def _months(text: str) -> str:
    text = _FULL_MOON.sub(lambda f: f"{f[1]} {month_words(int(f[2]), lunar=True)}", text)
    text = _FIRST_TEN.sub(lambda f: f"{f[1]} {cardinal(int(f[2]))}", text)
    text = _DAY_ALONE.sub(lambda f: f"{f['pre']} {day_words(int(f['d']))}", text)
    text = _MONTHS_APART.sub(lambda f: f"{f['from'] or 'từ '}{f['a'].lower()} đến {f['b']}", text)
    text = _MONTH_RANGE.sub(_month_range, text)
    text = _MONTH.sub(_month, text)
    return _MONTH_YEAR.sub(
        lambda f: f"tháng {month_year(int(f['m']), f['y'])}" if 1 <= int(f["m"]) <= 12 else f[0],
        text,
    )


def _short(found: re.Match[str], notes: Notes) -> str:
    day, month, _year = (int(part) for part in found[0].split("/"))
    if not exists(day, month):
        return found[0]
    return notes.ask(found[0], "năm viết hai chữ số: hãy viết đủ bốn chữ số")


def _range(found: re.Match[str]) -> str:
    first, last = _parts(found), _parts(found, 2)
    if not (exists(*first) and exists(*last)):
        return found[0]
    return f"{found['from'] or 'từ'} ngày {date_words(*first)} đến ngày {date_words(*last)}"


def _days_range(found: re.Match[str]) -> str:
    day, last = int(found["first"]), _parts(found)
    if not (exists(*last) and 1 <= day < last[0]):
        return found[0]
    return f"{found['from'] or 'từ'} ngày {day_words(day)} đến ngày {date_words(*last)}"


def _list(found: re.Match[str]) -> str:
    last = _parts(found)
    days = [int(day) for day in re.findall(r"\d+", found["days"])]
    if not exists(*last) or not all(1 <= day <= 31 for day in days):
        return found[0]
    said = ", ".join(day_words(day) for day in days)
    again = "" if found["head"].lower().startswith("các") else "ngày "
    join = ", " if "," in found["join"] else f" {found['join'].strip()} "
    return f"{found['head']} {said}{join}{again}{date_words(*last)}"


def _one(found: re.Match[str], notes: Notes) -> str:
    day, month, year = _parts(found)
    lunar = bool(found["lunar"])
    if not exists(day, month, year):
        if year is None:
            return found[0]
        return notes.ask(found[0].strip(), "lịch không có ngày này")
    said = date_words(day, month, year, lunar=lunar)
    pause = SOFT if not found["pre"] and preceded(found.string, found.start(), _NAMED_DAY) else ""
    return pause + _with_day(found["pre"], said) + _lunar(found)


def _with_day(before: str, said: str) -> str:
    """Put "ngày" before a date unless the text has it, or mùng, or rằm, already."""
    last = before.split()[-1].lower() if before.split() else ""
    if last in {"mùng", "mồng", "rằm"}:
        return before + said.removeprefix("mùng ").removeprefix("rằm ")
    return before + said if last == "ngày" else f"ngày {said}"


def _lunar(found: re.Match[str]) -> str:
    if not found["lunar"]:
        return ""
    return ", âm lịch" if "(" in found["lunar"] else " âm lịch"


_OCCASION = re.compile(
    r"\b(?:dịp|sáng|trưa|chiều|tối|đêm|hôm|lễ|nhân|Quốc khánh|Quốc tế Phụ nữ)\s+$", re.IGNORECASE
)


def _dashed(found: re.Match[str], notes: Notes, *, iso: bool = False) -> str:
    """28-6 is a date after "ngày", with a year, or where it cannot be a range."""
    day, month, year = int(found["d"]), int(found["m"]), found["y"]
    if not exists(day, month, year):
        return found[0]
    if iso or found["pre"] or year:
        head = "" if iso else found["pre"]
        return _with_day(head, date_words(day, month, year))
    occasion = preceded(found.string, found.start(), _OCCASION)
    if day <= month and not occasion:
        return found[0]
    if day <= 12 and not occasion:
        notes.flag(found[0], "đã đọc là ngày, tháng; nếu là khoảng số hay tỷ số thì hãy viết lại")
    return _with_day("", date_words(day, month))


def _worded(found: re.Match[str]) -> str:
    written = found["m"].lower()
    lunar = bool(found["lunar"]) or written in ("giêng", "chạp")
    month = int(written) if written.isdigit() else _MONTHS[written]
    if not exists(int(found["d"]), month, found["y"] if not lunar else None):
        return found[0]
    said = date_words(int(found["d"]), month, found["y"], lunar=lunar)
    return _with_day(found["pre"], said) + _lunar(found)


def _month_range(found: re.Match[str]) -> str:
    first, last = int(found["a"]), int(found["b"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return found[0]
    head = f"{found['from'] or 'từ'} {found['pre'].lower()} {month_words(first)}"
    return f"{head} đến tháng {month_year(last, found['y'])}"


def _month(found: re.Match[str]) -> str:
    months = [int(found["m"]), *(int(one) for one in re.findall(r"\d+", found["more"]))]
    if not all(1 <= month <= 12 for month in months) or _is_duration(found):
        return found[0]
    lunar = bool(found["lunar"])
    more = re.sub(
        r"\d+", lambda one: f"tháng {month_words(int(one[0]), lunar=lunar)}", found["more"]
    )
    first = month_words(months[0], lunar=lunar)
    if not found["more"]:
        return f"{found['pre']} {month_year(months[0], found['y'], lunar=lunar)}{_lunar(found)}"
    year = f"{',' if months[-1] == 5 else ''} năm {number(found['y'])}" if found["y"] else ""
    return f"{found['pre']} {first}{more}{year}{_lunar(found)}"


def _is_duration(found: re.Match[str]) -> bool:
    """ "6 tháng 3 ngày" counts months; it names none."""
    return found["y"] is None and preceded(found.string, found.start(), _DURATION)
