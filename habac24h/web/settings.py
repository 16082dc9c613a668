"""Cài đặt: one page of sections, each with how it stands in a line and a way to its own page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from habac24h.calendar import feeds
from habac24h.config import Settings
from habac24h.web.backups import kept_backups
from habac24h.web.pages import page
from habac24h.web.room import Here, Room
from habac24h.web.security import READING
from habac24h.web.words import day
from habac24h.workflow import pages, people, places
from habac24h.workflow.own_words import newer, words

ADDRESS = "/cai-dat"
router = APIRouter()


@dataclass(frozen=True)
class Section:
    """One way on: address, name, and how it stands."""

    address: str
    name: str
    stands: str


@router.api_route(ADDRESS, methods=list(READING))
def settings(request: Request, room: Here) -> HTMLResponse:
    """The sections."""
    with room.look() as session:
        found = list(_sections(session, room))
    return page(request, "settings.html", found=found)


def _sections(session: Session, room: Room) -> Iterator[Section]:
    settings = room.office.settings
    yield Section(f"{ADDRESS}/co-quan", "Cơ quan", f"{settings.office}, người ký, đài truyền thanh")
    two = "hai người" if settings.approval == "four-eyes" else "một người"
    hours = f"duyệt {two}; giờ yên tĩnh {settings.quiet_hours}"
    yield Section(f"{ADDRESS}/co-quan#kenh", "Kênh và giờ", hours)
    yield Section(f"{ADDRESS}/thu", "Thư buổi sáng", _mail(settings))
    there = places.everywhere(session)
    examples = sum(place.example for place in there)
    told = f"{len(there)} địa điểm" + (f", {examples} còn là ví dụ" if examples else "")
    yield Section(f"{ADDRESS}/dia-diem", "Địa điểm", told)
    changed = sum(word.is_changed for word in words(session))
    late = len(newer(session))
    told = f"{changed} mục của cơ quan" + (f", {late} mục có bản mới để xem" if late else "")
    yield Section(f"{ADDRESS}/loi", "Lời mẫu, quy tắc, chữ viết tắt", told)
    hotlines = [word for word in words(session, "hotlines") if word.text is not None]
    told = f"{len(hotlines)} đường dây nóng đang dùng"
    yield Section(f"{ADDRESS}/loi?loai=hotlines", "Đường dây nóng", told)
    live = pages.live(session)
    told = f"{live.name}{' (trang chạy thử)' if live.practice else ''}" if live else "chưa có trang"
    yield Section(f"{ADDRESS}/fanpage", "Fanpage", told)
    told = f"{len(feeds.everyone(session))} địa chỉ lịch đang mở"
    yield Section(f"{ADDRESS}/lich", "Lịch đăng ký, lịch riêng của cơ quan", told)
    told = f"{sum(not one.disabled for one in people.everyone(session))} người đang dùng"
    yield Section("/tai-khoan", "Người và vai trò", told)
    backups = kept_backups(room)
    told = f"bản mới nhất {day(backups[0].at.date())}" if backups else "chưa có bản sao lưu nào"
    yield Section(f"{ADDRESS}/sao-luu", "Sao lưu", told)
    yield Section(f"{ADDRESS}/suc-khoe", "Sức khỏe của chương trình", "kiểm tra từng phần")
    yield Section("/nhat-ky", "Nhật ký", "ai làm gì, lúc nào; kiểm tra không bị sửa")


def _mail(settings: Settings) -> str:
    if not settings.smtp.host:
        return "chưa đặt hộp thư nên không gửi"
    return f"gửi {len(settings.smtp.recipients)} người lúc {settings.digest_at}"
