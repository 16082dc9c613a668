"""Folding: 75 octets a line, nothing cut that belongs together."""

from __future__ import annotations

import icalendar
import icalendar.parser.content_line
import pytest
from feed_events import TIMED, changed, feed
from hypothesis import given
from hypothesis import strategies as st

from habac24h.calendar.fold import fold

LINES = st.text(alphabet="aăâđêôơưếộ👩\\n,; ", max_size=400)


def test_a_line_of_75_octets_stays_whole_and_one_more_folds() -> None:
    assert fold(["a" * 75]) == b"a" * 75 + b"\r\n"
    assert fold(["a" * 76]) == b"a" * 75 + b"\r\n a\r\n"
    assert fold(["a" * 150]) == b"a" * 75 + b"\r\n " + b"a" * 74 + b"\r\n a\r\n"


def test_a_character_is_never_cut() -> None:
    assert fold(["a" * 74 + "đ"]) == b"a" * 74 + b"\r\n \xc4\x91\r\n"
    assert fold(["a" * 72 + "👩b"]) == b"a" * 72 + b"\r\n \xf0\x9f\x91\xa9b\r\n"


def test_an_escape_is_never_cut() -> None:
    assert fold(["a" * 74 + "\\nb"]) == b"a" * 74 + b"\r\n \\nb\r\n"
    assert fold(["a" * 73 + "\\\\nb"]) == b"a" * 73 + b"\\\\\r\n nb\r\n"


@given(st.lists(LINES, max_size=4))
def test_folding_loses_nothing_and_keeps_the_limit(lines: list[str]) -> None:
    physical = fold(lines).split(b"\r\n")
    assert physical.pop() == b""
    assert max((len(line) for line in physical), default=0) <= 75
    for line in physical:
        assert line.decode("utf-8").encode("utf-8") == line
        assert b"\n" not in line
        assert b"\r" not in line
    # The first physical line of an empty or space-led content line looks like a continuation.
    if all(line and line[0] != " " for line in lines):
        joined = fold(lines).decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
        assert joined == lines


def test_icalendar_s_folding_by_characters_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(*_: object, **__: object) -> str:
        raise AssertionError("38 times slower than folding octets")

    monkeypatch.setattr(icalendar.parser.content_line, "_foldline", walk)
    body = feed(changed(TIMED, description="bình đẳng " * 300))
    assert max(len(line) for line in body.split(b"\r\n")) == 75
    with pytest.raises(AssertionError, match="38 times"):
        icalendar.Calendar.from_ical(body).to_ical()
