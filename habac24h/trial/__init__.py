"""A trial on a test page: what only Facebook itself can answer, tried, cleaned up, written down."""

from __future__ import annotations

from habac24h.trial.run import Trial, run_trial
from habac24h.trial.stage import Seen, Stage

__all__ = ["Seen", "Stage", "Trial", "run_trial"]
