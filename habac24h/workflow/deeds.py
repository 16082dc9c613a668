"""What happened, in the office's words: one for every act that the audit log records."""

from __future__ import annotations

DEEDS = {
    # people
    "new": "Thêm nội dung riêng",
    "edit": "Sửa lời",
    "submit": "Trình duyệt",
    "approve": "Duyệt",
    "approve-moved": "Duyệt cùng lúc dời giờ",
    "approve-on-paper": "Nhập phiếu duyệt đã ký",
    "return": "Trả lại",
    "recall": "Thu hồi vì số liệu đã đổi",
    "keep-facts": "Giữ nguyên lời dù số liệu đã đổi",
    "move": "Dời giờ",
    "cancel": "Bỏ nội dung",
    "restore": "Khôi phục",
    "resend": "Cho gửi lại",
    "confirm": "Xác nhận",
    "attendance": "Ghi số người dự",
    "report-text": "Sửa lời báo cáo",
    "resolve": "Quyết định bài chưa rõ",
    "stop": "Dừng mọi việc đăng",
    "change-page": "Đổi trang, cần duyệt lại",
    # what all texts live on
    "facts": "Điền số liệu",
    "facts-remove": "Bỏ số liệu",
    "campaign-import": "Đổi định nghĩa chiến dịch",
    "words-edit": "Đổi lời mẫu, quy tắc",
    "words-remove": "Tắt quy tắc, chữ viết tắt, đường dây nóng",
    "words-reset": "Trở lại bản kèm chương trình",
    "words-keep": "Giữ bản của cơ quan",
    # the office
    "user-add": "Thêm tài khoản",
    "user-disable": "Khóa tài khoản",
    "place-add": "Thêm địa điểm",
    "place-remove": "Bỏ địa điểm",
    "feed-add": "Tạo địa chỉ lịch",
    "feed-revoke": "Thu hồi địa chỉ lịch",
    "connect-page": "Kết nối trang Facebook",
    "resume": "Cho đăng trở lại",
    "handover": "Giao trước cho Facebook",
    # planning
    "plan": "Lập kế hoạch: làm cả danh sách",
    "plan-add": "Lập kế hoạch: thêm",
    "plan-move": "Lập kế hoạch: đổi giờ",
    "plan-retext": "Lập kế hoạch: viết lại lời",
    "plan-withdraw": "Lập kế hoạch: bỏ",
    "plan-revive": "Lập kế hoạch: lấy lại",
    "next-year": "Tự lập kế hoạch năm sau thành nháp",
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
    "picture-lost": "Dừng vì mất ảnh của bài",
    "other-pictures": "Trên trang có bài cùng lời nhưng khác ảnh",
    "doubt-after-restore": "Sau khi khôi phục, chưa rõ bài đã lên trang chưa",
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
