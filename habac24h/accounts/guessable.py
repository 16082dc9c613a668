"""Passwords that are guessed first: common ones, plain rows of signs, a person's own name.

NIST SP 800-63B (5.1.1.2, and 3.1.1.2 of its fourth edition) asks to compare a new password with
what is commonly used, expected or compromised: words of a list, repetitive or sequential
characters, the name of the service, the user's name and what follows from it; and to say why it is
refused. It asks for no rules about kinds of characters, and there are none here. The list is short
and our own: what people of such an office choose first, in Vietnamese as one types it without
marks, and in English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

COMMON = (
    *("matkhau", "password", "passw0rd", "matma", "dangnhap", "taikhoan", "quantri", "quantrivien"),
    *("administrator", "admin", "nguoidung", "user", "guest", "khach", "root", "login", "secret"),
    *("letmein", "welcome", "xinchao", "hello", "iloveyou", "iluvu", "anhyeuem", "emyeuanh"),
    *("yeuem", "yeuanh", "anhnhoem", "emnhoanh", "congaiyeu", "contraiyeu", "giadinh", "hanhphuc"),
    *("mayman", "cogang", "vietnam", "hanoi", "saigon", "bacninh", "bacgiang", "hochiminh"),
    *("habac", "xahabac", "habac24h", "ubnd", "ubndxa", "uybannhandan", "vanhoa", "vanhoaxahoi"),
    *("binhdanggioi", "truyenthong", "facebook", "fanpage", "google", "gmail", "zalo", "computer"),
    *("maytinh", "coquan", "vanphong", "internet", "football", "bongda", "baseball", "monkey"),
    *("dragon", "master", "sunshine", "princess", "superman", "batman", "shadow", "michael"),
    *("trustno1", "starwars", "whatever", "changeme", "default", "abc", "abcd", "test", "thu"),
    *("qwerty", "qwertyuiop", "azerty", "asdf", "asdfgh", "zxcvbn", "zxcvbnm"),
    *("1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "qazwsx", "q1w2e3r4", "zaq12wsx", "aa123456"),
)
_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONGEST_UNIT = 4
"""“abc1abc1” repeats four signs; a longer unit is a word that somebody wrote twice."""
_LEFT = 3
"""So many letters must stand in it besides common words and names."""
_LONGEST_NUMBER = 11
"""Digits alone are a day of birth, a telephone number."""
_WORD = re.compile(r"\w{3,}")
_BEFORE_FOLDING = str.maketrans({"đ": "d", "Đ": "D"})


def why_guessable(password: str, names: Iterable[str] = ()) -> str | None:
    """Why it would be guessed at once, to be said after “vì”; None where it would not.

    `names` are the login and what its person is called.
    """
    plain = _plain(password)
    signs = re.sub(r"[\W_]", "", plain) or password
    if _repeats(signs):
        return "chỉ lặp lại một vài ký tự"
    if _is_row(signs):
        return "là một dãy ký tự liền nhau trên bàn phím, trong bảng chữ cái hay dãy số"
    if signs.isdecimal() and len(signs) <= _LONGEST_NUMBER:
        return "chỉ có chữ số, dễ đoán như ngày sinh, số điện thoại"
    mine = {word for name in names for word in _words(name)}
    if _is_little_else(signs, mine):
        return "gần như chỉ có tên của chính người dùng"
    if _is_little_else(signs, {*COMMON, *mine}):
        return "nằm trong những mật khẩu hay bị đoán nhất"
    return None


def _plain(text: str) -> str:
    """Small letters without marks: “Mật khẩu” is typed “matkhau” by whoever guesses."""
    parts = unicodedata.normalize("NFKD", text.translate(_BEFORE_FOLDING)).casefold()
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _words(name: str) -> set[str]:
    """The words of a name, and the whole of it written as one."""
    plain = _plain(name).replace("_", " ")
    return {*_WORD.findall(plain), re.sub(r"\W", "", plain)} - {""}


def _repeats(signs: str) -> bool:
    return any(
        len(signs) > size and signs == (signs[:size] * len(signs))[: len(signs)]
        for size in range(1, _LONGEST_UNIT + 1)
    )


def _is_row(signs: str) -> bool:
    """Also on from its end, “7890123”, and with each sign twice, “112233”."""
    singles = signs[::2] if signs[::2] == signs[1::2] else signs
    rows = (turned for row in _ROWS for turned in (row, row[::-1]))
    return any(one in row * (len(one) // len(row) + 2) for row in rows for one in (signs, singles))


def _is_little_else(signs: str, words: Iterable[str]) -> bool:
    """Whether it holds some of these words, and few letters besides; digits count as nothing."""
    left = signs
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    return left != signs and sum(sign.isalpha() for sign in left) < _LEFT
