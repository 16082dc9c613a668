"""Telephone numbers, digit by digit in groups: by their shape, or after words like gọi."""

from __future__ import annotations

import re

from habac24h.content.speech.clean import SOFT
from habac24h.content.speech.numbers import digits
from habac24h.content.speech.questions import Notes
from habac24h.content.speech.shapes import SCALE, UNITS_OF_TIME

HOTLINES = {"111", "112", "113", "114", "115"}
_REACH = 200
"""Characters around a number that can say that it is called."""
_SAID = {"115": "một một lăm"}

_SHAPED = re.compile(
    r"(?<![\w.,/:-])(?:\+84|\(\+?84\)|\(0\d{1,3}\)|0\d{1,3})(?:[ .-]?\d++)+(?![\w/]|[,:]\d)"
)
_SERVICE = re.compile(r"(?<![\w.,/:-])1[89]00(?:[ .-]?\d++)+(?![\w/]|[,:]\d)")
_SHORT = re.compile(r"(?<![\w.,/:-])\d{3,8}(?![\w/%]|[.,:-]\d)")
_CALL = (
    r"gọi|tổng đài|đường dây|hotline|điện thoại|số máy|đt(?=\s*[:(])|sđt|liên hệ|nhắn tin|soạn tin"
    r"|zalo"
)
_CALLED = re.compile(rf"\b(?:{_CALL})\b", re.I)
_CALLED_NEAR = re.compile(
    rf"\b(?:{_CALL})\b(?:\s*(?:số|ngay|đến|tới|theo|vào|nóng|là|tin|gửi|qua|miễn phí|:))*\s*$", re.I
)
_NAMED = re.compile(
    r"\b(?:công an|cảnh sát|cấp cứu|cứu hỏa|cứu hoả|cứu thương|báo cháy|bảo vệ trẻ em)"
    r"(?:\s*(?:số|:))?\s*$",
    re.I,
)
_DOCUMENT = re.compile(
    r"(?:quyết định|nghị quyết|nghị định|kế hoạch|luật|chỉ thị|thông tư|công văn|báo cáo|thông báo"
    r"|nhà|phòng|lô|ô|bài|câu|trang|phiếu|hộp thư|tổng|con|thứ tự|tổ|khu|thửa|tờ)\s+số:?\s*$",
    re.I,
)
_NUMBER_WORD = re.compile(r"\bsố:?\s*$", re.I)
_COUNTS = re.compile(
    rf"\s*(?:[^\W\d_]*%|(?:{SCALE}|{UNITS_OF_TIME}|đồng|đ|đại|người|hộ|cuộc|lượt|trường|vụ|thôn|xã|cán"
    r"|học|trẻ|em|cháu|bé|phụ|nữ|nam|hội|đoàn|ca|tin|tỷ|km|kg|ha|m|bài|bản|cái|chiếc|tổ|cây)\b)"
)
_COUNTED_HOTLINE = re.compile(
    r"\s*(?:%|(?:cuộc|người|hộ|lượt|đại biểu|trường hợp|em|cháu|đồng|triệu|nghìn)\b)"
)
"""After "gọi 113" only these make it a count: "gọi 113 ngày đêm" calls."""


def read_phones(text: str, notes: Notes) -> str:
    """Every telephone number in a line."""
    text = _SHAPED.sub(_shaped, text)
    text = _SERVICE.sub(_service, text)
    return _SHORT.sub(lambda found: _short(found, notes), text)


def _groups(written: str) -> list[str]:
    return re.findall(r"\d+", written)


def _say(groups: list[str]) -> str:
    return ", ".join(digits(group) for group in groups)


def _shaped(found: re.Match[str]) -> str:
    """A number with its area code or carrier: ten or eleven digits from 0, or after +84."""
    groups = _groups(found[0])
    abroad = groups[0].startswith("84")
    if abroad and len(groups[0]) > 2:
        groups = ["84", groups[0][2:5], groups[0][5:8], groups[0][8:], *groups[1:]]
        groups = [group for group in groups if group]
    wanted = (11, 12) if abroad else (10, 11)
    taken = next((n for n in range(len(groups), 0, -1) if _size(groups[:n]) in wanted), 0)
    if not taken:
        return found[0]
    rest = re.split(r"\d+", found[0], maxsplit=taken)[-1]
    chosen = groups[:taken] if taken > 1 else _parted(groups[0])
    return ("cộng " if abroad else "") + _say(_merged(chosen)) + rest


def _size(groups: list[str]) -> int:
    return sum(len(group) for group in groups)


def _parted(plain: str) -> list[str]:
    """Ten digits as 4-3-3; eleven as a landline, 4-4-3 (024 and 028: 3-4-4)."""
    if plain.startswith(("024", "028")) and len(plain) == 11:
        return [plain[:3], plain[3:7], plain[7:]]
    return (
        [plain[:4], plain[4:7], plain[7:]]
        if len(plain) < 11
        else [plain[:4], plain[4:8], plain[8:]]
    )


def _merged(groups: list[str]) -> list[str]:
    """A single digit is said with the group after it: 0220 3 123 456."""
    merged: list[str] = []
    for group in groups:
        if merged and len(merged[-1]) == 1:
            merged[-1] += group
        else:
            merged.append(group)
    return merged


def _service(found: re.Match[str]) -> str:
    groups = _groups(found[0])
    if not 8 <= _size(groups) <= 10 or _COUNTS.match(found.string, found.end()):
        return found[0]
    if len(groups) == 1:
        rest = groups[0][4:]
        groups = [groups[0][:4], *([rest[:3], rest[3:]] if len(rest) == 6 else [rest])]
    return _say(groups)


def _short(found: re.Match[str], notes: Notes) -> str:
    plain, text = found[0], found.string
    before = re.split(r"[.;!?]\s", text[max(0, found.start() - _REACH) : found.start()])[-1]
    said = _SAID.get(plain) or digits(plain)
    counted = _COUNTED_HOTLINE if plain in HOTLINES and _CALLED_NEAR.search(before) else _COUNTS
    if counted.match(text, found.end()) or _DOCUMENT.search(before):
        return plain
    if plain in HOTLINES:
        return _hotline(found, before, said, notes)
    return said if _CALLED_NEAR.search(before) else plain


def _hotline(found: re.Match[str], before: str, said: str, notes: Notes) -> str:
    """111 to 115: a telephone number where the words around say so, else a count, else asked."""
    plain, after = found[0], found.string[found.end() : found.end() + _REACH]
    opens = not before.strip(f' {SOFT}"“(') and re.match(r"\s*[:(-]", after)
    if opens or any(p.search(before) for p in (_CALLED, _NAMED, _NUMBER_WORD)):
        return said
    if found.string.strip() == plain:
        notes.flag(plain, "đã đọc như số điện thoại; nếu là số đếm thì hãy viết bằng chữ")
        return said
    if re.match(r"\s+(?!(?:và|hoặc|hay)\s+11[1-5]\b)[^\W\d_]", after):
        return plain
    return notes.ask(plain, "số điện thoại hay số đếm?")
