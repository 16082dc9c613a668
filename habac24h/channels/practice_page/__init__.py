"""A practice Fanpage on this computer: what the program talks to without a token, and in tests."""

from __future__ import annotations

from habac24h.channels.practice_page.faults import Fault, FaultError, FaultPlan, Request
from habac24h.channels.practice_page.page import PageNotStarted, PracticePage
from habac24h.channels.practice_page.posts import WallPost
from habac24h.channels.practice_page.scenes import SCENES, SEEDED_RATE, Scene
from habac24h.channels.practice_page.store import StateFileError
from habac24h.channels.practice_page.switchboard import Faults

__all__ = [
    "SCENES",
    "SEEDED_RATE",
    "Fault",
    "FaultError",
    "FaultPlan",
    "Faults",
    "PageNotStarted",
    "PracticePage",
    "Request",
    "Scene",
    "StateFileError",
    "WallPost",
]
