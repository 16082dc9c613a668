"""A talk as its outline, with the attendance table that fits the place."""

from __future__ import annotations

from habac24h.models import CampaignRow, Going, Place, Words
from habac24h.papers.words import clock, day_words
from habac24h.printing.outline import Attendance, Outline
from habac24h.printing.prose import parts
from habac24h.workflow import Desk
from habac24h.workflow.binding import mark, text_sha256
from habac24h.workflow.gaps import named
from habac24h.workflow.view import Row

_VILLAGE = Attendance(
    groups_name="Người dự là",
    groups=(
        "Người dân đại diện hộ gia đình",
        "Cán bộ thôn, chi hội, chi đoàn",
        "Cán bộ, công chức, viên chức",
        "Người dự khác",
    ),
    people=25,
    note="Đếm và ghi ngay trước khi kết thúc buổi; số nam, nữ dùng cho báo cáo.",
)
_SCHOOL = Attendance(
    groups_name="Lớp, giáo viên",
    groups=("Lớp ………", "Lớp ………", "Lớp ………", "Lớp ………", "Giáo viên, nhân viên"),
    people=0,
    note="Chỉ ghi số, không lập danh sách tên học sinh; số nam, nữ dùng cho báo cáo.",
)


def fill(desk: Desk, row: Row) -> Outline:
    """Everything on the outline of one talk."""
    item, zone = row.item, desk.settings.zone
    campaign = desk.session.get(CampaignRow, item.campaign)
    found = parts(named(item.text))
    titles = tuple(part.text for part in found if part.kind == "title")
    open_ones = [one for one in row.airings if one.state != Going.CANCELLED]
    places = [desk.session.get(Place, place) for one in open_ones for place in one.places]
    days = (
        f"{clock(one.due, zone)}, {day_words(one.due.astimezone(zone).date())}" for one in open_ones
    )
    return Outline(
        titles=titles or (item.title,),
        when="; ".join(days),
        where="; ".join(dict.fromkeys(place.name for place in places if place)),
        campaign=campaign.title if campaign else item.campaign,
        body=tuple(part for part in found if part.kind != "title"),
        attendance=_attendance([place for place in places if place]),
        key=item.key,
        mark=mark(text_sha256(item.text)),
        made=desk.now,
        stamp="" if item.state == Words.APPROVED else "BẢN NHÁP – CHƯA DUYỆT",
    )


def _attendance(places: list[Place]) -> Attendance:
    """Where pupils are, nobody's name is written down."""
    return _SCHOOL if any(place.kind == "truong" for place in places) else _VILLAGE
