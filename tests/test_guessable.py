"""Passwords that anybody would try first are refused with the reason; others are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habac24h.accounts import passwords
from habac24h.accounts.guessable import why_guessable
from habac24h.errors import Refused

NAMES = ("nguyen.lan", "Nguyễn Thị Lan")
REPEATS = "chỉ lặp lại một vài ký tự"
ROW = "là một dãy ký tự liền nhau trên bàn phím, trong bảng chữ cái hay dãy số"
DIGITS = "chỉ có chữ số, dễ đoán như ngày sinh, số điện thoại"
OWN = "gần như chỉ có tên của chính người dùng"
COMMON = "nằm trong những mật khẩu hay bị đoán nhất"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        *((one, REPEATS) for one in ("aaaaaaaa", "12121212", "abc1abc1", "AaAaAaAa", "--------")),
        *((one, ROW) for one in ("12345678", "87654321", "1234567890", "abcdefgh", "qwertyui")),
        *((one, ROW) for one in ("zyxwvuts", "asdfghjkl", "1234-5678", "12345678901234")),
        *((one, ROW) for one in ("01234567890123", "987654321098", "112233445566")),
        *((one, DIGITS) for one in ("19851203", "0912345678", "03/12/1985")),
        *((one, OWN) for one in ("nguyenlan", "Nguyen.Lan2024", "Nguyễn Thị Lan", "lan12345")),
        *((one, COMMON) for one in ("password", "Password1!", "matkhau123", "Mật khẩu 123")),
        *((one, COMMON) for one in ("habac24h", "habac2024", "Habac@2026", "xahabac1", "admin123")),
        *(
            (one, COMMON)
            for one in ("abc12345", "1q2w3e4r", "iloveyou2", "ubndxahabac", "adminlan")
        ),
    ],
)
def test_what_is_guessed_first_is_refused_and_why(password: str, why: str) -> None:
    assert why_guessable(password, NAMES) == why


@pytest.mark.parametrize(
    "password",
    [
        "mùa lúa chín vàng",
        "cau thang go lim",
        "lan và con mèo mun",
        "Kx7#vPq9wz",
        "tự đặt lấy nhé",
        "984120573316",
        "73#91!04x82",
    ],
)
def test_what_nobody_tries_first_is_taken(password: str) -> None:
    assert why_guessable(password, NAMES) is None


def test_the_refusal_is_a_sentence_that_says_what_to_do() -> None:
    with pytest.raises(Refused) as caught:
        passwords.hashed("matkhau123", "lan", None)
    assert caught.value.sentence == (
        "Mật khẩu này dễ đoán vì nằm trong những mật khẩu hay bị đoán nhất. Hãy ghép ba, bốn từ "
        "không liên quan, dễ nhớ với mình."
    )


def test_a_password_that_was_kept_before_still_opens() -> None:
    kept = passwords._hasher().hash("12345678")
    assert passwords.matches("12345678", kept)


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_judged_without_failing(password: str, names: list[str]) -> None:
    assert why_guessable(password, names) in (None, REPEATS, ROW, DIGITS, OWN, COMMON)
