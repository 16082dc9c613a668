"""Money, percent, units, comparisons and spans of numbers."""

from __future__ import annotations

import re

from habac24h.content.speech.numbers import NUMBER, number
from habac24h.content.speech.questions import KEPT, Notes
from habac24h.content.speech.sections import dotted
from habac24h.content.speech.shapes import BEFORE, DASH, FROM, MONEY, SCALE, preceded
from habac24h.content.speech.words import words

_EDGE = r"(?<![\w.,/:])"
_POINT = re.compile(
    rf"{_EDGE}(\d+)\.(\d{{1,2}}|\d{{4,}})(?=\s*(?:%|{SCALE}\b|{MONEY}\b|km\b|kg\b|ha\b|m2\b|tấn\b|tạ\b))"
)
_COMMA_THOUSANDS = re.compile(
    rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})+)(?=\s*{MONEY}(?!\w))|(?<![\w.,])(\d{{1,3}}(?:,\d{{3}}){{2,}})(?![\d,])"
)
_COMMA_LIST = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{1,3}){2,}(?![\d])")
_MONEY = re.compile(r"(?<=\d)\s*(?:đ|Đ|VNĐ|VND|vnđ)(?!\w)|\b(?:VNĐ|VND)\b")
_SCALED_MONEY = re.compile(
    rf"(?<=\d)\s*tr(?=\s*{MONEY}(?!\w))|(?<=\d)\s*[kK](?=\s*{MONEY}?(?:[\s.,;)/]|$))"
)
_MILLIONS = re.compile(r"(?<![\w.,])\d+(?:,\d+)?\s?tr(?:\s?\d{1,3}(?![\d.,]))?(?!\w)")
_METRES_AND = re.compile(r"(?<![\w.,/])(\d{1,3})m(\d{1,2})(?![\w/]|[.,]\d)")
"""1m65; but m2 and m3 behind a number are areas and volumes."""
_AND_MORE = re.compile(r"(?<![\w.,/+])(\d[\d.]*)\+(?=(\s+[^\W\d_])|[\s.,;)]|$)")
_UNLIKE_RANGE = re.compile(
    r"(\b[Tt]ừ\s+\d+\s+(?:tháng|tuần|ngày|giờ|phút|tuổi|km|m|kg))\s*-\s*(?=\d+\s+[^\W\d_])"
)
"""từ 6 tháng - 5 tuổi: the first number has its own unit."""
_DOLLARS = re.compile(rf"\$\s?({NUMBER})|(?<=\d)\s?(?:USD|\$)")
_PER = (
    "người|hộ|năm|tháng|tuần|ngày|giờ|phút|giây|lần|buổi|thôn|xã|ha|h|km2|km|m2|m3|m|kg|suất|cuộc|đợt|em"
    "|cháu|lớp|trường|con|tấn|sào|đơn vị|gia đình|trẻ|học sinh|lượt|quý|vụ|mẫu|khẩu|nhà|cái|chiếc"
    "|hội viên|đội|tổ|nhóm|đoàn|đại biểu|sản phẩm|chuyến|khóa|khoá|thành viên"
    "|đảng viên|cụm|điểm|bộ|quyển|tờ|mô hình|chi hội|s|l|lít|cặp|ca|tin|bài|học kỳ|phòng"
)
_PER_EACH = re.compile(
    rf"(?<![\w])(?P<what>{NUMBER}\s*%?(?:[^\W\d_]++[23]?\s?){{0,4}}?)(?P<each>(?:\s?/\s?(?:{_PER})\b)+)(?!/)"
)
_PERCENT_RANGE = re.compile(rf"{BEFORE}({NUMBER})\s*%?{DASH}({NUMBER})\s*%")
_TO_AND_ABOVE = re.compile(
    rf"(?P<sign>≥|>=|≤|<=)\s*(?P<n>{NUMBER}\s*(?:%|‰)?(?:\s*(?:{SCALE}|{MONEY}|tuổi|người|hộ|km|kg|ha|m2)(?!\w))*)"
)
_SIGNS = ((r">\s*(?=\d)", "trên "), (r"<\s*(?=\d)", "dưới "), (r"[~≈]\s*(?=\d)", "khoảng "))
_TIMES = re.compile(r"(?<=\d)(\s*(?:mm|cm|dm|km|m)?)\s*[x×]\s*(?=\d)")
_RANGE = re.compile(
    FROM + rf"{_EDGE}(?<!-)(?P<a>{NUMBER})(?P<unit>\s*(?:{SCALE}|{MONEY})(?!\w))?{DASH}"
    rf"(?P<b>{NUMBER})(?![\w./-]*\d|/)"
    rf"(?P<after>\s*(?:(?:{SCALE}\s*)*(?:{MONEY})(?!\w)|(?:tháng )?tuổi\b)?)"
)
_CHAIN = re.compile(r"(?<![\w.,/])\d+(?:-\d+){2,}(?![\w/])")
_NEGATIVE = re.compile(r"(?:(?<=^)|(?<=[\s(]))-(?=\d)")
_VERSION = re.compile(r"(?<![\w,])\d+(?:\.\d+)+(?![\d,])")
_PLAIN = re.compile(NUMBER)
_SPANNED = re.compile(r"\b(?:từ|trong khoảng)\s+$", re.I)


