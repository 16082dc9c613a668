"""The loudspeaker script: large, one sentence a line, as the announcer reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.reading import Turn
from habac24h.printing.typst import press

DRAFT = "BẢN NHÁP – CHƯA DUYỆT"


@dataclass(frozen=True)
class Script:
    """Everything on the paper; texts for people, already in the office's words."""

    station: str
    programme: str
    title: str
    campaign: str
    slots: tuple[str, ...]
    """One line each: "Thứ Hai, ngày 16/11/2026: 05 giờ 30 và 17 giờ 00"."""
    length: str
    editor: str
    announcer: str
    approver: str
    approved: str
    """"đã duyệt lúc …", empty for what is not approved."""
    turns: tuple[Turn, ...]
    questions: int
    """How many [HỎI] and [CHƯA ĐIỀN] an announcer must settle before reading."""
    key: str
    mark: str
    """The beginning of the words' SHA-256: paper and screen show the same."""
    made: datetime
    draft: bool


def pdf(script: Script) -> bytes:
    """The script as PDF, A4."""
    return press().pdf("script.typ", script, DOCUMENT, at=script.made)
