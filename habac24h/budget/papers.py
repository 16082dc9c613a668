"""The estimate in the formats in which it leaves the office."""

from __future__ import annotations

from datetime import datetime

from habac24h.budget.document import official
from habac24h.budget.estimate import Estimate
from habac24h.budget.workbook import workbook
from habac24h.config import Settings
from habac24h.errors import PrintError
from habac24h.printing import decree30

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def draw(found: Estimate, ending: str, settings: Settings, made: datetime) -> bytes:
    """The estimate as .xlsx, .docx or .pdf; refuses an empty one and other endings."""
    if ending not in TYPES:
        raise PrintError(f"Không có dạng “{ending}”; chọn .xlsx, .docx hoặc .pdf.")
    if not found.total.lines:
        raise PrintError(f"Năm {found.year} chưa có khoản kinh phí nào để in.")
    if ending == ".xlsx":
        return workbook(found, settings.office, made)
    paper = official(found, settings, made)
    return decree30.pdf(paper) if ending == ".pdf" else decree30.docx(paper)
