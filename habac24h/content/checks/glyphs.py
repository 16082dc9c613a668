"""Signs that a reader would not see as meant: broken, hidden, or in no font that we print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from habac24h.content.checks.finding import Finding

PRINTED = frozenset({"banner", "loudspeaker", "talk"})
"""Channels that go out on paper or cloth, set in Be Vietnam Pro."""

# UTF-8 read as Windows-1252: "Ã¡" for "á", "á»" for a Vietnamese letter, "Ä‘" for "đ".
_MOJIBAKE = re.compile(r"(?:Ã[\x80-\xbf]|á[»º][\x80-\xbf\u2018-\u203a]?|Æ°|Ä[\u2018\u0091]|â€.)+")
_BROKEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ud800-\udfff\ufffe\uffff]+"
)
_HIDDEN = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
)
_RARE = re.compile(r"[^\x00-\u024f\u0300-\u036f\u1ea0-\u1eff]+")

# What Be Vietnam Pro draws beyond Latin letters (its character table, version 1.2), and what the
# papers leave out or draw with another font: emoji with their joiners and variants.
_SIGNS = frozenset("–—‘’‚“”„†‡•…‰‹›⁄₫€™−∕≈≠≤≥⅛⅜⅝⅞")
_EMOJI_IN_BLOCKS = frozenset(
    "☀☁☂☃☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸☹☺♀♂♈♉♊♋♌♍♎♏♐♑♒♓♟♠♣♥♦♨♻♾♿⚒⚓⚔⚕⚖⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪⛰⛱⛲⛳⛴⛵⛷⛸⛹⛺⛽"
    "✂✅✈✉✊✋✌✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓❔❕❗❣❤➕➖➗➡➰➿⌚⌛⌨⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺↔↕↖↗↘↙↩↪⤴⤵⬅⬆⬇⬛⬜⭐⭕▪▫▶◀◻◼◽◾ℹ〰㊗㊙"
)
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


def find(text: str, channel: str) -> Iterator[Finding]:
    """Broken signs (block), hidden signs (warn), and what the printed papers cannot show (warn)."""
    for hit in _MOJIBAKE.finditer(text):
        why = "Chữ bị hỏng bảng mã; hãy mở lại bài gốc và dán lại bằng UTF-8."
        yield Finding("CHU-HONG", "block", *hit.span(), hit[0], "", why)
    for hit in _BROKEN.finditer(text):
        why = f"Ký tự hỏng, không ai đọc được ({_names(hit[0])}); hãy xóa hoặc viết lại."
        yield Finding("CHU-HONG", "block", *hit.span(), hit[0], "", why)
    if text.strip("".join(map(chr, (0x200B, 0xFEFF, 0x20, 0x0A)))):
        yield from _hidden(text)
    for hit in _RARE.finditer(text):
        yield from _unfit(hit, channel)


def _hidden(text: str) -> Iterator[Finding]:
    for hit in _HIDDEN.finditer(text):
        why = f"Ký tự ẩn ({_names(hit[0])}) do dán từ nơi khác; hãy xóa để tìm và đọc được đúng."
        yield Finding("KY-TU-AN", "warn", *hit.span(), hit[0], "", why)


def _unfit(hit: re.Match[str], channel: str) -> Iterator[Finding]:
    for offset, sign in enumerate(hit[0]):
        at = hit.start() + offset
        if unicodedata.category(sign) in ("Co", "Cn") and not _is_emoji(sign):
            why = f"Ký tự riêng của một phông chữ ({_names(sign)}), máy khác không hiện; hãy thay."
            yield Finding("CHU-HONG", "block", at, at + 1, sign, "", why)
        elif _is_foreign(sign):
            why = f"Chữ này không phải chữ Việt ({_names(sign)}), dễ do dán nhầm; hãy gõ lại."
            yield Finding("CHU-LA", "warn", at, at + 1, sign, "", why)
        elif channel in PRINTED and not _is_printable(sign):
            why = f"Phông chữ in của xã không có ký tự này ({_names(sign)}); hãy thay bằng chữ."
            yield Finding("KY-TU-KHONG-IN", "warn", at, at + 1, sign, "", why)


def _is_emoji(sign: str) -> bool:
    return "\U0001f000" <= sign <= "\U0001faff" or sign in _EMOJI_IN_BLOCKS


def _is_foreign(sign: str) -> bool:
    """A letter of another script: Cyrillic а looks like a Latin a, and no search finds it."""
    if not unicodedata.category(sign).startswith("L") or sign in "ªº":
        return False
    return not unicodedata.name(sign, "").startswith(("LATIN", "MODIFIER", "MATHEMATICAL"))


def _is_printable(sign: str) -> bool:
    if sign in _SIGNS or sign in _JOINERS or _is_emoji(sign) or sign.isspace():
        return True
    return (
        "\U000e0020" <= sign <= "\U000e007f"
        or unicodedata.category(sign) == "Cf"
        or "⁰" <= sign <= "₉"
    )


def _names(signs: str) -> str:
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs[:3])
