"""Pauses: brackets and lone dashes become commas, signs become words, one of many stays."""

from __future__ import annotations

import re

from habac24h.content.speech.clean import SOFT
from habac24h.content.speech.questions import KEPT

_AND_SO_ON = "vân vân"
_VV = re.compile(r"(?<![^\W\d_])v\.?v(?:\.+|…)?(?!\w)")
_DOTS = re.compile(r"\s*,?\s*\.{3,}")
_LISTING = re.compile(r"[,;]|\bnhư\b")
_PAIR = re.compile(r"\b(kinh tế|chính trị|văn hóa|văn hoá)\s*-\s*(xã hội)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[(){}\[\]|]")
_DASH = re.compile(r"\s+-+\s*|\s*-+\s+|--+|^-+|-+$|(?<!\w)-+|-+(?!\w)")
_AND_OR = re.compile(r"\bvà\s*/\s*hoặc\b")
_SIGN_WORDS = {
    "&": "và",
    "%": "phần trăm",
    "+": "cộng",
    "=": "bằng",
    "<": "dưới",
    ">": "trên",
    "≥": "lớn hơn hoặc bằng",
    "≤": "nhỏ hơn hoặc bằng",
    "±": "cộng trừ",
    "×": "nhân",
    "÷": "chia",
    "~": "khoảng",
    "≈": "khoảng",
    "°": "độ",
    "$": "đô la",
    "€": "ơ-rô",
}
_SIGN = re.compile("[" + re.escape("".join(_SIGN_WORDS)) + "]")
_SILENT = re.compile(rf"(?!{KEPT})[^\w\s.,;:!?'\"“”‘«»{SOFT}-]|_")
_CLUSTER = re.compile(rf"\s*[.,;:!?{SOFT}](?:\s*[.,;:!?{SOFT}])*\s*")
_STRENGTH = "?!.:;,"
_OPENING, _CLOSING = "“‘«", "”»"


def read_dots(text: str) -> str:
    """Three dots end a list as "vân vân"; elsewhere they are a pause."""
    if text.strip() == "...":
        return _AND_SO_ON
    text = _VV.sub("...", text)
    return _DOTS.sub(_dots, text)


def _dots(found: re.Match[str]) -> str:
    before = re.split(r"[.!?]\s", found.string[: found.start()])[-1]
    after = found.string[found.end() :].lstrip()
    ends = not after or after[0] in '.”")' or after[0].isupper()
    listed = bool(_LISTING.search(before)) and (ends or after[0] in ";,)")
    if listed or not before.strip():
        return f"{SOFT if before.strip() else ''}{_AND_SO_ON}" + (
            "." if ends and before.strip() else ""
        )
    return ". " if ends else SOFT


def read_signs(text: str) -> str:
    """Brackets, dashes, slashes and other signs as pauses or words."""
    text = _AND_OR.sub("và hoặc", text)
    text = _PAIR.sub(r"\1 \2", text)
    text = _BRACKETS.sub(SOFT, text)
    text = _DASH.sub(SOFT, text)
    text = text.replace("/", SOFT)
    text = _SIGN.sub(lambda found: f" {_SIGN_WORDS[found[0]]} ", text)
    return _SILENT.sub(" ", text)


def tidy(text: str) -> str:
    """One sign where several met, one space between words, no comma at an end that we put there."""
    text = _CLUSTER.sub(_one_sign, text)
    text = re.sub(rf"(?<=[{_OPENING}]) +| +(?=[{_CLOSING}])", "", text)
    return " ".join(text.split())


def _one_sign(found: re.Match[str]) -> str:
    signs = [one for one in found[0] if not one.isspace()]
    before, after = found.string[: found.start()], found.string[found.end() :]
    hard = [one for one in signs if one != SOFT]
    if not before.strip():
        return ""
    if not hard:
        at_edge = not after.strip() or before[-1] in _OPENING or after[0] in _CLOSING
        return " " if at_edge else ", "
    sign = min(hard, key=_STRENGTH.index)
    return sign if after[:1] in (*_CLOSING, '"', "'") and not found[0].endswith(" ") else f"{sign} "
