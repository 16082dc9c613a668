"""Sentences of the workflow on pages: the advice without its commands, which have buttons here."""

from __future__ import annotations

import re

_COMMAND = r"`habac24h [^`]*`"
_LOOK_UP = re.compile(rf"[;,] xem(?: [^;,.`]*?)? {_COMMAND}(?:,? thêm bằng {_COMMAND})?")
"""“; xem các mã bằng `habac24h items`”: pages have their lists."""
_INSTEAD = re.compile(
    rf"[;,] (?:muốn [^;`]*?, |nếu [^;`]*? )?hãy (?:dùng|chạy) {_COMMAND}(?: hoặc {_COMMAND})?"
)
_BY_COMMAND = re.compile(rf" bằng {_COMMAND}")
_BY_OPTION = re.compile(r" bằng --[a-z-]+")
_OR_OPTION = re.compile(r",? hoặc (?:thêm|kiểm tra) --[a-z-]+[^;,.`]*")
_RULE = re.compile(r"(?:(?<= vì )|(?<=; ))[A-Z]{2}[A-Z0-9-]*: ")
"""“vì THIEU-SO-LIEU: Chưa có …”: the page lists the findings, whose marks say nothing to people."""


def for_pages(sentence: str) -> str:
    """The same sentence for somebody who sees buttons: what to do stays, the command goes."""
    for pattern in (_LOOK_UP, _INSTEAD, _BY_COMMAND, _BY_OPTION, _OR_OPTION, _RULE):
        sentence = pattern.sub("", sentence)
    return sentence.replace("chạy lại `habac24h serve`", "khởi động lại chương trình")


def titled(sentence: str, key: str, title: str) -> str:
    """The same sentence with an item called by its title: its key, or an airing's, tells nobody."""
    return re.sub(rf"“{re.escape(key)}(?:@\d+)?”", lambda _: f"“{title}”", sentence)
