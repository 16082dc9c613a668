"""What nobody reads aloud: emoji, hashtags, addresses, markup, bullets; and one way to write each
sign."""

from __future__ import annotations

import re
import unicodedata

from habac24h.content.speech.questions import KEPT, Notes

SOFT = "\ue000"
"""A short pause that becomes a comma, unless a sign stands beside it already."""

_KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3")
_POWER = re.compile(r"(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NEVER_READ = {"So", "Sk", "Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me"}
_SIGNS = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("’ʼ′`´", "'"),
    **dict.fromkeys("→⇒►➔", SOFT),
    "°": "°",
    "⁄": "/",
    "№": "số ",
    "•": "•",
    "·": " ",
    "…": "...",
}
_MATHS = set("+<>=±×÷≤≥~≈|")

_OFFICE_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?habac\.haiphong\.gov\.vn(?:/(?:[^\s)\]]*[^\s)\].,;:!?])?)?", re.I
)
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)[^\s)\]<>“”\"]*[^\s)\]<>“”\".,;:!?]"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|vn|org|net|edu)\b(?:/[^\s)\]<>“”\".,;]*)?",
    re.I,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HASHTAG = re.compile(r"(?<!\w)#\w+")
_END = re.compile(r"\./\.?")
_BULLET = re.compile(r"^\s*(?:[-+*•]+\s+)+")
_ENUMERATOR = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)(?:\.|\))(?=\s*[^\W\d_]|\s+\S|\s*$)")
_GLUED = re.compile(r"([^\W\d_]{2,})(\d+)")
_ROMAN_ENUMERATOR = re.compile(
    rf"^(?:(?!{KEPT})[^\w\"'“”‘’«»])*([IVX]+(?:\.\d{{1,2}})*)"
    r"(?:\s?\.(?!\s*[^\W\d_](?![^\W\d_]))(?=\s*[^\s.…])|(?<=\d)(?=\s+[^\W\d_]))"
)
_FILL = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")


def plain_lines(text: str) -> list[str]:
    """The text in NFC, parted at every kind of line end, with signs that rules know."""
    composed = _KEYCAP.sub(" ", unicodedata.normalize("NFC", text))
    composed = _POWER.sub(lambda found: f"^{found[0]}", composed)
    return [_plain(line) for line in _LINE_ENDS.sub("\n", composed).split("\n")]


def _plain(line: str) -> str:
    """One space between words: long runs of spaces would make the patterns slow."""
    return " ".join("".join(_sign(one) for one in line).split())


def _sign(one: str) -> str:
    if one.isalpha():
        return one if one not in "`´ʼ" else "'"
    if one in _SIGNS:
        return _SIGNS[one]
    category = unicodedata.category(one)
    if category in {"Nd", "No", "Nl"}:
        digit = unicodedata.digit(one, None)
        simple = unicodedata.normalize("NFKC", one).replace("⁄", "/")
        return str(digit) if digit is not None else simple if simple.isascii() else " "
    if category == "Sm":
        return one if one in _MATHS else " "
    if category.startswith("Z") or one == "\t":
        return " "
    return "" if category in _NEVER_READ else one


def without_unread(line: str, notes: Notes) -> str:
    """Drop what is not read; name the commune's own site, ask about a mail address."""
    line = _FILL.sub(lambda found: notes.keep(f"[CHƯA ĐIỀN: {_asked(found[1], notes)}]"), line)
    line = _OFFICE_SITE.sub("cổng thông tin điện tử của xã", line)
    line = _MAIL.sub(
        lambda found: notes.ask(found[0], "địa chỉ thư điện tử: hãy viết thành lời nếu cần đọc"),
        line,
    )
    line = _ADDRESS.sub(lambda found: _dropped(found[0], notes), line)
    line = _HASHTAG.sub(" ", line)
    line = _END.sub(".", line)
    line = line.replace("**", "").replace("_", " ")
    line = _BULLET.sub("", line)
    line = _GLUED.sub(_unglued, line)
    return _ENUMERATOR.sub(rf"\1{SOFT}", line)


def _unglued(found: re.Match[str]) -> str:
    """A number that touches a word (mùng5), but not QH15 or km2."""
    kept = found[1].isupper() or (found[1] in {"km", "cm", "dm", "mm"} and found[2] in {"2", "3"})
    return found[0] if kept else f"{found[1]} {found[2]}"


def _asked(name: str, notes: Notes) -> str:
    notes.flag(name, "chỗ này còn bỏ trống, cần điền trước khi đọc")
    return name


def _dropped(address: str, notes: Notes) -> str:
    notes.flag(address, "địa chỉ mạng không đọc trên loa; nếu cần, hãy viết thành lời")
    return " "


def roman_heading(line: str) -> str:
    """The Roman number that opens a heading line ("II. NHIỆM VỤ", "II.3 Việc"), or ""."""
    found = _ROMAN_ENUMERATOR.match(line)
    return found[1] if found else ""
