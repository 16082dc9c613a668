"""Room on a disk in words."""

from __future__ import annotations

import pytest

from habac24h import sizes


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (350_999_999, "350 MB"),
        (999_999_999, "999 MB"),
        (1_000_000_000, "1,0 GB"),
        (20_996_000_000, "20,9 GB"),
    ],
)
def test_a_size_is_never_rounded_up(size: int, words: str) -> None:
    assert sizes.in_words(size) == words
