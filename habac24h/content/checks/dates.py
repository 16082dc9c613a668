"""Days in a text: those that no calendar has, wrong weekdays, and days over before it goes out.

Days are read in figures (28/6/2026, 2026-06-28, ngày 28 tháng 6) and in words, as scripts write
them. Lunar days are left alone. A day without a year takes the one nearest to `due`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from habac24h.content.checks import context
from habac24h.content.checks.finding import Finding, Severity
from habac24h.content.checks.folding import Folded, spelling
from habac24h.content.speech.numbers import cardinal
from habac24h.weekdays import WEEKDAYS

RECENT = 60
"""Days: a day longer past is history, unless people are invited to it."""

_FULL = r"(?<!\d)(?<!\d[/.])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4})(?![\w/]|-\w)"
_ISO = r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])"
_SHORT = r"(?<!\d)(?<!\d[/.,])(\d{1,2})/(\d{1,2})(?![\w/%]|[.,]\d|-\w)"
_LUNAR = re.compile(
    r"[^.;\f]{0,20}?(?:âm lịch|nông lịch|\(âm\)|âl\b|ta\b)|[ ,]*năm (?:giáp|ất|bính"
    r"|đinh|mậu|kỷ|kỉ|canh|tân|nhâm|quý|quí) "
)
_EVERY_YEAR = re.compile(r"[ \n]+(?:hằng|hàng|mỗi|các) năm|[ \n]+năm (?:sau|tới|trước|ngoái)")
_LUNAR_BEFORE = re.compile(r"(?:âm lịch|rằm)[^.;\f]{0,15}$")

_ORDINAL = re.compile(
    r"(?:lần|đợt|kỳ|kì|khóa|giai đoạn|tình huống|người|hạng|bước|con|điều|vòng|tập|phần|loại|câu"
    r"|nguyên tắc|đại hội|năm|học kì|ngôi|quyển|bản|số|thế hệ) $"
)
_WEEKDAY = (
    r"(?<!\w)(?:thứ[ \n](?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|[2-7])|chủ[ \n]nhật|cn|t[2-7])(?!\w)"
)
_BETWEEN = (
    r"[ ,(\n-]*(?:tuần (?:này|tới|sau))?[ ,(\n-]*(?:tức|nhằm|là)?[ ,(\n]*"
    r"(?:(?:lúc |vào |từ |hồi )*\d{1,2}(?::\d\d| ?giờ(?: \d\d)?(?: phút)?| ?h ?\d{0,2}))?"
    r"[ ,(\n-]*(?:vào )?(?:ngày|hôm)?[ \n]*$"
)
_BEFORE = re.compile(rf"({_WEEKDAY}){_BETWEEN}")
_AFTER = re.compile(
    r"[ ,(\n-]*(?:(?:là|nhằm|tức|rơi|trúng|đúng)(?: vào| đúng| là)*)?[ \n]*(?:ngày |hôm )?"
    rf"({_WEEKDAY})"
)
_TODAY = re.compile(rf"(hôm nay|ngày mai|hôm qua)(?:[ ,(\n]*{_WEEKDAY})?{_BETWEEN}")
_SHIFT = {"hôm nay": 0, "ngày mai": 1, "hôm qua": -1}

_TO_COME = re.compile(
    r"(?<!\w)(?:mời|sẽ|hẹn|sắp|tới đây|đăng kí|hạn chót|hạn cuối|chậm nhất|trước ngày|đón xem"
    r"|đón nghe|đón đọc|nhớ đến|hãy đến|tham dự|đến dự|từ nay|còn \d+ ngày)(?!\w)"
)
_IS_OVER = re.compile(
    r"(?<!\w)(?:đã|vừa|vừa qua|hôm qua|kể từ|từ năm|ban hành|theo|căn cứ|thực hiện|số|kí"
    r"|thành lập|kỉ niệm|năm ngoái|năm trước|quyết định|nghị quyết|nghị định|thông tư|luật"
    r"|kế hoạch|có hiệu lực|ngày sinh)(?!\w)"
)
_RANGE = re.compile(r"[ \n]*(?:-|đến|tới)(?: hết)?(?: ngày| hết ngày)?[ \n]*$")


@dataclass(frozen=True)
class Day:
    """A day as written: its place in the folded text, and what it says (no year: None)."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    sure: bool
    """Whether it cannot be a fraction or a share ("24/24")."""

    @property
    def exists(self) -> bool:
        return self.on(self.year or 2024) is not None

    def on(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def near(self, due: date | None) -> date | None:
        """The day meant: its own year, or the nearest to `due`; None where neither is known."""
        if self.year is not None or due is None:
            return self.on(self.year) if self.year is not None else None
        years = [self.on(due.year + step) for step in (-1, 0, 1)]
        return min(filter(None, years), key=lambda one: abs(one - due), default=None)


def find(folded: Folded, due: date | None) -> Iterator[Finding]:
    """Findings about every day of the text; `due` is the local day on which it goes out."""
    days = sorted(_days(folded.text), key=lambda one: one.start)
    for place, day in enumerate(days):
        following = days[place + 1] if place + 1 < len(days) else None
        if not day.exists:
            if _is_a_day(folded.text, day):
                yield _no_such_day(folded, day)
            continue
        yield from _weekday(folded, day, following, due)
        if due is not None:
            yield from _today(folded, day, due)
            if following is None or not _RANGE.fullmatch(folded.text[day.end : following.start]):
                yield from _over(folded, day, due)


def naming(folded: Folded, days: Collection[date], due: date) -> Iterator[tuple[int, int]]:
    """Where the given text names one of these days; a day without a year is that nearest `due`."""
    for day in _days(folded.text):
        if day.exists and day.near(due) in days:
            yield folded.span(day.start, day.end)


def _days(text: str) -> Iterator[Day]:
    taken: list[tuple[int, int]] = []
    for day in _read(text):
        if not any(start < day.end and day.start < end for start, end in taken):
            taken.append((day.start, day.end))
            if not _is_lunar(text, day):
                yield day


def _read(text: str) -> Iterator[Day]:
    """Full days first, so that their parts are not read again."""
    for hit in re.finditer(_FULL, text):
        yield Day(*hit.span(), int(hit[1]), int(hit[3]), int(hit[4]), True)
    for hit in re.finditer(_ISO, text):
        yield Day(*hit.span(), int(hit[3]), int(hit[2]), int(hit[1]), True)
    for hit in _in_words().finditer(text):
        year = hit["year"]
        yield Day(
            *hit.span(),
            _value(hit["day"]),
            _value(hit["month"]),
            _value(year) if year else None,
            True,
        )
    for hit in re.finditer(_SHORT, text):
        day, month = int(hit[1]), int(hit[2])
        sure = 1 <= day <= 31 and 1 <= month <= 12
        yield Day(*hit.span(), day, month, None, sure)


def _is_lunar(text: str, day: Day) -> bool:
    before = text[max(0, day.start - 30) : day.start]
    return bool(_LUNAR.match(text, day.end) or _LUNAR_BEFORE.search(before))


def _is_a_day(text: str, day: Day) -> bool:
    """Whether something impossible is meant as a day: "24/24" and "45/100" are not."""
    return day.sure or re.search(r"(?<!cả )(?:ngày|mùng|mồng) $", text[: day.start]) is not None


@cache
def _numbers() -> dict[str, int]:
    """Spoken numbers from 1 to 31 and years from 1900 to 2059, in the spellings people use."""
    said = {cardinal(number): number for number in (*range(1, 32), *range(1900, 2060))}
    for words, number in tuple(said.items()):
        for written, spoken in (("tư", "bốn"), ("lăm", "nhăm"), ("nghìn", "ngàn"), ("bảy", "bẩy")):
            said[words.replace(written, spoken)] = number
    said["tư"] = 4
    return {spelling(words): number for words, number in said.items()}


@cache
def _in_words() -> re.Pattern[str]:
    spoken = "|".join(sorted((n for n, v in _numbers().items() if v < 1900), key=len, reverse=True))
    years = "|".join(sorted((n for n, v in _numbers().items() if v >= 1900), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<!\w)(?:ngày|mùng|mồng|hôm)[ \n]+|(?<!\d)(?<!\d[/.,])(?=\d))"
        rf"(?P<day>\d{{1,2}}|(?:{spoken}))[ \n,]+tháng[ \n]+"
        rf"(?P<month>\d{{1,2}}(?!\d)|(?:{spoken}))(?!\w)"
        rf"(?:[ \n,]+năm[ \n]+(?P<year>\d{{4}}|(?:{years})))?"
    )


