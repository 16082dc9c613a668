"""What a check says about a text: one fault, where it is, what would be better, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["block", "warn", "info"]
SEVERITIES = {"block": "Phải sửa", "warn": "Nên xem lại", "info": "Lưu ý"}
"""As pages and commands name them."""


@dataclass(frozen=True)
class Finding:
    """One fault of a text: where (code points, end exclusive), what, what better, and why."""

    rule: str
    severity: Severity
    start: int
    end: int
    found: str
    better: str
    why: str
