"""The spoken form of Vietnamese texts: what an announcer reads aloud, and how long it takes."""

from __future__ import annotations

from habac24h.content.speech.pace import seconds, syllables
from habac24h.content.speech.questions import Question
from habac24h.content.speech.reader import Spoken, spoken

__all__ = ["Question", "Spoken", "seconds", "spoken", "syllables"]
