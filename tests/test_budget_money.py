"""Money: read as typed, in words as the radio reads it, added up without a fraction."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.budget.estimate import Line, Payment, add_up
from habac24h.budget.lines import SOURCES
from habac24h.budget.money import MOST, dotted, in_words, read
from habac24h.content.speech import spoken
from habac24h.errors import Refused

_ONES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
         "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}  # fmt: skip
_SIZES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
AMOUNTS = st.integers(0, MOST)


def number(words: str) -> int:
    """The words back as a number: written apart from the program's own way there."""
    total = group = 0
    for word in words.split():
        if word in _SIZES:
            size = _SIZES[word]
            total, group = (total + group) * size if size == 10**9 else total + group * size, 0
        elif word == "trăm":
            group = group % 10 * 100 + group // 10 * 10
        elif word in ("mươi", "mười"):
            tens = group % 10 if word == "mươi" else 1
            group = group - group % 10 * (word == "mươi") + tens * 10
        elif word != "linh":
            group += _ONES[word]
    return total + group


@given(AMOUNTS)
def test_the_words_lead_back_to_the_amount(amount: int) -> None:
    said = in_words(amount)
    assert said[0].isupper()
    plain = said.lower().removesuffix(" chẵn")
    assert plain.endswith(" đồng")
    assert number(plain.removesuffix(" đồng")) == amount
    assert said.endswith(" chẵn") == (amount > 0 and amount % 1000 == 0)


@given(AMOUNTS)
def test_the_words_are_those_that_the_radio_reads(amount: int) -> None:
    read_aloud = spoken(f"Số tiền là {dotted(amount)} đồng.").text
    assert f"là {in_words(amount).lower().removesuffix(' chẵn')}" in read_aloud.lower()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (12_000_000, "Mười hai triệu đồng chẵn"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng chẵn"),
        (21_350_500, "Hai mươi mốt triệu ba trăm năm mươi nghìn năm trăm đồng"),
    ],
)
def test_amounts_in_words(amount: int, words: str) -> None:
    assert in_words(amount) == words


@given(st.integers(-MOST, MOST), st.sampled_from(["", " đồng", "đ", " "]))
def test_what_is_typed_is_read_back(amount: int, after: str) -> None:
    assert read(dotted(amount) + after, "Đơn giá") == amount
    assert read(str(amount), "Đơn giá") == amount


@pytest.mark.parametrize(
    "typed", ["1,5 triệu", "1.5", "12.00", "0.012", "-0.500", "1e6", "mười", "--5", "0x10", "½"]
)
def test_what_is_no_whole_amount_is_refused_with_its_name(typed: str) -> None:
    with pytest.raises(Refused, match="Đơn giá: hãy viết một số nguyên"):
        read(typed, "Đơn giá")


def test_nothing_typed_is_nothing_known_and_too_much_is_refused() -> None:
    assert read("  ", "Đơn giá") is None
    with pytest.raises(Refused, match="quá lớn"):
        read("1.000.000.000.001", "Đơn giá")


PAYMENTS = st.builds(
    Payment,
    on=st.just(date(2026, 5, 1)),
    amount=st.integers(1, 10**9),
    note=st.just(""),
    by=st.just("lan"),
    file_name=st.none(),
)
LINES = st.builds(
    Line,
    id=st.integers(1, 10**6),
    campaign=st.sampled_from([None, "a", "b"]),
    content=st.just("x"),
    quantity=st.none() | st.integers(0, 1000),
    unit=st.just("bài"),
    price=st.none() | st.integers(0, 10**9),
    source=st.sampled_from(list(SOURCES)),
    basis=st.just(""),
    version=st.just(1),
    payments=st.lists(PAYMENTS, max_size=3).map(tuple),
)


@given(st.lists(LINES, max_size=12).map(tuple))
def test_campaigns_and_sources_each_add_up_to_the_year(found: tuple[Line, ...]) -> None:
    year = add_up(2026, found, {"a": "Chiến dịch A"})
    amounts = [line.planned for line in found]
    known = [one for one in amounts if one is not None]
    assert year.total.planned == sum(known)
    for groups in (year.campaigns, year.sources):
        assert sum(one.planned for one in groups) == year.total.planned
        assert sum(one.spent for one in groups) == year.total.spent
        assert sum(one.unpriced for one in groups) == year.total.unpriced == len(found) - len(known)
        assert sum(len(one.lines) for one in groups) == len(found)
    for line in found:
        assert (line.over > 0) == (line.spent > (line.planned or 0))
