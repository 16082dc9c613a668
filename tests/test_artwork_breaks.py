"""Line breaks: no compound torn, nothing left hanging, the commune's own headlines."""

from __future__ import annotations

import pytest

from habac24h.printing.artwork import breaks
from habac24h.printing.artwork.lines import Paragraph


def broken(text: str, count: int) -> tuple[str, ...]:
    return Paragraph((text,), "Bold").broken(count).lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "HƯỞNG ỨNG THÁNG HÀNH ĐỘNG VÌ BÌNH ĐẲNG GIỚI VÀ PHÒNG NGỪA, ỨNG PHÓ VỚI BẠO LỰC",
            ("HƯỞNG ỨNG THÁNG HÀNH ĐỘNG VÌ BÌNH ĐẲNG GIỚI", "VÀ PHÒNG NGỪA, ỨNG PHÓ VỚI BẠO LỰC"),
        ),
        (
            "Lần đầu đứng lên ở cuộc họp thôn, nói sao cho gọn?",
            ("Lần đầu đứng lên", "ở cuộc họp thôn,", "nói sao cho gọn?"),
        ),
        (
            "Buổi họp thôn: ai đi họp, ai lên tiếng, ai được nghe?",
            ("Buổi họp thôn:", "ai đi họp, ai lên tiếng,", "ai được nghe?"),
        ),
        (
            "Nếu ngôi nhà làm bạn sợ: chuẩn bị trước để được an toàn",
            ("Nếu ngôi nhà làm bạn sợ:", "chuẩn bị trước để được an toàn"),
        ),
        (
            "Khi một người bạn kể rằng mình bị bạo lực",
            ("Khi một người bạn kể", "rằng mình bị bạo lực"),
        ),
    ],
)
def test_headlines_break_where_a_reader_breathes(text: str, lines: tuple[str, ...]) -> None:
    assert broken(text, len(lines)) == lines


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("vì bình", "đẳng giới"),
        ("HỘI LIÊN", "HIỆP PHỤ NỮ"),
        ("Ngày Gia đình Việt", "Nam"),
        ("trên cơ sở", "giới"),
        ("“bạo", "lực”"),
    ],
)
def test_a_compound_is_never_torn_willingly(left: str, right: str) -> None:
    words = (*left.split(), *right.split())
    assert breaks.costs(words)[len(left.split())] >= breaks.FORBIDDEN


def test_punctuation_inside_is_no_compound() -> None:
    assert breaks.costs(("hòa", "bình,", "đẳng", "cấp"))[2] < 0


@pytest.mark.parametrize("small", ["của", "và", "không", "với", "năm"])
def test_a_small_word_at_a_line_end_costs_more_than_at_the_beginning(small: str) -> None:
    costs = breaks.costs(("nhà", small, "ta"))
    assert costs[2] > costs[1]


def test_no_last_line_of_a_single_word() -> None:
    assert broken("cùng nhau xây dựng gia đình hạnh phúc mãi", 2)[-1].count(" ") >= 1


def test_what_brackets_hold_together_stays_together() -> None:
    text = "Tháng hành động (15/11 - 15/12): không im lặng"
    assert any("(15/11 - 15/12)" in line for line in broken(text, 3))


def test_sections_of_the_word_list_hold_only_small_words() -> None:
    for section in ("hanging", "opening", "compounds"):
        found = breaks.listed(section)
        assert found
        assert [word for word in found if word != word.lower() or not word] == []
    assert [word for word in breaks.listed("compounds") if not 2 <= len(word.split()) <= 4] == []
