"""Blanks of a form that nobody filled in stop a text that everyone reads."""

from __future__ import annotations

import unicodedata

import pytest

from habac24h.content.checks import check


def found(text: str, channel: str = "portal") -> list[tuple[str, str]]:
    return [(one.severity, one.found) for one in check(text, channel) if one.rule == "CHO-TRONG"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Họ tên: ........", " ........"),
        ("Mời họp ngày .../.../2026.", ".../.../2026"),
        ("Hà Bắc, ngày … tháng … năm 2026", "ngày … tháng"),
        ("Hà Bắc, ngày     tháng     năm 2026", "ngày     tháng     năm 2026"),
        ("Số:   /KH-UBND", "Số:   /"),
        ("Kế hoạch số ___/KH-UBND", "số ___/"),
        ("Địa điểm: ……… (ghi rõ)", " ………"),
    ],
)
def test_a_blank_of_a_form_blocks(text: str, wanted: str) -> None:
    assert found(text) == [("block", wanted)]
    decomposed = unicodedata.normalize("NFD", text)
    assert found(decomposed) == [("block", unicodedata.normalize("NFD", wanted))]


def test_a_name_that_is_still_an_example_blocks_in_words_and_title() -> None:
    named = check("Tại Thôn 1 (ví dụ).", "talk", title="Nói chuyện: Thôn 2 (Ví dụ)")
    said = [(one.severity, one.found) for one in named if one.rule == "TEN-VI-DU"]
    assert said == [("block", "(Ví dụ)"), ("block", "(ví dụ)")]
    plain = "Một việc nhỏ (ví dụ: rửa bát), ví dụ như quét nhà."
    assert [one for one in check(plain, "talk") if one.rule == "TEN-VI-DU"] == []


def test_a_row_of_dots_in_a_sentence_is_only_doubtful() -> None:
    assert found("Chờ mãi....... mới tới.") == [("warn", ".......")]


@pytest.mark.parametrize(
    "text",
    [
        "Nấu cơm, rửa bát...",
        "Ghi ngày tháng năm sinh vào đơn.",
        "Kế hoạch số 178/KH-UBND ngày 15/5/2026",
        "Mẹ bảo: … rồi mẹ cười.",
    ],
)
def test_dots_that_mean_something_else_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_paper_to_write_on_keeps_its_rows() -> None:
    assert found("Số người dự: ........", "talk") == []
