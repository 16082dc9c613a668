"""How long a spoken text takes."""

from __future__ import annotations

import pytest

from habac24h.content.speech import seconds, syllables

SCRIPT = "NHẠC HIỆU (mười giây)\nGIỌNG NAM: Kính chào bà con! Gọi một một ba.\nNHẠC CẮT"


def test_labels_and_music_are_not_read() -> None:
    assert syllables(SCRIPT) == 8


def test_a_word_with_hyphens_has_its_syllables() -> None:
    assert syllables("năm ki-lô-mét") == 4


def test_a_mark_is_not_read() -> None:
    assert syllables("gọi [CHƯA ĐIỀN: phone_police] ngay") == 2


def test_the_time_is_syllables_and_a_pause_a_sentence() -> None:
    assert seconds(SCRIPT) == pytest.approx(8 * 60 / 180 + 2 * 0.5)


def test_speed_and_pause_are_given() -> None:
    assert seconds("một hai ba.", syllables_a_minute=60, pause_a_sentence=2) == 5.0


def test_nothing_takes_no_time() -> None:
    assert seconds("") == 0.0


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="syllables_a_minute"):
        seconds("một", syllables_a_minute=0)
