"""Telephone numbers as pages show them: one way of writing, and the digits that are dialled."""

from __future__ import annotations

import pytest

from habac24h.content.dialling import grouped, parts


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("02253842111", "0225 3842 111"),
        ("0225.3842.111", "0225 3842 111"),
        ("(0225) 3.842.111", "0225 3842 111"),
        ("+84 225 3842 111", "0225 3842 111"),
        ("02439712345", "024 3971 2345"),
        ("0912.345.678", "0912 345 678"),
        ("18001567", "1800 1567"),
        ("1900969680", "1900 969 680"),
        ("111", "111"),
        ("02253842111 - 0912345678", "0225 3842 111 - 0912 345 678"),
        ("02253842111 (trực ban)", "0225 3842 111 (trực ban)"),
        ("12345", "12345"),
        ("24/11/2026", "24/11/2026"),
        ("hỏi Công an xã", "hỏi Công an xã"),
    ],
)
def test_numbers_are_shown_in_one_way_and_other_words_as_they_are(written: str, shown: str) -> None:
    assert grouped(written) == shown


def test_what_is_dialled_has_no_blanks() -> None:
    assert list(parts("Gọi 0225 3842 111 ngay")) == [
        ("Gọi ", None),
        ("0225 3842 111", "02253842111"),
        (" ngay", None),
    ]
