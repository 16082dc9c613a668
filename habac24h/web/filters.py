"""The filters of an address, read strictly: what is not known is refused, never ignored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

from sqlmodel import Session, select

from habac24h.calendar.lunar import require_year
from habac24h.calendar.written import written_day
from habac24h.campaigns.packaged import packaged_topics
from habac24h.channels.registry import KINDS
from habac24h.errors import Refused
from habac24h.models import CampaignRow
from habac24h.report.words import LEGAL, NO_TOPIC_WORDS
from habac24h.web.room import Room
from habac24h.workflow.outcome import RESULTS, TO_COME, Result
from habac24h.workflow.state import SCREEN
from habac24h.workflow.view import NO_TOPIC, Counted, Filter

UNSAID, TO_COME_AT = "unsaid_at", "to_come_at"
COUNTED = (
    "report",
    "result",
    "topic",
    "approved",
    "decree",
    "practice",
    "passed",
    UNSAID,
    TO_COME_AT,
)
"""What an address says of a number that a report counts."""


def read_filter(asked: Mapping[str, str], session: Session) -> Filter:
    """`campaign`, `channel`, `state`, `from`, `to` of an address; empty ones do not count."""
    return Filter(
        since=read_day(asked.get("from")),
        until=read_day(asked.get("to")),
        campaign=read_campaign(asked.get("campaign"), session),
        channel=read_channel(asked.get("channel")),
        state=_one_of(asked.get("state"), SCREEN, "trạng thái"),
        counted=read_counted(asked),
    )


def read_counted(asked: Mapping[str, str]) -> Counted | None:
    """What a number of a report stands for: `report=1` with `result`, `topic`, `decree` …"""
    if not asked.get("report"):
        return None
    found = _one_of(asked.get("result"), [*Result], "kết quả")
    return Counted(
        result=Result(found) if found else None,
        topic=_one_of(asked.get("topic"), {**packaged_topics(), NO_TOPIC: ""}, "chủ đề"),
        approved=bool(asked.get("approved")),
        decree=_one_of(asked.get("decree"), LEGAL, "nội dung hay hình thức"),
        practice=bool(asked.get("practice")),
        passed=bool(asked.get("passed")),
        unsaid_at=_instant(asked.get(UNSAID)),
        to_come_at=_instant(asked.get(TO_COME_AT)),
    )


def counted_words(counted: Counted) -> list[str]:
    """The same in words, for whoever follows a number."""
    topic = (
        NO_TOPIC_WORDS
        if counted.topic == NO_TOPIC
        else packaged_topics().get(counted.topic or "", "")
    )
    if counted.passed:
        return ["có giờ trước ngày lập kế hoạch, báo cáo không tính"]
    words = (
        "bắt đầu trong các ngày này, như báo cáo đếm",
        RESULTS[counted.result] if counted.result else "",
        RESULTS[Result.OPEN] if counted.unsaid_at else "",
        TO_COME if counted.to_come_at else "",
        "đã duyệt" if counted.approved else "",
        topic,
        LEGAL[counted.decree] if counted.decree else "",
        "tính cả chạy thử" if counted.practice else "",
    )
    return [word for word in words if word]


def read_campaign(written: str | None, session: Session) -> str | None:
    """A campaign of this office."""
    if not written:
        return None
    known = dict.fromkeys(session.exec(select(CampaignRow.id)))
    return _one_of(written, known, "chiến dịch")


def read_channel(written: str | None) -> str | None:
    """A channel's id."""
    return _one_of(written, KINDS, "kênh")


def read_day(written: str | None) -> date | None:
    """2026-11-20, as a date field sends it, or 20/11/2026."""
    if not written or not written.strip():
        return None
    return written_day(written, "20/11/2026")


def read_year(room: Room, asked: int | None) -> int:
    """A year of the calendar; this one where none is asked for."""
    year = asked if asked is not None else room.today().year
    require_year(year)
    return year


def read_moment(room: Room, written: str, wrong: str) -> datetime:
    """A date and time as a form's field sends it (2026-11-20T19:00), in the office's zone.

    Anything else is refused with the sentence `wrong`.
    """
    try:
        local = datetime.strptime(written, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - zone follows
    except ValueError:
        raise Refused(wrong) from None
    require_year(local.year)
    return local.replace(tzinfo=room.zone).astimezone(UTC)


def _instant(written: str | None) -> datetime | None:
    """The moment of the report whose number is followed, as our own links write it."""
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Refused("Không hiểu thời điểm của báo cáo; hãy mở lại từ trang Báo cáo.")
    require_year(found.year)
    return found.astimezone(UTC)


def _one_of(written: str | None, known: Collection[str], what: str) -> str | None:
    if not written:
        return None
    if written not in known:
        raise Refused(f"Không có {what} “{written}”; hãy chọn lại trong danh sách.")
    return written
