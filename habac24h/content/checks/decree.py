"""Decree 48/2009/NĐ-CP on messages about gender: the approver's checklist, kinds and forms as tags.

Sources: Điều 3 khoản 1 (a, b, c) and khoản 2; Điều 4 (six kinds of content); Điều 5 khoản 1 (the
forms), as quoted by Sở Tư pháp Yên Bái and Báo Đồng Khởi 31/07/2009. Words here are shortened.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the decree: `id` is the tag, `place` where it stands, `text` what it says."""

    id: str
    place: str
    text: str


CHECKLIST = (
    Line(
        "nguyen-tac",
        "Điều 3, khoản 1, điểm a",
        "Lời bài phù hợp với các nguyên tắc cơ bản về bình đẳng giới (Điều 6 Luật Bình đẳng giới).",
    ),
    Line(
        "khuyen-khich",
        "Điều 3, khoản 1, điểm b",
        "Lời bài định hướng, khuyến khích thực hiện bình đẳng giới trong xã hội và gia đình.",
    ),
    Line(
        "khong-dinh-kien",
        "Điều 3, khoản 1, điểm c",
        "Lời bài không mang, không tạo ra định kiến giới; không phân biệt đối xử về giới.",
    ),
    Line(
        "kien-thuc",
        "Điều 3, khoản 2",
        "Người soạn và người duyệt có kiến thức về giới và bình đẳng giới.",
    ),
)
"""The four lines that the approver answers before pressing; nothing here decides for a person."""

KINDS = (
    Line("chinh-sach", "Điều 4", "Chính sách, pháp luật về bình đẳng giới"),
    Line("kien-thuc-so-lieu", "Điều 4", "Kiến thức, thông tin, số liệu về giới và bình đẳng giới"),
    Line("tac-hai-dinh-kien", "Điều 4", "Tác hại của định kiến giới, phân biệt đối xử về giới"),
    Line("xu-ly-vi-pham", "Điều 4", "Phòng ngừa, đấu tranh, xử lý vi phạm pháp luật"),
    Line("cach-lam-tot", "Điều 4", "Biện pháp, kinh nghiệm tốt, mô hình, điển hình tiên tiến"),
    Line("noi-dung-khac", "Điều 4", "Nội dung khác liên quan đến giới và bình đẳng giới"),
)

FORMS = (
    Line("bao-cao-vien", "Điều 5, khoản 1", "Báo cáo viên, tuyên truyền viên"),
    Line("phuong-tien", "Điều 5, khoản 1", "Thông tin đại chúng, internet, loa truyền thanh cơ sở"),
    Line("an-pham", "Điều 5, khoản 1", "Ấn phẩm"),
    Line("hinh-thuc-khac", "Điều 5, khoản 1", "Hình thức khác"),
)

_FORM_OF_CHANNEL = {
    "fanpage": "phuong-tien",
    "loudspeaker": "phuong-tien",
    "portal": "phuong-tien",
    "banner": "an-pham",
    "talk": "bao-cao-vien",
}

_KIND_OF_TOPIC = {
    "bao-luc": "xu-ly-vi-pham",
    "dinh-kien": "tac-hai-dinh-kien",
    "lanh-dao-nu": "chinh-sach",
    "gioi-tinh-khi-sinh": "kien-thuc-so-lieu",
}


def form_of(channel: str) -> Line:
    """The form under which a channel counts; unknown channels are another form."""
    wanted = _FORM_OF_CHANNEL.get(channel, "hinh-thuc-khac")
    return next(line for line in FORMS if line.id == wanted)


def kind_of(topic: str | None) -> Line:
    """The kind that a topic (id of campaigns/topics.yaml) counts as unless a person says more."""
    wanted = _KIND_OF_TOPIC.get(topic or "", "noi-dung-khac")
    return next(line for line in KINDS if line.id == wanted)
