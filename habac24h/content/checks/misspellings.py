"""Slips of the fingers: no possible syllable, hỏi for ngã in common words, a word typed twice.

Only words in small letters with a Vietnamese sign are looked at: names and foreign words are
written as their owners like, and what has no sign at all may be any language. Nothing here is
ever more than advice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from habac24h.content.checks.finding import Finding
from habac24h.content.checks.folding import Folded, spelling
from habac24h.content.checks.syllables import is_syllable, retoned, words

SPELLING, TWICE = "CHINH-TA", "LAP-TU"
_WORD = re.compile(r"(?<![\w@#&/.'-])[^\W\d_]{2,}(?![\w@&/'-]|\.\w)")
_LOANS = frozenset(
    words(
        "ôtô môtô vắcxin xíchlô căngtin bêtông xêmina micrô lôgô lôgíc rôbốt axít prôtêin ápphích "
        "cátsê sôcôla tivi rađiô ghiđông"
    )
)
_VOWEL = re.compile(r"(?![bcdđghklmnpqrstvxzfwj])[^\W\d_]")
"""Without any it is an abbreviation (ngđ, lđ)."""
_CONFUSED = """
    ảnh hưởng|bãi bỏ|bảo đảm|bảo hiểm|bảo vệ|bình đẳng|cải thiện|chia sẻ|chuyển đổi
    |cổ vũ|cũng như|cưỡng bức|cưỡng ép|dũng cảm|diễn đàn|diễn ra|đảm bảo|đại biểu|đổi mới
    |giải pháp|giải quyết|giảng dạy|giữ gìn|hiểu biết|hỗ trợ|hưởng ứng|hướng dẫn|kỷ niệm|kỹ năng
    |khẩu hiệu|khẩn cấp|lãnh đạo|lễ phát động|mãi mãi|mỗi người|nghĩa vụ|ngưỡng mộ|nhân phẩm
    |những người|nỗ lực|phổ biến|phụ nữ|quyền trẻ em|sẵn sàng|sửa đổi|sức khỏe|tổ chức|trẻ em
    |trưởng thôn|tuổi trẻ|tuyển dụng|vững chắc|xã hội|xóa bỏ|xử lý|xử phạt
"""
"""Words of this office's texts in which hỏi and ngã are confused; the confused one is no word."""
_HORN = "\u031b"
_SWAPPED = {"\u0303": "\u0309", "\u0309": "\u0303"}
_NEVER_TWICE = "của|và|các|những|được|với|trong|tại|theo|đã|sẽ|bị|thì|nhưng|hoặc|nếu|trên|giữa"
_COUNTS = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|linh"
_DOUBLED = re.compile(
    rf"(?<![\w-])(?:(?P<one>{_NEVER_TWICE}) (?P=one)"
    rf"|(?P<pair>(?!(?:từng|{_COUNTS}) )(?P<first>[^\W\d_]+) (?!(?P=first) )[^\W\d_]+) (?P=pair))"
    r"(?![\w-])"
)
_IMPOSSIBLE = "Có thể viết sai: tiếng Việt không có tiếng nào viết như vậy; hãy xem lại."
_TONE = "Có thể viết sai dấu hỏi, dấu ngã; hãy xem lại."
_AGAIN = "Có thể gõ thừa: cùng một từ đứng hai lần liền nhau."


def find(folded: Folded) -> Iterator[Finding]:
    """Each slip, as advice."""
    for hit in _PATTERN.finditer(folded.text):
        start, end = folded.span(*hit.span())
        given = folded.given[start:end]
        yield Finding(SPELLING, "info", start, end, given, _RIGHT[hit[0]], _TONE)
    for hit in _WORD.finditer(folded.cased):
        start, end = folded.span(*hit.span())
        given = folded.given[start:end]
        if _is_impossible(unicodedata.normalize("NFC", given)):
            yield Finding(SPELLING, "info", start, end, given, _better(given), _IMPOSSIBLE)
    for hit in _DOUBLED.finditer(folded.text):
        start, end = folded.span(*hit.span())
        once = slice(*folded.span(*hit.span("one" if hit["one"] else "pair")))
        given = folded.given[start:end]
        yield Finding(TWICE, "info", start, end, given, folded.given[once], _AGAIN)


def _is_impossible(word: str) -> bool:
    if word != word.lower() or word.isascii() or word in _LOANS or not _VOWEL.search(word):
        return False
    return not is_syllable(word)


@lru_cache(maxsize=512)
def _better(given: str) -> str:
    """The nearest right writing, where there is exactly one kind of slip; else nothing."""
    word = unicodedata.normalize("NFC", given)
    for other in (*retoned(word), *_horned(word), *_other_onset(word)):
        if is_syllable(other):
            return other
    for place in range(2, len(word) - 1):
        first, second = word[:place], word[place:]
        if not _VOWEL.match(second) and is_syllable(first) and is_syllable(second):
            return f"{first} {second}"
    return ""


def _horned(word: str) -> Iterator[str]:
    """With the horn that one u or o lacks: nguời."""
    for place, letter in enumerate(word):
        apart = unicodedata.normalize("NFD", letter)
        if apart[0] in "uo" and _HORN not in apart:
            horned = unicodedata.normalize("NFC", apart[0] + _HORN + apart[1:])
            yield word[:place] + horned + word[place + 1 :]


def _other_onset(word: str) -> Iterator[str]:
    for wrong, right in (("ngh", "ng"), ("gh", "g"), ("ng", "ngh"), ("g", "gh"), ("k", "c"),
                         ("c", "k")):  # fmt: skip
        if word.startswith(wrong):
            yield right + word[len(wrong) :]


def _confusions() -> Iterator[tuple[str, str]]:
    """(confused, right) for each hỏi or ngã of each word, in the folded spelling."""
    for right in re.split(r"\s*\|\s*", _CONFUSED.strip()):
        for place, letter in enumerate(right):
            apart = unicodedata.normalize("NFD", letter)
            swapped = "".join(_SWAPPED.get(sign, sign) for sign in apart)
            if swapped != apart:
                other = unicodedata.normalize("NFC", swapped)
                yield spelling(right[:place] + other + right[place + 1 :]), right


_RIGHT = dict(_confusions())
_PATTERN = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_RIGHT, key=len, reverse=True))})(?![\w-])")