def read_quantities(text: str, notes: Notes) -> str:
    """Everything measured in a line, the numbers themselves left as digits."""
    text = _POINT.sub(r"\1,\2", text)
    text = _METRES_AND.sub(_metres, _UNLIKE_RANGE.sub(r"\1 đến ", text))
    text = _AND_MORE.sub(lambda f: f"hơn {f[1]}" if f[2] else f"{f[1]} trở lên", text)
    text = _COMMA_THOUSANDS.sub(lambda f: f[0].replace(",", "."), text)
    text = _COMMA_LIST.sub(lambda f: f[0].replace(",", ", "), text)
    text = _DOLLARS.sub(lambda f: f"{f[1]} đô la" if f[1] else " đô la Mỹ", text)
    text = _SCALED_MONEY.sub(lambda f: " triệu" if "t" in f[0] else " nghìn", text)
    text = _MILLIONS.sub(lambda f: notes.ask(f[0], "“tr” là triệu hay trang?"), text)
    text = _TO_AND_ABOVE.sub(_bound, text)
    for sign, word in _SIGNS:
        text = re.sub(sign, word, text)
    text = re.sub(r"(?<=\d)\^(?=\d)", " mũ ", _TIMES.sub(r"\1 nhân ", text))
    text = _RANGE.sub(_range, _PERCENT_RANGE.sub(r"\1 đến \2%", text))
    text = _CHAIN.sub(lambda f: f[0].replace("-", ", "), text)
    text = _PER_EACH.sub(_each, _MONEY.sub(" đồng", text))
    text = _units(text)
    text = re.sub(r"\s*%", " phần trăm", re.sub(r"\s*‰", " phần nghìn", text))
    return _NEGATIVE.sub("âm ", text)


def _bound(found: re.Match[str]) -> str:
    end = "lên" if found["sign"] in ("≥", ">=") else "xuống"
    return f"từ {found['n'].strip()} trở {end}"


def _metres(found: re.Match[str]) -> str:
    return found[0] if found[2] in {"2", "3"} else f"{found[1]} mét {found[2]}"


def _range(found: re.Match[str]) -> str:
    """Ages and money take "từ … đến …", other spans "… đến …" (the facts' cases)."""
    pre = f"{found['from']} " if found["from"] else ""
    takes_from = bool(found["after"].strip() or found["unit"])
    if takes_from and not pre and not preceded(found.string, found.start(), _SPANNED):
        pre = "từ "
    return f"{pre}{found['a']}{found['unit'] or ''} đến {found['b']}{found['after']}"


def _each(found: re.Match[str]) -> str:
    """ "/hộ/năm" as "một hộ một năm"; a unit there is named in full (tạ/ha)."""
    names = {**words().units, "s": "giây"}
    each = [one.strip() for one in found["each"].split("/")[1:]]
    return found["what"].rstrip() + "".join(f" một {names.get(one, one)}" for one in each)


def _units(text: str) -> str:
    return words().units_pattern.sub(_unit, text)


def _unit(found: re.Match[str]) -> str:
    name = words().units[found[2]]
    return f"{found[1]} {name}" if found[1] else name


def read_numbers(text: str) -> str:
    """Every number that no other rule has read."""
    text = re.sub(r"(?<=[^\W\d_])-(?=\d)", " ", text)
    text = _VERSION.sub(_version, text)
    return _PLAIN.sub(_number, text)


def _version(found: re.Match[str]) -> str:
    plain = re.fullmatch(r"\d{1,3}(?:\.\d{3})+", found[0])
    return found[0] if plain else _apart(found, dotted(found[0]))


def _number(found: re.Match[str]) -> str:
    return _apart(found, number(found[0]))


def _apart(found: re.Match[str], said: str) -> str:
    """A space where a letter or a mark touches the digits (A4, 5G)."""
    text = found.string
    touching = re.compile(rf"\w|{KEPT}")
    before = " " if found.start() and touching.match(text[found.start() - 1]) else ""
    after = " " if touching.match(text[found.end() : found.end() + 1]) else ""
    return f"{before}{said}{after}"
