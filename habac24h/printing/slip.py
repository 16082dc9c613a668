"""The approval slip: the exact words, everything else that is approved, and room to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from habac24h.printing.fonts import DOCUMENT
from habac24h.printing.typst import press


@dataclass(frozen=True)
class Fault:
    """A finding: how grave, where, the words, why, and what would be better."""

    severity: str
    where: str
    found: str
    why: str
    better: str


@dataclass(frozen=True)
class Question:
    """One line of the decree that the approver answers."""

    place: str
    text: str


@dataclass(frozen=True)
class Slip:
    """Everything on the slip. Without a `mark` (a draft) it approves nothing and says so."""

    office: str
    department: str
    title: str
    channel: str
    campaign: str
    key: str
    version: int
    state: str
    mark: str
    sha256: str
    times: tuple[str, ...]
    places: str
    page: str
    pictures: tuple[str, ...]
    lines: tuple[str, ...]
    faults: tuple[Fault, ...]
    reason: str
    """Why it was submitted in spite of what blocks it."""
    checklist: tuple[Question, ...]
    people: str
    """Who wrote and who submitted it."""
    author: str
    approver: str
    made: datetime
    stamp: str
    """On every page of what cannot be approved as it stands."""


def pdf(slip: Slip) -> bytes:
    """The slip as PDF, A4."""
    return press().pdf("slip.typ", slip, DOCUMENT, at=slip.made)
