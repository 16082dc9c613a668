"""The Vietnamese words of the pages: days, deeds of the history, outcomes, roles of a finding."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from habac24h.content.checks.finding import SEVERITIES
from habac24h.weekdays import day
from habac24h.workflow.deeds import CONFIRMED, DEEDS, deed
from habac24h.workflow.knowing import OUTCOMES

__all__ = [
    "CONFIRMED",
    "DEEDS",
    "OUTCOMES",
    "SEVERITIES",
    "day",
    "deed",
    "moment",
]


def moment(at: datetime, zone: ZoneInfo) -> str:
    """19:00, Thứ Ba 17/11/2026, in the office's zone."""
    local = at.astimezone(zone)
    return f"{local:%H:%M}, {day(local.date())}"
