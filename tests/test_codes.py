"""Short codes on paper: every airing has one, and a slip of the pen names no other airing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from habac24h import workflow
from habac24h.errors import NotFound
from habac24h.models import Airing
from habac24h.workflow.codes import LETTERS, code, is_code
from tests.workflow_kit import DAY, Bureau, open_bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = open_bureau(tmp_path)
    yield made
    made.office.close()


def _code(number: int) -> str:
    return code(cast(Airing, SimpleNamespace(id=number)))


def test_one_wrong_digit_always_gives_another_letter() -> None:
    letters = {number: _code(number)[-1] for number in range(1, 2_000)}
    for number, letter in letters.items():
        written = str(number)
        for place, digit in enumerate(written):
            for other in set("0123456789") - {digit}:
                wrong = int(written[:place] + other + written[place + 1 :])
                assert letters.get(wrong) != letter


def test_two_digits_that_changed_places_always_give_another_letter() -> None:
    for number in range(10, 2_000):
        written = str(number)
        for place, (one, other) in enumerate(pairwise(written)):
            if one != other:
                swapped = int(written[:place] + other + one + written[place + 2 :])
                assert _code(swapped)[-1] != _code(number)[-1]


def test_letters_are_not_taken_for_digits_or_each_other() -> None:
    assert (len(set(LETTERS)), set(LETTERS) & set("BGIJOQSUZ")) == (17, set())


def test_keys_are_not_taken_for_codes() -> None:
    assert [is_code(one) for one in ("217N", "217 n", "phat-dong", "a/2026/b@1", "217")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_code_confirms_the_airing_of_its_line(bureau: Bureau) -> None:
    key = bureau.approved("loudspeaker")
    bureau.clock.advance(2 * DAY)
    written = code(bureau.airing(key)).lower()
    assert bureau.do("lan", "confirm", written).key == f"{key}@1"
    assert bureau.states(key)[1] == "done"


def test_a_wrong_letter_confirms_nothing(bureau: Bureau) -> None:
    key = bureau.approved("loudspeaker")
    bureau.clock.advance(2 * DAY)
    right = code(bureau.airing(key))
    wrong = right[:-1] + next(one for one in LETTERS if one != right[-1])
    with bureau.desk() as desk, pytest.raises(NotFound, match="đọc lại mã trên giấy"):
        workflow.confirm(desk, wrong)
    assert bureau.states(key)[1] == "waiting"
