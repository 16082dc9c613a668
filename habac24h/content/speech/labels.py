"""Labels of a script: "GIỌNG NAM:" and "NHẠC HIỆU" are for the announcer's eye, not for reading."""

from __future__ import annotations

import re
from typing import NamedTuple

_VOICE = re.compile(
    r"\s*(?:\*\*)?((?:GIỌNG (?:NAM|NỮ)|NAM|NỮ|PHÁT THANH VIÊN|PTV|MC|NGƯỜI DẪN|LỜI DẪN)(?: \d)?)"
    r"(?:\*\*)?\s*:(?:\*\*)?\s*"
)
_STAGE = re.compile(
    r"\s*(?:\*\*)?(NHẠC(?: (?:HIỆU|CẮT|NỀN|DẠO))?|TIẾNG ĐỘNG)(?:\*\*)?\s*(?=$|[(:])"
)


class Label(NamedTuple):
    """A line's label ("" without one), the rest of the line, and whether none of it is read."""

    label: str
    rest: str
    stage: bool


def split_label(line: str) -> Label:
    """Part a line of a script into its label and the words after it."""
    if voice := _VOICE.match(line):
        return Label(f"{voice[1]}: ", line[voice.end() :], stage=False)
    if stage := _STAGE.match(line):
        return Label(stage[1], line[stage.end() :], stage=True)
    return Label("", line, stage=False)
