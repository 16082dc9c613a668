"""Slips of the fingers are advised on; what is written well, or is no Vietnamese word, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from habac24h.campaigns.packaged import packaged_definitions
from habac24h.content.checks import check, misspellings
from habac24h.content.checks.folding import fold
from habac24h.content.checks.syllables import is_syllable

ROOT = Path(__file__).parents[1]


WRONG = {
    "xử dụng": "sử dụng",
    "bổ xung": "bổ sung",
    "sử lý": "xử lý",
    "chia xẻ": "chia sẻ",
    "xắp xếp": "sắp xếp",
    "xuất xắc": "xuất sắc",
    "giúp đở": "giúp đỡ",
    "dể dàng": "dễ dàng",
    "nhửng": "những",
    "hảy": "hãy",
    "cãm ơn": "cảm ơn",
    "dẩn dắt": "dẫn dắt",
    "sữa chửa": "sửa chữa",
    "đối sử": "đối xử",
    "chương chình": "chương trình",
    "phát chiển": "phát triển",
    "thăm quan": "tham quan",
    "Hà Bác": "Hà Bắc",
}


def told(text: str) -> list[tuple[str, str, str]]:
    return [(one.rule, one.found, one.better) for one in misspellings.find(fold(text))]


@pytest.mark.parametrize(
    ("text", "found", "better"),
    [
        ("Vì bình đẵng giới", "bình đẵng", "bình đẳng"),
        ("HỘI PHỤ NỬ XÃ", "PHỤ NỬ", "phụ nữ"),
        ("cùng hưỡng ứng", "hưỡng ứng", "hưởng ứng"),
        ("xoá bõ định kiến", "xoá bõ", "xóa bỏ"),
        ("các nghành nghề", "nghành", "ngành"),
        ("hòan thành tốt", "hòan", "hoàn"),
        ("vì hạnh phúc cuả con", "cuả", "của"),
        ("chống bạolực", "bạolực", "bạo lực"),
        ("mọi nguời", "nguời", "người"),
        ("một cách tâp trung", "tâp", ""),
    ],
)
def test_a_slip_is_named_with_what_is_right(text: str, found: str, better: str) -> None:
    assert told(text) == [("CHINH-TA", found, better)]


@pytest.mark.parametrize(("wrong", "right"), WRONG.items())
def test_a_common_confusion_is_named_with_what_is_right(wrong: str, right: str) -> None:
    assert told(f"Tại xã {wrong} nay") == [("CHINH-TA", wrong, right)]


def test_a_confusion_across_a_line_end_is_one_too() -> None:
    assert told("các hội viên xử\ndụng") == [("CHINH-TA", "xử\ndụng", "sử dụng")]


def test_right_words_that_hold_a_wrong_one_are_left_alone() -> None:
    text = (
        "lịch sử lý luận, hồ sơ xuất cảnh, khả năng xuất hiện, dấu hiệu xuất huyết, "
        "thành công xuất sắc, làm chủ chương trình, giành cho được độc lập, bà Hà bác bỏ"
    )
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "found", "better"),
    [
        ("quyền của của trẻ em", "của của", "của"),
        ("Phụ nữ phụ nữ và nam giới", "Phụ nữ phụ nữ", "Phụ nữ"),
    ],
)
def test_a_word_that_was_typed_twice(text: str, found: str, better: str) -> None:
    assert told(text) == [("LAP-TU", found, better)]


@pytest.mark.parametrize(
    "text",
    [
        "Luôn luôn, dần dần, ngày ngày, từng bước từng bước, một một một một.",
        "Đồng chí Đắc Lắk; xã Krông Ắk; trang Facebook; video, livestream, vắcxin, micrô.",
        "15đ, 7h30, đ/c Lan, v/v bầu cử, ki-lô-mét, 300 ngđ, #bìnhđẳnggiới, @hộiphụnữ",
        "hoà bình, hòa bình, thuỷ lợi, thủy lợi, kĩ năng, kỹ năng, quý, quí, thuở, khuỷu tay",
        "giếng, giữ gìn, gì, giết, quốc, quỳnh, xoong, ngoằn ngoèo, khuya, yêu, uỷ, huơ, ghế, kẻ",
        "chiều nghiêng, ý kiến, quyển, thuyền, tuýp, loắt choắt, oách, ừm, rượu, hươu, cứu",
        "Email: lan@xãhàbắc.vn và https://habac.gov.vn/tin-tức/bìnhđẳng",
    ],
)
def test_what_is_well_written_or_no_vietnamese_word_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_letters_of_any_normal_form_are_one_word() -> None:
    import unicodedata

    apart = unicodedata.normalize("NFD", "cùng nhau hòan thành")
    (found,) = misspellings.find(fold(apart))
    assert (apart[found.start : found.end], found.better) == (found.found, "hoàn")


def test_it_advises_and_never_blocks_also_in_the_title() -> None:
    found = check("Bài viết về phụ nử.", "portal", title="Các nghành")
    assert [(one.rule, one.severity, one.start) for one in found] == [
        ("CHINH-TA", "info", 0),
        ("CHINH-TA", "info", 12),
    ]


def test_nothing_that_comes_with_the_program_has_a_slip() -> None:
    """Templates, definitions, word lists and the guide are some thousand sentences."""
    files = [
        *(ROOT / "habac24h" / "content" / "templates").rglob("*.j2"),
        *(ROOT / "habac24h" / "content" / "words").glob("hotlines.yaml"),
        *(ROOT / "docs" / "huong-dan").glob("*.md"),
    ]
    texts = [one.read_text(encoding="utf-8") for one in files] + [*packaged_definitions().values()]
    assert len(texts) > 50
    assert [slip for text in texts for slip in told(text)] == []


@pytest.mark.parametrize(
    "word",
    ["nghỹ", "gìa", "quà̀", "iên", "ngiêng", "kà", "cế", "ghà", "toán̉", "ngừơi", "hoạc̣h", "ệnh̉"],
)
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("text", ["a\u0300" * 30_000, "kínhmờibàconđếndự" * 3_000])
def test_a_word_of_endless_length_is_told_and_not_taken_apart(text: str) -> None:
    """Trying every way to cut it would keep the whole office waiting (minutes for 2,000 signs)."""
    told = [one for one in check(text, "fanpage") if one.rule == "CHINH-TA"]
    assert [(one.found, one.better) for one in told] == [(text, "")]
