"""Broken, hidden and unprintable signs; limits of scripts, banners and titles; the decree."""

from __future__ import annotations

import pytest

from habac24h.content.checks import check
from habac24h.content.checks.decree import CHECKLIST, FORMS, KINDS, form_of, kind_of
from habac24h.content.checks.phones import is_phone


def told(text: str, channel: str = "portal", title: str = "") -> list[tuple[str, str, str]]:
    found = check(text, channel, title=title)
    return [(f.rule, f.severity, f.found) for f in found]


@pytest.mark.parametrize(
    ("text", "rule", "severity", "found"),
    [
        ("Gia \ufffdình", "CHU-HONG", "block", "\ufffd"),
        ("Phá»¥ nữ", "CHU-HONG", "block", "á»¥"),
        ("Phông riêng \ue001", "CHU-HONG", "block", "\ue001"),
        ("Gia\x07 đình", "CHU-HONG", "block", "\x07"),
        ("Bình\u200b đẳng", "KY-TU-AN", "warn", "\u200b"),
        ("Đảo \u202echữ", "KY-TU-AN", "warn", "\u202e"),
        ("Hà B\u0430́c", "CHU-LA", "warn", "\u0430"),
        ("Chữ 中", "CHU-LA", "warn", "中"),
    ],
)
def test_signs_that_no_reader_sees_as_meant(
    text: str, rule: str, severity: str, found: str
) -> None:
    assert told(text) == [(rule, severity, found)]


@pytest.mark.parametrize("channel", ["banner", "loudspeaker", "talk"])
@pytest.mark.parametrize("sign", ["№", "☐", "✓", "→"])
def test_signs_that_the_papers_cannot_show_are_a_warning_there(channel: str, sign: str) -> None:
    assert told(f"Số {sign} một", channel) == [("KY-TU-KHONG-IN", "warn", sign)]
    assert told(f"Số {sign} một", "fanpage") == []


@pytest.mark.parametrize(
    "text", ["🧡 1️⃣ ✔️ 👨‍👩‍👧 🇻🇳 ☀️ 👧", "“Ngoặc” – gạch — … • ‰ ₫ ≥", "Ă Ĩ Ũ Ơ Ư ạ ỹ"]
)
def test_letters_signs_and_emoji_in_use_pass(text: str) -> None:
    assert told(text, "banner") == []


def test_a_script_past_five_minutes_is_a_warning_with_its_length() -> None:
    sentence = "Bà con cùng nghe một câu có mười hai tiếng thôi nhé. "
    assert told(sentence * 60, "loudspeaker") == []
    assert told(sentence * 70, "loudspeaker") == [("PHAT-THANH-DAI", "warn", "5,2 phút")]
    assert told(sentence * 70, "portal") == []


def test_labels_and_music_cost_no_time() -> None:
    sentence = "GIỌNG NAM: Bà con cùng nghe một câu có mười hai tiếng thôi nhé.\nNHẠC CẮT\n"
    assert told(sentence * 60, "loudspeaker") == []


def test_a_banner_of_four_lines_passes_and_one_more_is_a_warning() -> None:
    assert told("MỘT\nHAI\n\nBA\nBỐN\n", "banner") == []
    assert told("MỘT\nHAI\nBA\nBỐN\nNĂM", "banner") == [("BANG-RON-NHIEU-DONG", "warn", "5 dòng")]
    assert told("MỘT\nHAI\nBA\nBỐN\nNĂM", "portal") == []


@pytest.mark.parametrize(("channel", "most"), [("portal", 120), ("fanpage", 100), ("khac", 150)])
def test_a_long_title_is_a_warning_at_the_beginning(channel: str, most: int) -> None:
    assert told("Tin.", channel, "a" * most) == []
    assert told("Tin.", channel, "a" * (most + 1)) == [("TIEU-DE-DAI", "warn", f"{most + 1} ký tự")]


def test_facts_that_the_office_gave_are_allowed_in_any_spelling() -> None:
    given = ["0912 345 678 (trực ban), 0220.3.123.456", "Không có số"]
    for text in ("Gọi 0912.345.678", "Gọi +84912345678", "Gọi 0220 3123 456"):
        assert check(text, "portal", allowed_phones=given) == ()
    (found,) = check("Gọi 0987.654.321", "portal", allowed_phones=given)
    assert (found.rule, found.found) == ("PR03", "0987.654.321")


def test_the_decree_has_four_lines_six_kinds_and_a_form_for_every_channel() -> None:
    assert (len(CHECKLIST), len(KINDS)) == (4, 6)
    assert [form_of(one).id for one in ("fanpage", "loudspeaker", "banner", "portal", "talk")] == [
        "phuong-tien",
        "phuong-tien",
        "an-pham",
        "phuong-tien",
        "bao-cao-vien",
    ]
    assert form_of("khac") == FORMS[-1]
    assert kind_of("dinh-kien").id == "tac-hai-dinh-kien"
    assert kind_of(None) == KINDS[-1]


@pytest.mark.parametrize(
    "written", ["0220 3 123 456", "(0220) 3123.456", "024-3825-1234", "+84 220 3123456", "19001234"]
)
def test_a_landline_or_hotline_that_nobody_declared_is_found(written: str) -> None:
    (found,) = check(f"Gọi {written}, trực cả ngày.", "portal")
    assert (found.rule, found.severity, found.found) == ("SO-LA", "warn", written)
    assert check(f"Gọi {written}.", "portal", allowed_phones=[written]) == ()


@pytest.mark.parametrize("written", ["0225 388 81", "02203.123.4", "0912-345-67"])
def test_a_number_to_call_that_lacks_digits_is_found(written: str) -> None:
    (found,) = check(f"Liên hệ chị Hoa, số {written}, xin cảm ơn.", "portal")
    assert (found.rule, found.severity, found.found) == ("SO-LA", "warn", written)
    assert found.why == "Số này thiếu chữ số, không gọi được; hãy xem lại và gọi thử."


@pytest.mark.parametrize(
    "said",
    [
        "Gọi 0225 3888 113",
        "Gọi 113",
        "Gọi 07.00 - 08.30",
        "Quyết định số 05-11-2026",
        "số 0225.1022",
    ],
)
def test_a_whole_number_a_time_and_a_day_lack_no_digits(said: str) -> None:
    whys = [one.why for one in check(f"{said} nhé.", "portal")]
    assert [one for one in whys if "thiếu chữ số" in one] == []


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("113", True),
        ("02203 123 456 - 0912 345 678", True),
        ("(0225) 3 888 113, trực ban", True),
        ("1900 545 559", True),
        ("+84 912 345 678", True),
        ("12345", False),
        ("0225 388 81", False),
    ],
)
def test_a_phone_has_as_many_digits_as_one_can_call(written: str, whole: bool) -> None:
    assert is_phone(written) is whole
