"""Shapes that several rules share: edges of a written number, words around it."""

from __future__ import annotations

import re

UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
"""The Vietnamese capitals, for a character class."""

BEFORE = r"(?<![\w.,/:-])"
"""No letter, digit or joining sign stands directly before."""
AFTER = r"(?![\w/]|[.,:-]\d)"
"""No letter, slash or further digits stand directly after."""
DASH = r"\s*-\s*"

FROM = r"(?:(?P<from>[Tt]ừ)\s+)?"
"""An own "từ" before a range, so that it is not said twice."""

_COUNTED = (
    "thôn|xã|hộ|người|đại|cán|học|trường|lớp|chi|hội|phiếu|ý|tiêu|chỉ|nhiệm|đồng|thành|trẻ"
    "|em|cháu|bé|phụ|nữ|nam|cơ|đơn|ca|vụ|buổi|bài|câu|cuộc|lượt|đoàn|đảng|tổ|điểm|ngành|lĩnh"
    "|mô|gia|con|cặp|bà|ông|chị|anh|bạn|cái|chiếc|bản|số|công|giáo|bác|bệnh|khách|tỉnh"
    "|phường|huyện|thủ|dự|chương|cây|mục|ban|ủy|uỷ|sản|hạng|giải|hồ|văn|kế|hoạt|đề|kiến|yêu|nội"
    "|phần|cụm|loa|nhà|phòng|khu|tuyến|mẫu|hợp|doanh|nhân|hòa|hoà|tuyên|ngày|tuần|tháng"
)
COUNTED = re.compile(rf"\s+(?:{_COUNTED})\b(?!\s+[{UPPER}]|\s+\d)")
"""A lower-case word that people count by stands next, and no name is made of it (thôn Đông)."""

UNITS_OF_TIME = r"(?:giờ|phút|giây|ngày|đêm|tuần|tháng|quý|năm|tuổi|lần|buổi)"
MONEY = r"(?:đồng|đ|Đ|VNĐ|VND|vnđ)"
SCALE = r"(?:nghìn|ngàn|trăm|triệu|tỷ|tỉ|vạn)"


def preceded(text: str, at: int, pattern: re.Pattern[str], reach: int = 40) -> bool:
    """Whether `pattern` (ending in $) matches what stands before position `at`."""
    return pattern.search(text[max(0, at - reach) : at]) is not None