def _value(written: str) -> int:
    return int(written) if written.isdigit() else _numbers()[written.replace("\n", " ")]


def _no_such_day(folded: Folded, day: Day) -> Finding:
    if not 1 <= day.month <= 12:
        why = f"Không có tháng {day.month}; hãy xem lại ngày này."
    elif day.day == 29 and day.month == 2 and day.year:
        why = f"Năm {day.year} không có ngày 29 tháng 2; hãy xem lại."
    else:
        why = f"Tháng {day.month} không có ngày {day.day}; hãy xem lại ngày này."
    return _finding(folded, "NGAY-KHONG-CO", "block", day.start, day.end, "", why)


def _weekday(
    folded: Folded, day: Day, following: Day | None, due: date | None
) -> Iterator[Finding]:
    meant = day.near(due)
    hit = _weekday_beside(folded.text, day, following)
    if meant is None or hit is None:
        return
    said = _weekday_number(hit[1])
    if said == meant.weekday():
        return
    start, end = min(hit.start(1), day.start), max(hit.end(1), day.end)
    right = WEEKDAYS[meant.weekday()]
    why = (
        f"Ngày {meant.day}/{meant.month}/{meant.year} là {right}, không phải {WEEKDAYS[said]}; "
        "hãy sửa thứ hoặc sửa ngày."
    )
    yield _finding(folded, "THU-SAI", "block", start, end, right, why)


