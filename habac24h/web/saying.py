"""Sentences of the workflow on pages: the advice without its commands, which have buttons here."""

from __future__ import annotations

import re

from habac24h.workflow.doubles import ON_PAGE

_COMMAND = r"`habac24h [^`]*`"
_LOOK_UP = re.compile(rf"[;,] xem(?: [^;,.`]*?)? {_COMMAND}(?:,? thêm bằng {_COMMAND})?")
"""“; xem các mã bằng `habac24h items`”: pages have their lists."""
_INSTEAD = re.compile(
    rf"[;,] (?:muốn [^;`]*?, |nếu [^;`]*? )?hãy (?:dùng|chạy) {_COMMAND}(?: hoặc {_COMMAND})?"
)
_BY_COMMAND = re.compile(rf" bằng {_COMMAND}")
_BY_OPTION = re.compile(r" bằng --[a-z-]+")
_OR_OPTION = re.compile(r",? hoặc (?:thêm|kiểm tra) --[a-z-]+[^;,.`]*")
PAGES = {
    "fanpage connect": ("Kết nối Fanpage", "/cai-dat/fanpage"),
    "fanpage resume": ("Cho đăng tiếp", "/dang-tiep"),
    "plan": ("Kế hoạch năm", "/chien-dich/ke-hoach"),
    "facts": ("Số liệu", "/chien-dich/so-lieu"),
    "places add": ("Địa điểm", "/cai-dat/dia-diem"),
    "backup": ("Sao lưu", "/cai-dat/sao-luu"),
}
"""The commands whose work has a page of its own: what it is called, and its address."""
_NAMED = (
    *PAGES.values(),
    ("Thư buổi sáng", "/cai-dat/thu"),
    ("Cơ quan, kênh và giờ", "/cai-dat/co-quan"),
)
"""The pages that sentences call by name."""
_OF_PAGE = rf"`habac24h ({'|'.join(PAGES)})(?: [^`]*)?`"
_BY_PAGE = re.compile(rf" bằng {_OF_PAGE}")
_OPEN_PAGE = re.compile(rf"(?:chạy|dùng) {_OF_PAGE}")
_CONNECT = re.compile(r"chạy (lại )?lệnh “fanpage connect”")
"""As the channel says it, which knows no pages."""
_KEEP = re.compile(r"chạy `habac24h fanpage keep [^`]*`")
_RULE = re.compile(r"(?:(?<= vì )|(?<=; ))[A-Z]{2}[A-Z0-9-]*: ")
"""“vì THIEU-SO-LIEU: Chưa có …”: the page lists the findings, whose marks say nothing to people."""


def for_pages(sentence: str) -> str:
    """The same sentence for somebody who sees buttons: what to do stays, the command goes."""
    sentence = _BY_PAGE.sub(lambda hit: f" ở trang “{PAGES[hit[1]][0]}”", sentence)
    sentence = _OPEN_PAGE.sub(lambda hit: f"mở trang “{PAGES[hit[1]][0]}”", sentence)
    sentence = _CONNECT.sub(r"kết nối \1ở trang “Kết nối Fanpage”", sentence)
    sentence = _KEEP.sub(ON_PAGE, sentence)
    for pattern in (_LOOK_UP, _INSTEAD, _BY_COMMAND, _BY_OPTION, _OR_OPTION, _RULE):
        sentence = pattern.sub("", sentence)
    return sentence.replace("chạy lại `habac24h serve`", "khởi động lại chương trình")


def linked(escaped: str) -> str:
    """The pages that a sentence of `for_pages`, escaped since, names become links to them."""
    for name, address in _NAMED:
        escaped = escaped.replace(
            f"trang “{name}”", f'trang <a class="cham" href="{address}">{name}</a>'
        )
    return escaped


def titled(sentence: str, key: str, title: str) -> str:
    """The same sentence with an item called by its title: its key, or an airing's, tells nobody."""
    return re.sub(rf"“{re.escape(key)}(?:@\d+)?”", lambda _: f"“{title}”", sentence)
