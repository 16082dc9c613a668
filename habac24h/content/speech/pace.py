"""How long a spoken text takes on the loudspeakers."""

from __future__ import annotations

import re

from habac24h.content.speech.labels import split_label
from habac24h.content.speech.questions import MARK

SYLLABLES_A_MINUTE = 180
"""News readers reach 233; outdoor horns echo, so that this is planned (facts, measured)."""
PAUSE_A_SENTENCE = 0.5
"""Seconds of silence after a sentence."""

_SYLLABLE = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?\n]*\w[^.!?\n]*")


def syllables(text: str) -> int:
    """Count of the syllables that are read: labels, music lines and marks are not."""
    return len(_SYLLABLE.findall(_read_aloud(text)))


def seconds(
    spoken_text: str,
    *,
    syllables_a_minute: float = SYLLABLES_A_MINUTE,
    pause_a_sentence: float = PAUSE_A_SENTENCE,
) -> float:
    """Seconds that a spoken text takes, without music.

    Raises ValueError for a speed that is not above 0.
    """
    if syllables_a_minute <= 0:
        raise ValueError("syllables_a_minute must be above 0")
    aloud = _read_aloud(spoken_text)
    sentences = len(_SENTENCE.findall(aloud))
    return len(_SYLLABLE.findall(aloud)) * 60 / syllables_a_minute + sentences * pause_a_sentence


def _read_aloud(text: str) -> str:
    lines = (split_label(line) for line in text.split("\n"))
    return MARK.sub(" ", "\n".join(rest for label, rest, stage in lines if not stage))
