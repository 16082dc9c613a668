"""The parts of a report that nobody can count: guidance, difficulties, proposals, typed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, Session, SQLModel, select

from habac24h import audit
from habac24h.errors import Refused
from habac24h.models import Moment
from habac24h.report.period import Period
from habac24h.workflow import Desk
from habac24h.workflow.desk import EDITORS

PARTS = {
    "chi-dao": "Công tác chỉ đạo (văn bản đã ban hành, phân công, phối hợp)",
    "vuong-mac": "Khó khăn, vướng mắc và nguyên nhân",
    "kien-nghi": "Kiến nghị, đề xuất",
}
"""Each part as the page calls it."""
LONGEST = 8_000


class ReportText(SQLModel, table=True):
    """One part of one report; the report's days and campaign are its scope."""

    __tablename__ = "report_text"
    scope: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    by: str
    at: datetime = Field(sa_type=Moment, nullable=False)


def texts(session: Session, period: Period) -> dict[str, str]:
    """What was typed for this report, by part."""
    found = session.exec(select(ReportText).where(ReportText.scope == period.scope))
    return {row.part: row.text for row in found if row.text}


def write(desk: Desk, period: Period, given: Mapping[str, str]) -> int:
    """Keep the parts that differ from what is kept; how many did."""
    if desk.role not in EDITORS:
        raise Refused("Người xem không sửa được báo cáo; hãy nhờ người soạn.")
    known = texts(desk.session, period)
    changed = 0
    for part in PARTS:
        text = given.get(part, known.get(part, "")).replace("\r\n", "\n").strip()
        if text == known.get(part, ""):
            continue
        if len(text) > LONGEST:
            raise Refused(f"“{PARTS[part]}” dài quá {LONGEST} ký tự; hãy viết gọn lại.")
        _keep(desk, period.scope, part, text)
        changed += 1
    return changed


def _keep(desk: Desk, scope: str, part: str, text: str) -> None:
    desk.session.merge(ReportText(scope=scope, part=part, text=text, by=desk.who.name, at=desk.now))
    audit.record(desk.session, desk.who, "report-text", desk.now, scope=scope, part=part, text=text)
