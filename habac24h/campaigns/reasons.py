"""In what a wanted item and its row differ, and the sentences that say so."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from habac24h.campaigns.stored import Stored
from habac24h.campaigns.wanted import LACKING, Wanted
from habac24h.channels.registry import kind
from habac24h.content.render import clock_time, full_date

_Times: TypeAlias = dict[int, tuple[datetime, datetime | None, datetime, tuple[str, ...]]]


def times_differ(wanted: Wanted, row: Stored) -> bool:
    """Whether any airing, window, late limit or place is not as wanted."""
    return _wanted_times(wanted) != _stored_times(row)


def words_differ_visibly(wanted: Wanted, row: Stored) -> bool:
    """Whether title, text or channel are not as wanted."""
    slot, item = wanted.slot, row.item
    return (slot.title, wanted.text, slot.channel) != (item.title, item.text, item.channel)


def words_differ(wanted: Wanted, row: Stored) -> bool:
    """As before, or what stands behind the words: template, topic, facts or lack of them, limit."""
    slot, item = wanted.slot, row.item
    behind = (slot.template, slot.topic_id, dict(wanted.facts), wanted.late_limit)
    known = (item.template, item.topic, item.facts, item.late_limit)
    if list(wanted.lacking) != item.planned.get(LACKING, []):
        return True
    return words_differ_visibly(wanted, row) or behind != known


def added(wanted: Wanted, now: datetime) -> str:
    """Why an item comes into being."""
    if is_over(wanted, now):
        return "Đã quá giờ khi lập kế hoạch nên chỉ ghi lại, không thực hiện."
    return "Có trong định nghĩa mà chưa có trong lịch."


def revived(wanted: Wanted, now: datetime) -> str:
    """Why a withdrawn item comes back."""
    over = "; đã quá giờ nên chỉ ghi lại, không thực hiện" if is_over(wanted, now) else ""
    return f"Mục này có lại trong định nghĩa{over}."


def no_slot() -> str:
    """Why an item is withdrawn."""
    return "Định nghĩa không còn mục này."


def is_over(wanted: Wanted, now: datetime) -> bool:
    """Whether every airing is born skipped."""
    return all(airing.late_until <= now for airing in wanted.slot.airings)


def moved(wanted: Wanted, row: Stored, zone: ZoneInfo) -> str:
    """The first thing in which times or places differ."""
    new, old = _wanted_times(wanted), _stored_times(row)
    if len(new) != len(old):
        return f"Số lượt đổi từ {len(old)} thành {len(new)}."
    for n, (due, until, late, places) in sorted(new.items()):
        if n not in old:
            return "Các lượt được đánh số lại."
        old_due, old_until, old_late, old_places = old[n]
        if due != old_due:
            return f"Giờ đổi từ {_said(old_due, zone)} sang {_said(due, zone)}."
        if until != old_until:
            return f"Ngày kết thúc đổi từ {_said(old_until, zone)} sang {_said(until, zone)}."
        if places != old_places:
            return f"Địa điểm đổi từ {_listed(old_places)} sang {_listed(places)}."
        if late != old_late:
            return f"Hạn chót đổi từ {_said(old_late, zone)} sang {_said(late, zone)}."
    return "Giờ và địa điểm đổi."


def retexted(wanted: Wanted, row: Stored) -> str:
    """The first thing in which the words differ."""
    slot, item = wanted.slot, row.item
    if slot.channel != item.channel:
        return f"Kênh đổi từ {kind(item.channel).label} sang {kind(slot.channel).label}."
    if slot.title != item.title:
        return f"Tiêu đề đổi từ “{item.title}” sang “{slot.title}”."
    if slot.topic_id != item.topic:
        return f"Chủ đề đổi từ {item.topic or 'không có'} sang {slot.topic_id or 'không có'}."
    if wanted.text != item.text and dict(wanted.facts) != item.facts:
        return "Lời đổi theo thông tin của đợt."
    if wanted.text != item.text:
        return "Lời đổi theo mẫu hoặc định nghĩa."
    return "Cách soạn lời đổi, chữ vẫn như cũ."


def _wanted_times(wanted: Wanted) -> _Times:
    places = tuple(sorted(wanted.slot.places))
    return {
        airing.n: (airing.due, airing.until, airing.late_until, places)
        for airing in wanted.slot.airings
    }


def _stored_times(row: Stored) -> _Times:
    return {
        airing.n: (airing.due, airing.until, airing.late_until, tuple(sorted(airing.places)))
        for airing in row.live
    }


def _said(moment: datetime | None, zone: ZoneInfo) -> str:
    if moment is None:
        return "không có"
    local = moment.astimezone(zone)
    return f"{clock_time(local)} ngày {full_date(local.date())}"


def _listed(places: tuple[str, ...]) -> str:
    return ", ".join(places) or "không có"
