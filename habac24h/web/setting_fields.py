"""The settings that pages change as fields: labels, what was typed anew, where each comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from habac24h import own_settings
from habac24h.own_settings import Source
from habac24h.web.forms import Sent
from habac24h.web.room import Room


@dataclass(frozen=True)
class Field:
    """One setting as a field; `choices` for a list, `number` for digits."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    number: bool = False


FIELDS = {
    field.name: field
    for field in (
        Field("office", "Tên cơ quan", "đứng trong lời bài, ví dụ xã Hà Bắc"),
        Field("fanpage", "Tên Fanpage"),
        Field("printing.authority", "Cơ quan ban hành", "để trống: Ủy ban nhân dân và tên cơ quan"),
        Field("printing.place", "Địa danh trước ngày tháng", "để trống: theo tên cơ quan"),
        Field("printing.department", "Phòng soạn thảo"),
        Field("printing.station", "Đài truyền thanh", "để trống: Đài truyền thanh và tên cơ quan"),
        Field("printing.programme", "Chuyên mục trên đài"),
        Field("printing.announcer", "Phát thanh viên thường đọc"),
        Field("printing.signer_post", "Chức vụ người ký", "in hoa, ví dụ CHỦ TỊCH"),
        Field("printing.signer", "Họ tên người ký"),
        Field(
            "approval",
            "Ai được duyệt",
            "một người: mỗi lần tự duyệt được ghi lại",
            (
                ("four-eyes", "hai người: người duyệt khác người soạn, người trình"),
                ("one-person", "một người soạn và tự duyệt được"),
            ),
        ),
        Field("handover_days", "Giao bài cho Facebook trước mấy ngày", "từ 1 đến 28", number=True),
        Field("min_gap_minutes", "Hai bài cách nhau ít nhất mấy phút", number=True),
        Field("quiet_hours", "Giờ yên tĩnh của Fanpage", "bài trong giờ này bị nhắc; 21:00-06:00"),
        Field("station_hours", "Giờ phát của đài", "bài ngoài giờ này bị nhắc; 05:00-20:00"),
        Field(
            "fact_stale_days",
            "Số điện thoại phải gọi lại sau mấy ngày",
            "cũ hơn thì nhắc",
            number=True,
        ),
        Field(
            "public_url",
            "Địa chỉ mở được từ ngoài cơ quan",
            "https:// và tên miền, không kèm đường dẫn; để trống: không có",
        ),
        Field("smtp.host", "Máy chủ thư", "ví dụ smtp.gmail.com; để trống: không gửi thư"),
        Field("smtp.port", "Cổng", "587 hoặc 465", number=True),
        Field(
            "smtp.security",
            "Mã hóa",
            "",
            (
                ("starttls", "STARTTLS, thường ở cổng 587"),
                ("tls", "TLS, thường ở cổng 465"),
                ("none", "không mã hóa, chỉ máy chủ thư trên chính máy này"),
            ),
        ),
        Field("smtp.user", "Tên đăng nhập", "thường là địa chỉ hộp thư"),
        Field("smtp.sender", "Địa chỉ gửi", "hộp thư đứng tên người gửi"),
        Field("smtp.to", "Người nhận", "nhiều địa chỉ thì cách nhau dấu phẩy"),
        Field("digest_at", "Giờ gửi", "buổi sáng, ví dụ 07:30"),
    )
}
PASSWORD = Field(
    "smtp_password",
    "Mật khẩu hộp thư",
    choices=(("none", "chưa có"), ("set", "đã đặt"), ("anew", "đặt lại")),
)
"""What the log says of it; the page has a field of its own for it."""
_MAY_BE_NONE = (
    "printing.authority",
    "printing.place",
    "printing.station",
    "smtp.port",
    "public_url",
)


def changed(room: Room, form: Sent, names: Iterable[str]) -> dict[str, Any]:
    """The fields that were typed anew; an emptied name goes back to what follows from others."""
    found: dict[str, Any] = {}
    for name in names:
        if name not in form.fields:
            continue
        written = form.one(name)
        now = own_settings.value_of(room.office.settings, name)
        if written != str(now if now is not None else ""):
            found[name] = None if not written and name in _MAY_BE_NONE else written
    return found


def shown(room: Room, names: Iterable[str], typed: Sent | None) -> dict[str, str]:
    """The value of each field: as it was typed, else as it counts now."""
    found: dict[str, str] = {}
    for name in names:
        value = own_settings.value_of(room.office.settings, name)
        found[name] = "" if value is None else str(value)
        if typed is not None and name in typed.fields:
            found[name] = typed.one(name)
    return found


def sources(room: Room, names: Iterable[str]) -> dict[str, Source]:
    """Who said what each setting is."""
    office = room.office
    base = office.base or office.settings
    return {name: own_settings.source(base, office.own, name) for name in names}
