"""How long a script takes in words: its parts add up to the whole."""

from __future__ import annotations

import re

import pytest

from habac24h.papers.words import length, lengths


def in_seconds(words: str) -> int:
    parts = re.findall(r"(\d+)\s(phút|giây)", words)
    return sum(int(number) * (60 if unit == "phút" else 1) for number, unit in parts)


@pytest.mark.parametrize(
    "parts",
    [
        [5.5, 7.6, 7.8, 7.7, 7.9, 6.0],
        [2.0, 2.0, 2.0],
        [0.8, 61.0, 33.3],
        [4.0],
        [100.0, 200.0, 7.4],
        [],
    ],
)
def test_the_parts_add_up_to_the_whole(parts: list[float]) -> None:
    whole = length(sum(parts))
    found = lengths(parts, sum(parts))
    assert len(found) == len(parts)
    assert not parts or sum(map(in_seconds, found)) == in_seconds(whole)
    assert all(map(in_seconds, found))