def _weekday_beside(text: str, day: Day, following: Day | None) -> re.Match[str] | None:
    """The weekday before the day, or else behind it where it does not belong to the next day."""
    begin = max(0, day.start - 60)
    before = [*re.finditer(_WEEKDAY, text[begin : day.start])]
    if before:
        hit = _BEFORE.search(text, begin + before[-1].start(), day.start)
        if hit is not None:
            return None if _is_ordinal(text, hit) else hit
    after = _AFTER.match(text, day.end)
    if after is None or (following and re.fullmatch(_BETWEEN, text[after.end() : following.start])):
        return None
    return None if _is_ordinal(text, after) else after


def _is_ordinal(text: str, hit: re.Match[str]) -> bool:
    """ "lần thứ hai", or the second of "Thứ nhất, … Thứ hai, …"."""
    if not hit[1].startswith("thứ"):
        return False
    start = hit.start(1)
    counted = "thứ nhất" in text[:start] and context.sentence_start(text, start) >= start - 2
    return counted or _ORDINAL.search(text[:start]) is not None


def _weekday_number(written: str) -> int:
    """Monday is 0."""
    if written.startswith("c"):
        return 6
    name = written.removeprefix("thứ").removeprefix("t").strip()
    names = {"hai": 0, "ba": 1, "tư": 2, "bốn": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
    return names[name] if name in names else int(name) - 2


def _today(folded: Folded, day: Day, due: date) -> Iterator[Finding]:
    """ "hôm nay, ngày 27/6" in a text that goes out on another day."""
    begin = max(0, day.start - 50)
    hits = [*re.finditer("hôm nay|ngày mai|hôm qua", folded.text[begin : day.start])]
    hit = _TODAY.search(folded.text, begin + hits[-1].start(), day.start) if hits else None
    meant = day.near(due)
    if hit is None or meant is None:
        return
    right = due + timedelta(days=_SHIFT[hit[1]])
    if meant != right:
        better = f"{right.day}/{right.month}/{right.year}"
        why = f"Bài ra ngày {due.day}/{due.month}/{due.year} nên “{hit[1]}” là {better}."
        yield _finding(folded, "NGAY-LECH", "warn", hit.start(), day.end, better, why)


def _over(folded: Folded, day: Day, due: date) -> Iterator[Finding]:
    meant = day.near(due)
    if meant is None or meant >= due:
        return
    text = folded.text
    if day.year is None and _EVERY_YEAR.match(text, day.end):
        return
    start = context.sentence_start(text, day.start)
    before, after = text[start : day.start], text[day.end : context.sentence_end(text, day.end)]
    if re.match(r"[^.;]{0,30}(?<!\w)(?:đã qua|vừa qua)", after) or _IS_OVER.search(before):
        return
    invited = _TO_COME.search(before) or re.match(r"[ ,]*(?:sẽ|mời|kính mời|sắp)(?!\w)", after)
    if not invited and (day.year is None or (due - meant).days > RECENT):
        return
    severity: Severity = "warn" if invited else "info"
    why = f"Khi bài ra ({due.day}/{due.month}/{due.year}) thì ngày này đã qua; hãy xem lại."
    yield _finding(folded, "NGAY-DA-QUA", severity, day.start, day.end, "", why)


def _finding(
    folded: Folded, rule: str, severity: Severity, start: int, end: int, better: str, why: str
) -> Finding:
    first, last = folded.span(start, end)
    return Finding(rule, severity, first, last, folded.given[first:last], better, why)
