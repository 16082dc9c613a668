"""The Vietnamese words of the pages: days, deeds of the history, outcomes, roles of a finding."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

PROGRAM = {"habac24h": "Chương trình"}

SEVERITIES = {"block": "Phải sửa", "warn": "Nên xem lại", "info": "Lưu ý"}

CONFIRMED = {"taken_down": "đã tháo", "not_done": "không thực hiện"}

FACTS = {
    "theme": "chủ đề của năm",
    "phone_police": "số điện thoại Công an xã",
    "phone_women_union": "số điện thoại Hội Liên hiệp Phụ nữ xã",
    "phone_health_station": "số điện thoại Trạm Y tế xã",
}
"""What the facts of the starter campaigns are called; another is shown by its own name."""

OUTCOMES = {
    "open": "đang gửi",
    "accepted": "Facebook đã nhận",
    "adopted": "tìm thấy trên trang, nhận lại",
    "not_sent": "chắc chắn chưa gửi",
    "unknown": "chưa rõ Facebook có nhận không",
    "duplicate": "Facebook báo đã có bài giống hệt",
    "absent": "chắc chắn không có trên trang",
}

DEEDS = {
    # people
    "new": "Thêm nội dung riêng",
    "edit": "Sửa lời",
    "submit": "Trình duyệt",
    "approve": "Duyệt",
    "approve-moved": "Duyệt cùng lúc dời giờ",
    "return": "Trả lại",
    "move": "Dời giờ",
    "cancel": "Bỏ nội dung",
    "restore": "Khôi phục",
    "resend": "Cho gửi lại",
    "confirm": "Xác nhận",
    "resolve": "Quyết định bài chưa rõ",
    "stop": "Dừng mọi việc đăng",
    "change-page": "Đổi trang, cần duyệt lại",
    # planning
    "plan-add": "Lập kế hoạch: thêm",
    "plan-move": "Lập kế hoạch: đổi giờ",
    "plan-retext": "Lập kế hoạch: viết lại lời",
    "plan-withdraw": "Lập kế hoạch: bỏ",
    "plan-revive": "Lập kế hoạch: lấy lại",
    # the scheduler
    "claim": "Bắt đầu gửi lên trang",
    "adopt": "Tìm thấy bài trên trang, nhận lại",
    "handed-over": "Facebook đã nhận và hẹn giờ",
    "seen": "Đã thấy bài nằm chờ trên trang",
    "public": "Đã thấy bài công khai trên trang",
    "unknown": "Chưa rõ Facebook có nhận không",
    "not-sent": "Chưa gửi được, sẽ thử lại",
    "not-as-approved": "Dừng vì khác bản đã duyệt",
    "wait-for-equal-words": "Chờ vì trên trang còn bài có lời giống hệt",
    "unseen": "Không xem được trang cho đến khi quá giờ",
    "equal-words": "Dừng vì trùng lời bài khác",
    "lease-expired": "Bị ngắt giữa lúc gửi",
    "missed": "Quá giờ",
    "late": "Quá giờ mà chưa công khai, đang gỡ",
    "vanished": "Không còn thấy bài trên trang",
    "changed": "Bài trên trang đã bị sửa",
    "draft": "Bài trên trang thành bản nháp",
    "absent": "Chắc chắn không có trên trang, sẽ gửi lại",
    "duplicate": "Facebook báo trùng nhưng không tìm thấy",
    "gave-up": "Thử nhiều lần không được, dừng lại",
    "withdrawn": "Đã gỡ xong",
}


def deed(act: str) -> str:
    """What happened, for people; an act without a word is shown as it is stored."""
    return DEEDS.get(act, act)


def person(name: str) -> str:
    """Who did it; the program under its own name."""
    return PROGRAM.get(name, name)


def day(on: date) -> str:
    """Thứ Ba 17/11/2026."""
    return f"{WEEKDAYS[on.weekday()]} {on:%d/%m/%Y}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """19:00, Thứ Ba 17/11/2026, in the office's zone."""
    local = at.astimezone(zone)
    return f"{local:%H:%M}, {day(local.date())}"
