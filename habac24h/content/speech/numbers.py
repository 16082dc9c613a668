"""Numbers in Vietnamese words, in the northern reading of the radio (linh, nghìn, tư, lăm, mốt).

Written by hand because num2words is wrong on 21 of 48 cases (all decimals, 2026, -5).
"""

from __future__ import annotations

import re

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?![\d])|\d+)(?:,\d+(?!\d|,\d))?"
"""A number as the office writes it: 1.234.567 or 2026 or 98,2 (a dot parts thousands)."""

LONGEST = 18
"""Digits beyond this are said one by one: nobody can follow a larger number by ear."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def cardinal(number: int) -> str:
    """Words of a whole number: 1005 is "một nghìn không trăm linh năm", 10**12 "một nghìn tỷ"."""
    if number < 0:
        return "âm " + cardinal(-number)
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words = [f"{cardinal(billions)} tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words.append(f"{_below_thousand(group, after_more=bool(words))} {name}".rstrip())
    return " ".join(words)


def _below_thousand(number: int, *, after_more: bool) -> str:
    """`after_more`: a larger group stands before, so that 5 is "không trăm linh năm"."""
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or after_more else []
    if rest:
        words.append(_below_hundred(rest, after_more=bool(words)))
    return " ".join(words)


def _below_hundred(number: int, *, after_more: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after_more else _DIGITS[ones]
    if tens == 1:
        return "mười" + ("" if ones == 0 else " lăm" if ones == 5 else f" {_DIGITS[ones]}")
    last = "" if ones == 0 else f" {_AFTER_TENS.get(ones, _DIGITS[ones])}"
    return f"{_DIGITS[tens]} mươi{last}"


def digits(written: str) -> str:
    """Digit by digit, as phone numbers and decimals are said: "05" is "không năm"."""
    return " ".join(_DIGITS[int(one)] for one in written)


def whole(written: str) -> str:
    """Words of digits with or without dots between thousands.

    One zero before a digit is the office's way to fill a column (05 thôn); more than that, or a
    number too long to follow, is said digit by digit.
    """
    plain = written.replace(".", "") if _THOUSANDS.fullmatch(written) else written
    padded = len(plain) > 2 and plain.startswith("0")
    if padded or plain == "00" or len(plain) > LONGEST:
        return digits(plain)
    return cardinal(int(plain))


def number(written: str) -> str:
    """Words of a number as `NUMBER` matches it; the part after the comma digit by digit."""
    before, comma, after = written.partition(",")
    return f"{whole(before)} phẩy {digits(after)}" if comma else whole(before)


def ordinal(number: int) -> str:
    """The word after "thứ": nhất, hai, ba, tư, năm, …"""
    return {1: "nhất", 4: "tư"}.get(number) or cardinal(number)
